/** Declarations as people read them. */
import { describeDeclaration, docBefore, nameOf } from '../declaration.ts';
import type { Syntax } from '../source.ts';
import { readDocstring } from './docstring.ts';
import { constantIn, declarations, isHidden, type Place, resolve, statementsOf } from './names.ts';

const WIDTH = 96;

/** Text of a type or a parameter on one line, without the paths of modules, comments, and names of lists of choices. */
function plainType(path: string, { start, end }: Syntax): string {
  let text = declarations(path).text.slice(start, end);
  for (const { start: from, end: to } of declarations(path).comments.toReversed())
    if (from >= start && to <= end) text = text.slice(0, from - start) + text.slice(to - start);
  return text
    .replace(/import\("[^"]*"\)\./g, '')
    .replace(/\(typeof (\w+)\)\[number\]/g, (whole, name) => choices(path, name) ?? whole)
    .replace(/\b[a-z]\w*\.(?=[A-Z])/g, '')
    .replace(/keyof typeof (\w+)/g, (whole, name) => keysOf(path, name) ?? whole)
    .replace(/\s+/g, ' ')
    .replace(/; \}/g, ' }')
    .replace(/\[ /g, '[')
    .replace(/,? \]/g, ']');
}

/** What a list of names in the file `path` allows, `'auto' | 'direct'`; undefined for what is none. */
function choices(path: string, name: string): string | undefined {
  const constant = constantIn(path, name);
  const type = constant && plainType(constant.path, constant.node);
  return type && /^[^']*(readonly )?\[(.*)\]$/.exec(type)?.[2].replaceAll(', ', ' | ');
}

/** The keys of a table in the file `path`, `'constant' | 'edge'`; undefined for what is none. */
function keysOf(path: string, name: string): string | undefined {
  const constant = constantIn(path, name);
  const members = constant?.node?.type === 'TSTypeLiteral' ? (constant.node.members as Syntax[]) : undefined;
  return members?.map(each => `'${plainType(constant!.path, each.key)}'`).join(' | ');
}

/** What can be called of a declaration: a function, or the type of a constant. */
function callable(statement: Syntax): Syntax | undefined {
  const node = statement.declaration ?? statement;
  if (/Function/.test(node.type)) return node;
  const type = node.declarations?.[0].id.typeAnnotation?.typeAnnotation;
  return type?.type === 'TSFunctionType' ? type : undefined;
}

/** `name(a: A, b?: B): C`, on several lines where it is long. */
export function callText(path: string, name: string, node: Syntax): string {
  const given = (each: Syntax | null | undefined) => (each ? plainType(path, each) : '');
  const params: Syntax[] = node.params?.items ?? node.params ?? [];
  const texts = params.flatMap(
    each => restOf(path, each) ?? [given(each).replace(/^\{[^}]*\}(?=\??:)/, 'options')],
  );
  const result = given(node.returnType).replace(/^:? ?(=> ?)?/, '');
  const head = `${name}${given(node.typeParameters)}`;
  const whole = `${head}(${texts.join(', ')})${result && `: ${result}`}`;
  if (whole.length <= WIDTH || texts.length === 0) return whole;
  return `${head}(\n${texts.map(text => `  ${text},\n`).join('')})${result && `: ${result}`}`;
}

/**
 * What may follow the required arguments of a dialect's function, `...rest: Rest<[mode: Mode | undefined], Keywords>`, as
 * the parameters that it stands for: `mode?: Mode`, `keywords?: Keywords`. Undefined for other parameters.
 */
function restOf(path: string, parameter: Syntax): string[] | undefined {
  let [file, type] = [path, parameter.typeAnnotation?.typeAnnotation as Syntax | undefined];
  while (parameter.type === 'RestElement' && type?.type === 'TSTypeReference') {
    const name = nameOf(type.typeName)!;
    if (name === 'Rest') {
      const [positional, keywords] = type.typeArguments.params as Syntax[];
      const items = (positional.elementTypes as Syntax[]).map(each => plainType(file, each));
      const texts = items.map(text => text.replace(/^(\w+)\??: /, '$1?: ').replace(/ \| undefined\b/, ''));
      return [...texts, `keywords?: ${plainType(file, keywords)}`];
    }
    const place = resolve(file, { first: name });
    const alias = place && statementsOf(place)[0];
    [file, type] = [place?.path ?? file, (alias?.declaration ?? alias)?.typeAnnotation];
  }
  return undefined;
}

/** The signatures of a function, one for each overload; none for what is no function. */
export function signatures(place: Place, shown: string): string[] {
  return statementsOf(place).flatMap(statement => {
    const node = callable(statement);
    return node ? [callText(place.path, shown, node)] : [];
  });
}

/** A constant and its value or its type, `BORDER_WRAP = 3`; undefined for functions and types. */
export function constantText(place: Place, shown: string): string | undefined {
  const [statement] = statementsOf(place);
  const node = statement?.declaration ?? statement;
  if (node?.type !== 'VariableDeclaration' || callable(statement)) return undefined;
  const declared = node.declarations.find((each: Syntax) => nameOf(each.id) === place.name);
  if (declared.init) return `${shown} = ${plainType(place.path, declared.init)}`;
  return `${shown}: ${plainType(place.path, declared.id.typeAnnotation.typeAnnotation)}`;
}

/** A type that is not a list of members: `type Norm = 'backward' | 'ortho' | 'forward'`. */
export function aliasText(place: Place): string | undefined {
  const node = statementsOf(place)
    .map(each => each.declaration ?? each)
    .find(each => each.type === 'TSTypeAliasDeclaration');
  if (!node) return undefined;
  const text = plainType(place.path, node)
    .replace(/^(export )?(declare )?/, '')
    .replace(/;$/, '');
  if (text.length <= WIDTH) return text;
  if (!text.includes('{')) return wrapUnion(text);
  return describeDeclaration(place.name, declarations(place.path))!
    .declaration.replace(/ {4}/g, '  ')
    .replace(/;$/, '');
}

/** The head of an interface that has parameters or extends another; undefined for others. */
export function headText(place: Place): string | undefined {
  const node = statementsOf(place)
    .map(each => each.declaration ?? each)
    .find(each => each.type === 'TSInterfaceDeclaration');
  if (!node || !(node.typeParameters || node.extends?.length)) return undefined;
  return plainType(place.path, { ...node, end: node.body.start }).trim();
}

function wrapUnion(text: string): string {
  const lines = [''];
  for (const part of text.split(/(?<= [|?:]) /)) {
    const longer = `${lines.at(-1)}${lines.at(-1) ? ' ' : ''}${part}`;
    if (longer.length > WIDTH && lines.at(-1)) lines.push(`  ${part}`);
    else lines[lines.length - 1] = longer;
  }
  return lines.map(line => line.trimEnd()).join('\n');
}

/** One member of an interface or a class. */
export interface Member {
  readonly name: string;
  /** `name: type`, or the signatures of a method. */
  readonly texts: readonly string[];
  readonly comment: string;
  readonly isMethod: boolean;
}

/** The public members of an interface or a class, overloads of a method as one; undefined for what has no members. */
export function membersOf(place: Place): Member[] | undefined {
  const { path } = place;
  const node = statementsOf(place)
    .map(each => each.declaration ?? each)
    .find(each => /^(TSInterface|Class)Declaration$/.test(each.type));
  if (!node) return undefined;
  const body: Syntax[] = node.body.body;
  const members = new Map<string, Member>();
  const inside = declarations(path).comments.filter(({ start }) => start > node.body.start);
  for (const each of body.filter(member => !isHidden(member, body, inside))) {
    const name = memberName(path, each);
    const comment = docBefore(each, body, inside);
    const call =
      each.type === 'TSMethodSignature'
        ? each
        : /Method/.test(each.type) && each.kind !== 'get' && each.value;
    const text = call
      ? callText(path, name, call)
      : plainType(path, each)
          .replace(/^readonly /, '')
          .replace(/^get (.*?)\(\)/, '$1')
          .replace(/;$/, '');
    const known = members.get(name);
    if (known)
      members.set(name, { ...known, texts: [...known.texts, text], comment: known.comment || comment });
    else members.set(name, { name, texts: [text], comment, isMethod: !!call });
  }
  return [...members.values()];
}

function memberName(path: string, each: Syntax): string {
  if (!each.key) return plainType(path, each);
  if (each.kind === 'constructor') return 'new';
  const text = plainType(path, each.key).replace('disposeKey', 'Symbol.dispose');
  return each.computed ? `[${text}]` : text;
}

/** Everything that the docstrings of a declaration say. */
export const documentationOf = (place: Place) => {
  const { body, comments } = declarations(place.path);
  return readDocstring(
    statementsOf(place)
      .map(node => docBefore(node, body, comments))
      .join('\n'),
  );
};
