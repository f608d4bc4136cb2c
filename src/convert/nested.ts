/** Nested JavaScript arrays as views. */

import { show, showShape } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import {
  allocate,
  type DType,
  isBigInt,
  isComplex,
  resultType,
  type TypedArray,
  type TypedArrayOf,
} from '../kernels/dtype.ts';
import { MOST_LISTED } from '../limits.ts';
import { castTo } from '../views/cast.ts';
import { elementAt, elementsOf } from '../views/elements.ts';
import { isComplexLiteral, isScalar, type ScalarLike } from '../views/scalar.ts';
import { countOf, fromElements, isView, type View } from '../views/view.ts';
import { memoryType } from './memory.ts';

/** Nested arrays of elements, all rows of one length; arrays may stand for rows. */
export type Nested = readonly (ScalarLike | Nested | TypedArray | View)[];

/** Throws an error about the value that is being converted. */
export type RefuseValue = (what: string, fields?: Record<string, unknown>) => never;

/** Rows within rows; NumPy's limit is 32. A list that holds itself would have no end. */
const MAX_DEPTH = 32;

/** The array that nested rows describe. */
export function fromNested(value: ScalarLike | Nested, fail: RefuseValue, dtype?: DType): View {
  const shape = nestedShape(value, fail);
  const size = sizeOf(shape);
  // A list that holds another one twice, thirty levels deep, takes a few bytes and has a thousand million elements.
  if (size > MOST_LISTED)
    fail(`has ${size} elements in lists, shape ${showShape(shape)}; lists may have up to 2^27`, { shape });
  const kinds = kindsOf(value, shape, fail);
  // A value that a BigInt array cannot take is converted on the way in; everything else by `astype` afterwards.
  const natural = naturalType(kinds, fail);
  const kept = dtype !== undefined && isBigInt(dtype) && !kinds.whole ? natural : dtype;
  const target = kept !== undefined && !isComplex(natural) && isBigInt(kept) ? kept : natural;
  const made = fromElements(target, memoryFor(value, shape, target, fail), shape);
  // Rows that are arrays themselves keep their element type, as NumPy's `array` of arrays does.
  const { types, plain } = kinds;
  return types.size > 0 && !plain ? castTo(made, resultType(...types)) : made;
}

/** The shape of rows, told by the first one at each depth. */
function nestedShape(value: unknown, fail: RefuseValue): number[] {
  const shape: number[] = [];
  let level = value;
  while (isRow(level) || isView(level)) {
    shape.push(...(isView(level) ? level.shape : [level.length]));
    if (shape.length > MAX_DEPTH) fail(`has more than ${MAX_DEPTH} axes`);
    if (isView(level) || level.length === 0) break;
    level = level[0];
  }
  return shape;
}

/** What is told of the elements of rows. */
interface Visitor {
  /** An element, and whether it stands in a list. */
  readonly element: (element: ScalarLike, listed: boolean) => void;
  /** A list without elements. */
  readonly empty?: () => void;
  /** A row that is an array itself, or typed memory. */
  readonly row?: (dtype: DType) => void;
}

/** Visits the elements of rows in order; fails where rows do not have the shape. */
function eachElement(value: unknown, shape: readonly number[], fail: RefuseValue, visitor: Visitor): void {
  const path: number[] = [];
  const walk = (item: unknown, axis: number, listed: boolean): void => {
    if (isView(item)) {
      visitor.row?.(item.dtype);
      walkArray(item, axis);
    } else if (axis === shape.length) {
      if (isScalar(item)) visitor.element(item, listed);
      else fail(`has ${show(item)} at [${path.join(', ')}], where a number belongs`, { at: [...path] });
    } else if (!isRow(item) || item.length !== shape[axis])
      ragged(isRow(item) ? `${item.length} elements` : show(item), axis);
    else {
      const memory = memoryType(item);
      if (memory !== undefined) visitor.row?.(memory);
      if (item.length === 0) visitor.empty?.();
      for (let i = 0; i < item.length; i++) {
        path.push(i);
        walk(item[i], axis + 1, listed && memory === undefined);
        path.pop();
      }
    }
  };
  const walkArray = (array: View, axis: number): void => {
    const wrong = array.shape.findIndex((extent, k) => extent !== shape[axis + k]);
    if (wrong >= 0 || array.shape.length !== shape.length - axis)
      ragged(`an array of shape ${showShape(array.shape)}`, axis);
    const elements = elementsOf(array);
    for (let k = 0; k < countOf(array); k++) visitor.element(elementAt(elements, k, array.dtype), false);
  };
  const ragged = (found: string, axis: number): never =>
    fail(
      axis < shape.length
        ? `is ragged: [${path.join(', ')}] is ${found}, but the first row at that depth has ${shape[axis]}`
        : `has ${found} at [${path.join(', ')}], where a number belongs`,
      { at: [...path], expected: shape[axis] },
    );
  walk(value, 0, true);
}

/** What decides over the element type of rows. */
interface Kinds {
  readonly count: number;
  readonly complex: boolean;
  /** Whether all are booleans; booleans and bigints; such that int64, or uint64, has them. */
  readonly flags: boolean;
  readonly integers: boolean;
  readonly signed: boolean;
  readonly unsigned: boolean;
  /** Whether all are whole numbers that are no bigints. */
  readonly whole: boolean;
  /** The element types that rows bring along, and whether any row is a list. */
  readonly types: ReadonlySet<DType>;
  readonly plain: boolean;
}

function kindsOf(value: unknown, shape: readonly number[], fail: RefuseValue): Kinds {
  const types = new Set<DType>();
  let [count, complex, plain] = [0, false, false];
  let [flags, integers, signed, unsigned, whole] = [true, true, true, true, true];
  eachElement(value, shape, fail, {
    element: (x, listed) => {
      count++;
      if (listed) plain = true;
      if (!Number.isInteger(x)) whole = false;
      if (typeof x === 'boolean') return;
      flags = false;
      if (typeof x !== 'bigint') {
        integers = false;
        if (typeof x === 'object') complex = true;
        return;
      }
      if (BigInt.asIntN(64, x) !== x) signed = false;
      if (BigInt.asUintN(64, x) !== x) unsigned = false;
    },
    empty: () => {
      plain = true;
    },
    row: dtype => types.add(dtype),
  });
  return { count, complex, flags, integers, signed, unsigned, whole, types, plain };
}

/** Whether an array or typed memory stands somewhere among the rows of a list; a row that stands there often is seen once. */
export const holdsArrays = (list: readonly unknown[], seen = new Set<unknown>()): boolean =>
  typeof list[0] === 'object' &&
  list.some(row => {
    if (!Array.isArray(row)) return isView(row) || memoryType(row) !== undefined;
    if (seen.has(row)) return false;
    seen.add(row);
    return holdsArrays(row, seen);
  });

/** Whether a value is a row of elements. */
export const isRow = (value: unknown): value is ScalarLike[] =>
  Array.isArray(value) || memoryType(value) !== undefined;

function naturalType({ count, complex, flags, integers, signed, unsigned }: Kinds, fail: RefuseValue): DType {
  if (complex) return 'complex128';
  if (count > 0 && flags) return 'bool';
  if (count === 0 || !integers) return 'float64';
  if (signed) return 'int64';
  return unsigned ? 'uint64' : fail('has whole numbers that fit neither int64 nor uint64');
}

/** The elements of rows, in memory of the type. */
function memoryFor(
  value: unknown,
  shape: readonly number[],
  dtype: DType,
  fail: RefuseValue,
): TypedArrayOf<DType> {
  const memory = allocate(dtype, sizeOf(shape)) as unknown as (number | bigint)[];
  const big = isBigInt(dtype);
  let next = 0;
  eachElement(value, shape, fail, {
    element: x => {
      if (!isComplex(dtype)) memory[next++] = big ? BigInt(x as number) : Number(x);
      else {
        memory[next++] = isComplexLiteral(x) ? x.re : Number(x);
        memory[next++] = isComplexLiteral(x) ? x.im : 0;
      }
    },
  });
  return memory as unknown as TypedArrayOf<DType>;
}
