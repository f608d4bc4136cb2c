/**
 * The public API as text: for each entry of package.json's exports, every exported name with its full declaration,
 * from the emitted .d.ts files. Re-exports are followed to the declaration they end at.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import {
  type Declarations,
  type Declared,
  declaredNames,
  describeDeclaration,
  nameOf,
} from './declaration.ts';
import { parse, root } from './source.ts';

/** One exported name. */
export interface ApiItem extends Declared {
  readonly name: string;
  /** The file that declares it, and its name there. */
  readonly path: string;
  readonly local: string;
  /** Whether only its type is exported, though it may be a class. */
  readonly typeOnly: boolean;
}

/** Gives the text of a file; undefined when there is none. */
export type Read = (path: string) => string | undefined;

/** Reads from the project's folder. */
export const readProject: Read = path =>
  existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;

/** The entries of package.json's exports that have types: name as imported → path of the .d.ts. */
export function entries(): Map<string, string> {
  const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const typed = Object.entries<{ types?: { default: string } }>(exports);
  return new Map(
    typed.flatMap(([key, { types }]) =>
      types ? [[posix.join(name, key), posix.normalize(types.default)] as const] : [],
    ),
  );
}

/** As `entries`, but with the sources that they are built from: src/x.ts for dist/x.d.ts. */
export const sourceEntries = (): Map<string, string> =>
  new Map([...entries()].map(([name, path]) => [name, sourceOf(path)]));

/** The source of an emitted .d.ts. */
export const sourceOf = (path: string): string => path.replace(/^dist\//, 'src/').replace(/\.d\.ts$/, '.ts');

/** Where a name comes from: a declaration, a whole module, or another package. */
type Origin =
  | { readonly kind: 'local'; readonly path: string; readonly name: string; readonly typeOnly?: boolean }
  | { readonly kind: 'module'; readonly path: string }
  | { readonly kind: 'package'; readonly text: string };

/** Every name that the module at `path` exports, sorted; members of a namespace as `namespace.name`. */
export function apiOf(path: string, read: Read = readProject): ApiItem[] {
  const modules = new Map<string, Declarations>();
  const module = (at: string) => {
    if (!modules.has(at)) modules.set(at, load(at, read));
    return modules.get(at)!;
  };

  const exportsOf = (at: string, seen: readonly string[] = []): Map<string, Origin> => {
    const found = new Map<string, Origin>();
    if (seen.includes(at)) return found;
    const stars: string[] = [];
    for (const node of module(at).body) {
      const source = node.source ? target(at, node.source.value) : undefined;
      if (node.type === 'ExportDefaultDeclaration')
        found.set('default', { kind: 'local', path: at, name: 'default' });
      else if (node.type === 'ExportAllDeclaration') {
        if (source === undefined) found.set(nameOf(node.exported) ?? '*', foreign(node.source.value, '*'));
        else if (node.exported) found.set(nameOf(node.exported)!, { kind: 'module', path: source });
        else stars.push(source);
      } else if (node.type === 'ExportNamedDeclaration') {
        for (const name of declaredNames(node)) found.set(name, { kind: 'local', path: at, name });
        for (const each of node.specifiers) {
          const [local, exported] = [nameOf(each.local)!, nameOf(each.exported)!];
          if (!node.source)
            found.set(exported, imported(at, local) ?? { kind: 'local', path: at, name: local });
          else {
            const origin = follow(source, node.source.value, local, at, seen);
            const typeOnly = node.exportKind === 'type' || each.exportKind === 'type';
            found.set(exported, typeOnly && origin.kind === 'local' ? { ...origin, typeOnly } : origin);
          }
        }
      }
    }
    for (const star of stars)
      for (const [name, origin] of exportsOf(star, [...seen, at]))
        if (name !== 'default' && !found.has(name)) found.set(name, origin);
    return found;
  };

  const follow = (
    source: string | undefined,
    from: string,
    name: string,
    at: string,
    seen: readonly string[],
  ) => {
    if (source === undefined) return foreign(from, name);
    const origin = exportsOf(source, [...seen, at]).get(name);
    if (!origin) throw new Error(`${at} takes ${name} from ${source}, which does not export it`);
    return origin;
  };

  /** Where the local name of an import comes from. */
  const imported = (at: string, local: string): Origin | undefined => {
    for (const node of module(at).body.filter(each => each.type === 'ImportDeclaration'))
      for (const each of node.specifiers) {
        if (nameOf(each.local) !== local) continue;
        const source = target(at, node.source.value);
        if (each.type === 'ImportNamespaceSpecifier')
          return source ? { kind: 'module', path: source } : foreign(node.source.value, '*');
        return follow(source, node.source.value, each.imported ? nameOf(each.imported)! : 'default', at, []);
      }
    return undefined;
  };

  const items = (at: string, prefix: string): ApiItem[] =>
    [...exportsOf(at)].flatMap(([name, origin]) => {
      const full = prefix + name;
      if (origin.kind === 'module') return items(origin.path, `${full}.`);
      if (origin.kind === 'package')
        return [
          {
            name: full,
            declaration: origin.text,
            documentation: '',
            isFunction: false,
            path: at,
            local: name,
            typeOnly: false,
          },
        ];
      const declared = describeDeclaration(origin.name, module(origin.path));
      if (!declared) throw new Error(`${origin.path} exports ${origin.name}, but does not declare it`);
      const { path, name: local, typeOnly = false } = origin;
      return [{ name: full, ...declared, path, local, typeOnly }];
    });
  return items(path, '').sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The text of the snapshot. */
export function apiText(modules: ReadonlyMap<string, string>, read: Read = readProject): string {
  return [...modules]
    .map(([name, path]) => {
      const items = apiOf(path, read).map(item => `## ${item.name}\n${item.declaration}\n`);
      return [`# ${name}\n`, ...items].join('\n');
    })
    .join('\n');
}

const foreign = (from: string, name: string): Origin => ({
  kind: 'package',
  text: `${name} of the package ${from}`,
});

/** The .d.ts behind a relative import of a .js or .ts; undefined for a package. */
const target = (path: string, from: string): string | undefined =>
  from.startsWith('.') ? posix.join(posix.dirname(path), from).replace(/\.(js|ts)$/, '.d.ts') : undefined;

/** The statements and comments of a declaration file. */
export function load(path: string, read: Read = readProject): Declarations {
  const text = read(path);
  if (text === undefined) throw new Error(`there is no ${path}: run npm run build`);
  return { text, ...parse(path, text) };
}
