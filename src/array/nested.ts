/** Nested JavaScript arrays as NDArrays. */
import { show } from '../errors.ts';
import {
  type DType,
  isBigInt,
  isComplex,
  resultType,
  type TypedArray,
  type TypedArrayOf,
} from '../kernels/dtype.ts';
import { castTo } from './cast.ts';
import { memoryType } from './memory.ts';
import { fromElements, NDArray } from './ndarray.ts';
import { isComplexLiteral, isScalar, type ScalarLike } from './scalar.ts';

/** Nested arrays of elements, all rows of one length; arrays may stand for rows. */
export type Nested = readonly (ScalarLike | Nested | TypedArray | NDArray)[];

/** Throws an error about the value that is being converted. */
export type Fail = (what: string, fields?: Record<string, unknown>) => never;

/** Rows within rows; NumPy's limit is 32. A list that holds itself would have no end. */
const MAX_DEPTH = 32;

/** The array that nested rows describe. */
export function fromNested(value: ScalarLike | Nested, fail: Fail, dtype?: DType): NDArray {
  const types = new Set<DType | 'plain'>();
  const rows = openArrays(value, types, 0);
  const shape: number[] = [];
  for (let level: unknown = rows; isRow(level); level = level[0]) {
    shape.push(level.length);
    if (shape.length > MAX_DEPTH) fail(`has more than ${MAX_DEPTH} axes`);
    if (level.length === 0) break;
  }
  const flat: ScalarLike[] = [];
  const collect = (item: unknown, axis: number, path: number[]): void => {
    if (axis === shape.length) {
      if (isScalar(item)) flat.push(item);
      else fail(`has ${show(item)} at [${path.join(', ')}], where a number belongs`, { at: path });
    } else if (!isRow(item) || item.length !== shape[axis]) {
      const found = isRow(item) ? `${item.length} elements` : show(item);
      fail(
        `is ragged: [${path.join(', ')}] is ${found}, but the first row at that depth has ${shape[axis]}`,
        {
          at: path,
          expected: shape[axis],
        },
      );
    } else for (let i = 0; i < item.length; i++) collect(item[i], axis + 1, [...path, i]);
  };
  collect(rows, 0, []);
  // A value that a BigInt array cannot take is converted on the way in; everything else by `astype` afterwards.
  const natural = naturalType(flat, fail);
  const kept =
    dtype !== undefined && isBigInt(dtype) && !flat.every(x => Number.isInteger(x)) ? natural : dtype;
  const target = kept !== undefined && !isComplex(natural) && isBigInt(kept) ? kept : natural;
  const made = fromElements(target, memoryOf(flat, target), shape);
  // Rows that are arrays themselves keep their element type, as NumPy's `array` of arrays does.
  return types.size > 0 && !types.has('plain') ? castTo(made, resultType(...(types as Set<DType>))) : made;
}

/** Whether an array or typed memory stands somewhere among the rows of a list. */
export const holdsArrays = (list: readonly unknown[]): boolean =>
  typeof list[0] === 'object' &&
  list.some(
    row =>
      row instanceof NDArray || memoryType(row) !== undefined || (Array.isArray(row) && holdsArrays(row)),
  );

/** Whether a value is a row of elements. */
export const isRow = (value: unknown): value is ScalarLike[] =>
  Array.isArray(value) || memoryType(value) !== undefined;

function naturalType(flat: readonly ScalarLike[], fail: Fail): DType {
  if (flat.some(isComplexLiteral)) return 'complex128';
  if (flat.length > 0 && flat.every(x => typeof x === 'boolean')) return 'bool';
  if (flat.length === 0 || !flat.every(x => typeof x === 'bigint' || typeof x === 'boolean'))
    return 'float64';
  const fits = (bits: (count: number, x: bigint) => bigint) =>
    flat.every(x => typeof x === 'boolean' || bits(64, x as bigint) === x);
  if (fits(BigInt.asIntN)) return 'int64';
  return fits(BigInt.asUintN) ? 'uint64' : fail('has whole numbers that fit neither int64 nor uint64');
}

function memoryOf(flat: readonly ScalarLike[], dtype: DType): TypedArrayOf<DType> {
  if (isComplex(dtype))
    return Float64Array.from(flat.flatMap(x => (isComplexLiteral(x) ? [x.re, x.im] : [Number(x), 0])));
  if (isBigInt(dtype)) {
    const memory = dtype === 'int64' ? new BigInt64Array(flat.length) : new BigUint64Array(flat.length);
    flat.forEach((x, index) => {
      memory[index] = BigInt(x as number);
    });
    return memory;
  }
  return dtype === 'bool' ? Uint8Array.from(flat, Number) : Float64Array.from(flat, Number);
}

/** The rows with arrays among them opened into nested lists, and the element types that rows bring along. */
function openArrays(value: unknown, types: Set<DType | 'plain'>, depth: number): unknown {
  if (value instanceof NDArray) {
    types.add(value.dtype);
    return value.toArray();
  }
  const memory = memoryType(value);
  if (memory !== undefined) types.add(memory);
  else if (!Array.isArray(value) || typeof value[0] !== 'object') types.add('plain');
  else if (depth <= MAX_DEPTH) return value.map(row => openArrays(row, types, depth + 1));
  return value;
}
