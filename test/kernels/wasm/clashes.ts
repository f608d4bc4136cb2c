/** Holds the code of kernels to their keys: what has one key must have the same bytes. */
import type { CodeShape } from '../../../src/kernels/wasm/code/code-shape.ts';
import { compile } from '../../../src/kernels/wasm/index.ts';

export const bytesOf = (shape: CodeShape): string =>
  compile(shape, { shared: true, maximum: 65536 }, false).bytes.join();

/**
 * The shapes that have the key of an earlier one and other code, in words: where the two differ. With a key that leaves
 * something out, this is what a kernel is wrong by.
 */
export function clashes(shapes: readonly CodeShape[], keyOf: (shape: CodeShape) => string): string[] {
  const known = new Map<string, { shape: CodeShape; bytes: string }>();
  const found: string[] = [];
  for (const shape of shapes) {
    const key = keyOf(shape);
    const first = known.get(key);
    const bytes = bytesOf(shape);
    if (!first) known.set(key, { shape, bytes });
    else if (first.bytes !== bytes)
      found.push(`one key and two codes: ${differences(first.shape, shape).join(', ') || 'of equal shapes'}`);
  }
  return found;
}

type Path = readonly string[];
const nameOf = (path: Path) => path.join('.');

/** Where two pieces of plain data differ. */
function differences(a: unknown, b: unknown, path: Path = []): string[] {
  if (Object.is(a, b)) return [];
  if (!isObject(a) || !isObject(b)) return [`${nameOf(path)} is ${a} and ${b}`];
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].flatMap(name => differences(a[name], b[name], [...path, name]));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every number, boolean and text of plain data by its path. */
export function leavesOf(value: unknown, path: Path = []): Path[] {
  if (!isObject(value)) return [path];
  return Object.keys(value).flatMap(name => leavesOf(value[name], [...path, name]));
}

/** A copy with what stands at a path changed by a function. */
export function changed<T>(value: T, path: Path, change: (leaf: unknown) => unknown): T {
  if (path.length === 0) return change(value) as T;
  const [name, ...rest] = path;
  const part = changed((value as Record<string, unknown>)[name], rest, change);
  if (Array.isArray(value)) return value.with(Number(name), part) as T;
  return { ...value, [name]: part };
}
