/** Checks imports against `layers.json`, the one table of folders and what each may import. */
import { builtinModules } from 'node:module';
import { type Files, type Import, importsOf, resolveImport } from './source.ts';

/** `layers.json`. */
export interface Layers {
  /** From the bottom: a folder may import itself and what stands in rows before its own. */
  readonly layers: readonly (readonly string[])[];
  /** The file that may import anything. */
  readonly entry: string;
  /** Folders that stand above the entry, and may import it. */
  readonly overEntry?: readonly string[];
  /** Folders whose subfolders do not import each other, only files that stand directly in the folder. */
  readonly membersApart: readonly string[];
  /** Files in such folders that bring the subfolders together: they may import those, which may not import them. */
  readonly collects?: readonly string[];
  /** Folders that may import Node's modules statically; all others run in browsers. */
  readonly node: readonly string[];
  /** Other packages whose code is put into this one: sources may import them as they may what package.json depends on. */
  readonly bundled: readonly string[];
}

/** Says, one line each, what is wrong with the imports of `files`. */
export function violations(files: Files, table: Layers, packages: readonly string[]): string[] {
  const found: string[] = [];
  const loads = new Map<string, string[]>();
  for (const [path, text] of files) {
    const unit = unitOf(path);
    if (unit !== table.entry && rowOf(table, unit) < 0) {
      found.push(`${path}: the folder ${unit} is not in layers.json`);
      continue;
    }
    for (const each of importsOf(path, text)) {
      const problem = check(path, each, files, table, packages);
      if (problem) found.push(`${path}:${each.line}: ${problem}`);
      if (each.from?.startsWith('.'))
        loads.set(path, [...(loads.get(path) ?? []), resolveImport(path, each.from)]);
    }
  }
  return [...found, ...cycles(loads)];
}

/** `src/array/x.ts` → array, `src/errors.ts` → errors, `lab/main.ts` → lab. */
function unitOf(path: string): string {
  const [top, second] = path.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top;
}

const rowOf = (table: Layers, unit: string): number => table.layers.findIndex(row => row.includes(unit));

function check(
  path: string,
  { kind, from }: Import,
  files: Files,
  table: Layers,
  packages: readonly string[],
): string | undefined {
  if (from === undefined) return 'import() of something that is not a literal cannot be checked';
  if (from.startsWith('.')) return checkFile(path, resolveImport(path, from), from, files, table);
  const unit = unitOf(path);
  if (from.startsWith('node:'))
    return kind === 'static' && !table.node.includes(unit)
      ? `static import of ${from}; only ${table.node.join(' and ')} may, elsewhere a browser would fail: use await import()`
      : undefined;
  const name = from
    .split('/')
    .slice(0, from.startsWith('@') ? 2 : 1)
    .join('/');
  if (builtinModules.includes(name)) return `import of ${from}; write node:${from}`;
  if (name === 'concordat' && !path.startsWith('src/')) return undefined;
  return packages.includes(name)
    ? undefined
    : `import of ${from}, which is neither in package.json's dependencies nor bundled (layers.json)`;
}

function checkFile(
  path: string,
  target: string,
  from: string,
  files: Files,
  table: Layers,
): string | undefined {
  if (!files.has(target)) return `import of ${from}: there is no file ${target}`;
  const [unit, other] = [unitOf(path), unitOf(target)];
  if (unit === table.entry) return undefined;
  if (other === table.entry && table.overEntry?.includes(unit)) return undefined;
  if (other === table.entry)
    return `${unit} imports the package's entry ${target}; import the file that has it`;
  if (unit !== other)
    return rowOf(table, other) < rowOf(table, unit)
      ? undefined
      : `${unit} may not import ${other} (${target}), which does not stand below it`;
  if (!table.membersApart.includes(unit)) return undefined;
  const [member, otherMember] = [memberOf(path), memberOf(target)];
  const [gathers, gathered] = [path, target].map(
    each => each === `src/${unit}/index.ts` || table.collects?.includes(each),
  );
  if (gathered && !gathers)
    return `${member ?? 'a shared file'} of ${unit} may not import ${target}, which stands above the folders of ${unit}`;
  if (otherMember === undefined || member === otherMember || gathers) return undefined;
  return `${member ?? 'a shared file'} of ${unit} may not import ${otherMember} (${target}); share a file in src/${unit}`;
}

const memberOf = (path: string): string | undefined => {
  const parts = path.split('/');
  return parts.length > 3 ? parts[2] : undefined;
};

/** Each cycle once, as `a → b → a`. */
function cycles(loads: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) found.push(`cycle: ${[...trail.slice(start), path].join(' → ')}`);
    if (start >= 0 || done.has(path)) return;
    for (const next of loads.get(path) ?? []) visit(next, [...trail, path]);
    done.add(path);
  };
  for (const path of loads.keys()) visit(path, []);
  return found;
}
