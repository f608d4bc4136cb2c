/** The names of types in a declaration, and where they are declared. */
import { posix } from 'node:path';
import { load } from '../api.ts';
import { type Declarations, declaredNames, docBefore, nameOf } from '../declaration.ts';
import { type Comment, descendants, type Syntax } from '../source.ts';

/** A type, by the file that declares it and its name there. */
export interface Place {
  readonly path: string;
  readonly name: string;
}

export const keyOf = ({ path, name }: Place): string => `${path}#${name}`;

const loaded = new Map<string, Declarations>();

/** A declaration file, read once. */
export function declarations(path: string): Declarations {
  if (!loaded.has(path)) loaded.set(path, load(path));
  return loaded.get(path)!;
}

/** The statements of a file that declare a name. */
export const statementsOf = ({ path, name }: Place): Syntax[] =>
  declarations(path).body.filter(node => declaredNames(node).includes(name));

/**
 * The types of this package that a declaration names, in their order; parameters of its own types are not among them. What may
 * follow the arguments of a dialect's function is shown as those arguments, so its types count instead of it.
 */
export function typesIn(place: Place): Place[] {
  const found = new Map<string, Place>();
  const { comments } = declarations(place.path);
  const shown = statementsOf(place).flatMap(statement => {
    const node = statement.declaration ?? statement;
    const members = /^Class/.test(node.type) ? (node.body.body as Syntax[]) : undefined;
    return members
      ? [node.typeParameters, ...members.filter(each => !isHidden(each, members, comments))]
      : [node];
  });
  const nodes = [...descendants(shown)];
  const own = new Set(
    nodes.filter(({ type }) => type === 'TSTypeParameter').map(node => nameOf(node.name) ?? node.name),
  );
  for (const node of nodes) {
    const name = leftmost(node);
    if (name === undefined || own.has(name.first)) continue;
    const target = resolve(place.path, name);
    if (!target || constantIn(target.path, target.name)) continue;
    if (keyOf(target) === keyOf(place) || target.name === 'Rest') continue;
    if (!target.name.endsWith('Rest')) found.set(keyOf(target), target);
    else for (const each of typesIn(target)) found.set(keyOf(each), each);
  }
  return [...found.values()];
}

/** Whether a member is nobody's business: private, or for use inside the library. */
export const isHidden = (member: Syntax, body: readonly Syntax[], comments: readonly Comment[]): boolean =>
  member.accessibility === 'private' || docBefore(member, body, comments).includes('@internal');

/** The type or the value of a constant that a name in the file `path` means; undefined where it is no constant. */
export function constantIn(path: string, name: string): { path: string; node: Syntax } | undefined {
  const place = resolve(path, { first: name });
  for (const statement of place ? statementsOf(place) : [])
    for (const each of (statement.declaration ?? statement).declarations ?? [])
      if (nameOf(each.id) === place!.name)
        return { path: place!.path, node: each.init ?? each.id.typeAnnotation?.typeAnnotation };
  return undefined;
}

interface Name {
  readonly first: string;
  readonly second?: string;
  /** The module, where the name stands in an `import('…')`. */
  readonly from?: string;
}

function leftmost(node: Syntax): Name | undefined {
  if (node.type === 'TSImportType') return { first: nameOf(node.qualifier)!, from: node.source.value };
  if (!/^TS(TypeReference|TypeQuery|InterfaceHeritage|ClassImplements)$/.test(node.type)) return undefined;
  const name = node.typeName ?? node.exprName ?? node.expression;
  if (name.type === 'TSQualifiedName') return { first: nameOf(name.left)!, second: nameOf(name.right) };
  return name.type === 'Identifier' ? { first: nameOf(name)! } : undefined;
}

const fileOf = (path: string, from: string): string | undefined =>
  from.startsWith('.') ? posix.join(posix.dirname(path), from).replace(/\.(js|ts)$/, '.d.ts') : undefined;

/** Where a name that stands in the file `path` is declared; undefined for names of the language or of the platform. */
export function resolve(path: string, { first, second, from }: Name): Place | undefined {
  if (from !== undefined) {
    const file = fileOf(path, from);
    return file ? resolve(file, { first, second }) : undefined;
  }
  const { body } = declarations(path);
  if (body.some(node => declaredNames(node).includes(first))) return { path, name: first };
  for (const node of body.filter(each => each.source)) {
    const file = fileOf(path, node.source.value);
    if (file === undefined || file.endsWith('platform.d.ts')) continue;
    for (const each of node.specifiers ?? []) {
      if (nameOf(node.type === 'ImportDeclaration' ? each.local : each.exported) !== first) continue;
      if (each.type === 'ImportNamespaceSpecifier')
        return second ? resolve(file, { first: second }) : undefined;
      return resolve(file, {
        first: nameOf(node.type === 'ImportDeclaration' ? each.imported : each.local)!,
      });
    }
    if (node.type === 'ExportAllDeclaration' && !node.exported) {
      const there = resolve(file, { first, second });
      if (there) return there;
    }
  }
  return undefined;
}
