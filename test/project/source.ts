/** Reads the project's own files: lists them, parses them, and says what they import. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

/** The folder of the project, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Texts by path; a path is relative to the project and has forward slashes. */
export type Files = ReadonlyMap<string, string>;

/** The files under `folder` whose names end in `ending`, sorted by path; none when there is no such folder. */
export function readFiles(folder: string, ending: string): Map<string, string> {
  const absolute = join(root, folder);
  if (!statSync(absolute, { throwIfNoEntry: false })?.isDirectory()) return new Map();
  const paths = readdirSync(absolute, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(ending))
    .map(entry => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
  return new Map(paths.map(path => [path, readFileSync(join(root, path), 'utf8')]));
}

/** A node of a syntax tree, as far as these checks look at it. */
export interface Syntax {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  // biome-ignore lint/suspicious/noExplicitAny: the checks read a few fields of many kinds of node.
  readonly [field: string]: any;
}

/** A comment: its text without the marks, and where it stands. */
export interface Comment {
  readonly type: 'Block' | 'Line';
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** Statements and comments of a text in TypeScript. Throws when it does not parse. */
export function parse(path: string, text: string): { body: Syntax[]; comments: Comment[] } {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`);
  return { body: program.body as unknown as Syntax[], comments };
}

/** `node` and everything under it. */
export function* descendants(node: unknown): Generator<Syntax> {
  if (Array.isArray(node)) for (const item of node) yield* descendants(item);
  else if (node !== null && typeof node === 'object') {
    if ('type' in node && typeof node.type === 'string') yield node as Syntax;
    for (const value of Object.values(node)) yield* descendants(value);
  }
}

/** The line of a place in a text, counted from 1. */
export const lineAt = (text: string, place: number): number => text.slice(0, place).split('\n').length;

/** One import: `type` leaves no trace at run time, `dynamic` loads when it is reached. */
export interface Import {
  readonly kind: 'static' | 'type' | 'dynamic';
  /** The name as written; undefined when it is not a literal. */
  readonly from: string | undefined;
  readonly line: number;
}

/** Everything that a file imports or re-exports. */
export function importsOf(path: string, text: string): Import[] {
  const { body } = parse(path, text);
  const imports: Import[] = [];
  for (const node of descendants(body)) {
    const add = (kind: Import['kind'], source: Syntax) =>
      imports.push({ kind, from: literal(source), line: lineAt(text, node.start) });
    // `import { type A } from` still loads the module; only `import type` does not.
    if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && node.source)
      add((node.importKind ?? node.exportKind) === 'type' ? 'type' : 'static', node.source);
    else if (node.type === 'TSImportType') add('type', node.source);
    else if (node.type === 'ImportExpression') add('dynamic', node.source);
  }
  return imports;
}

/** A string, also one in backticks. */
function literal(node: Syntax): string | undefined {
  if (node.type === 'TemplateLiteral' && node.quasis.length === 1) return node.quasis[0].value.cooked;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** The path that a relative import in `path` names. */
export const resolveImport = (path: string, from: string): string => posix.join(posix.dirname(path), from);
