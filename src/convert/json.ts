/**
 * Arrays as JSON, without loss. JSON has no NaN, no infinities, no −0 and no 64-bit integers: they are written as text,
 * and complex numbers as pairs.
 */
import { show } from '../errors.ts';
import {
  type Complex,
  type DType,
  dtypes,
  isBigInt,
  isComplex,
  type RealDType,
  type TypedArray,
} from '../kernels/dtype.ts';
import type { ScalarLike } from '../views/scalar.ts';
import type { RefuseValue } from './nested.ts';

/** A real number, or what JSON cannot say as text: `'NaN'`, `'Infinity'`, `'-Infinity'`, `'-0'`, a 64-bit integer. */
export type JSONNumber = number | string | boolean;

/** One element: a number, or `[re, im]`. */
export type JSONElement = JSONNumber | readonly [re: JSONNumber, im: JSONNumber];

/** What `JSON.stringify` writes of an array, and `array` makes the same array of. */
export interface ArrayJSON<D extends DType = DType> {
  /** The element type. */
  readonly dtype: D;
  /** The extents of the axes. */
  readonly shape: readonly number[];
  /** The elements in row-major order. */
  readonly data: readonly JSONElement[];
}

const special: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);

function written(x: number | bigint): number | string {
  if (typeof x === 'bigint') return String(x);
  return Object.is(x, -0) ? '-0' : Number.isFinite(x) ? x : String(x);
}

/** Row-major elements (complex ones as re, im pairs) as JSON can hold them. */
export function jsonElements(flat: TypedArray, dtype: DType): JSONElement[] {
  if (dtype === 'bool') return Array.from(flat as Uint8Array, Boolean);
  if (!isComplex(dtype)) return Array.from(flat as Float64Array, written);
  return Array.from({ length: flat.length / 2 }, (_, k) => [written(flat[2 * k]), written(flat[2 * k + 1])]);
}

/** One number of a real type; `fail` is told of text that is none. */
function realOf(item: unknown, dtype: RealDType, fail: RefuseValue): ScalarLike {
  if (typeof item !== 'string') return item as ScalarLike;
  if (isBigInt(dtype)) {
    const value = /^-?\d{1,20}$/.test(item) ? BigInt(item) : null;
    const kept =
      value !== null && (dtype === 'int64' ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value)) === value;
    return kept ? value : fail(`has ${show(item)} where an ${dtype} belongs`);
  }
  const value = dtypes[dtype].kind === 'f' ? special.get(item) : undefined;
  return value ?? fail(`has ${show(item)} where a number of ${dtype} belongs`);
}

/** The elements of a list as numbers: what `jsonElements` wrote, and numbers as they are. */
export function listedElements(list: readonly unknown[], dtype: DType, fail: RefuseValue): ScalarLike[] {
  if (!isComplex(dtype)) return Array.from(list, item => realOf(item, dtype as RealDType, fail));
  const part = (item: unknown) => Number(realOf(item, dtypes[dtype].component, fail));
  const isPart = (item: unknown) => typeof item === 'number' || typeof item === 'string';
  return Array.from(list, (item): ScalarLike => {
    if (!Array.isArray(item)) return typeof item === 'string' ? part(item) : (item as ScalarLike);
    if (item.length !== 2 || !item.every(isPart))
      fail(`has ${show(item)} where a number of ${dtype} belongs; a complex number is a pair [re, im]`);
    return { re: part(item[0]), im: part(item[1]) } satisfies Complex;
  });
}
