/** What one exported name is, from the statements of the .d.ts that declares it. */
import { type Comment, descendants, type Syntax } from './source.ts';

/** A declaration file: its text, statements and comments. */
export interface Declarations {
  readonly text: string;
  readonly body: readonly Syntax[];
  readonly comments: readonly Comment[];
}

/** What the declaration of a name says. */
export interface Declared {
  /** All its declarations, several for overloads, without docstrings. */
  readonly declaration: string;
  readonly documentation: string;
  readonly isFunction: boolean;
}

export const nameOf = (node: Syntax | null): string | undefined => node?.name ?? node?.value;

/** The names that a statement declares. */
export function declaredNames(statement: Syntax): string[] {
  const node = statement.declaration ?? statement;
  if (statement.type === 'ExportDefaultDeclaration') return ['default'];
  if (node.type === 'VariableDeclaration') return node.declarations.map((each: Syntax) => nameOf(each.id));
  return node.id && /Declaration$|^TSDeclareFunction$/.test(node.type) ? [nameOf(node.id)!] : [];
}

/** Describes `name`; undefined when no statement declares it. */
export function describeDeclaration(
  name: string,
  { text, body, comments }: Declarations,
): Declared | undefined {
  const statements = body.filter(node => declaredNames(node).includes(name));
  if (statements.length === 0) return undefined;
  return {
    declaration: statements.map(node => tidy(node, text, comments)).join('\n'),
    documentation: statements.map(node => docBefore(node, body, comments)).join('\n'),
    isFunction: statements.some(node => isFunctionDeclaration(node, name, body)),
  };
}

/** A declaration on as many lines as it was written, without comments, `export` and `declare`. */
function tidy(node: Syntax, text: string, comments: readonly Comment[]): string {
  let [result, place] = ['', node.start];
  for (const comment of comments.filter(each => each.start >= node.start && each.end <= node.end)) {
    result += text.slice(place, comment.start);
    place = comment.end;
  }
  const lines = (result + text.slice(place, node.end)).split('\n').map(line => line.trimEnd());
  return lines
    .filter(line => line !== '')
    .join('\n')
    .replace(/^export (?!default)/, '')
    .replace(/^declare /, '');
}

/** The docstring that stands right before a node of `body`: a statement, or a member of a declaration. */
export function docBefore(node: Syntax, body: readonly Syntax[], comments: readonly Comment[]): string {
  const previous = body[body.indexOf(node) - 1]?.end ?? 0;
  const own = comments.filter(({ type, value, start, end }) => {
    return type === 'Block' && value.startsWith('*') && start >= previous && end <= node.start;
  });
  return own.at(-1)?.value ?? '';
}

/** Whether a name can be called: a function, or a constant whose type is one. */
function isFunctionDeclaration(statement: Syntax, local: string, body: readonly Syntax[]): boolean {
  const node = statement.declaration ?? statement;
  if (/^(TSDeclareFunction|FunctionDeclaration)$/.test(node.type)) return true;
  if (node.type !== 'VariableDeclaration') return false;
  const own = node.declarations.find((each: Syntax) => nameOf(each.id) === local);
  const callable = (type: Syntax | undefined): boolean => {
    if (type?.type === 'TSFunctionType') return true;
    if (type?.type === 'TSTypeLiteral' || type?.type === 'TSInterfaceBody')
      return (type.members ?? type.body).some(
        (member: Syntax) => member.type === 'TSCallSignatureDeclaration',
      );
    if (type?.type !== 'TSTypeReference') return false;
    const alias = [...descendants(body)].find(
      each =>
        /^TS(TypeAlias|Interface)Declaration$/.test(each.type) && nameOf(each.id) === nameOf(type.typeName),
    );
    return alias !== undefined && callable(alias.typeAnnotation ?? alias.body);
  };
  return callable(own?.id.typeAnnotation?.typeAnnotation);
}
