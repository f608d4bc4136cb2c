/** Compares two arrays within a tolerance and says where and by how much they differ. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkOptions, showShape } from '../errors.ts';
import { pass } from '../gate/operation.ts';
import type { Operation } from '../gate/record.ts';
import { isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import * as v from '../kernels/value.ts';
import { computation, everyAxis } from '../views/computation.ts';
import { elementAt, onlyElement } from '../views/elements.ts';
import { applyRow } from '../views/elementwise.ts';
import { firstPlaces } from '../views/places.ts';
import { elementwiseRows, selectValue } from '../views/rows.ts';
import { scalarParts } from '../views/scalar.ts';
import { countOf, fromElements, memoryOf, type View } from '../views/view.ts';

/** One place at which two arrays differ. */
export interface Difference {
  /** Its place, one index an axis. */
  index: number[];
  /** The element of a there. */
  a: unknown;
  /** The element of b there. */
  b: unknown;
}

/** What `allClose` found. */
export interface ClosenessReport {
  /** Whether shapes are equal and all elements within tolerance. */
  equal: boolean;
  /** Elements that are not within tolerance; all of them when shapes differ. */
  count: number;
  /** How many elements there are. */
  size: number;
  /** The largest |a − b|; NaN where one is NaN and the other not, or shapes differ. */
  maxAbsError: number;
  /** The largest |a − b| ÷ |b|. */
  maxRelativeError: number;
  /** The first few places that differ. */
  first: Difference[];
  /** One line for people. */
  text: string;
}

/** Options of `allClose`; the defaults are NumPy's. */
export interface ClosenessOptions {
  /** Relative tolerance, 1e-5. */
  rtol?: number;
  /** Absolute tolerance, 1e-8. */
  atol?: number;
  /** Whether NaN equals NaN; false. */
  equalNaN?: boolean;
}

/** Places that a report lists. */
const LISTED = 5;

/**
 * Whether |a − b| ≤ atol + rtol·|b| everywhere, with a report of where and how much not. It takes one pass over both
 * arrays and no memory of their size.
 *
 * @example
 * import { allClose } from 'concordat';
 * allClose([1, 2], [1, 2.5]).equal; // => false
 * allClose([1, 2], [1, 2.5]).maxAbsError; // => 0.5
 */
export function allClose(a: ArrayLike, b: ArrayLike, options: ClosenessOptions = {}): ClosenessReport {
  checkOptions('allClose', options, ['rtol', 'atol', 'equalNaN']);
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options;
  const [first, second] = [asView(a, 'allClose', 'a'), asView(b, 'allClose', 'b')];
  const size = countOf(first);
  const shapes = `${showShape(first.shape)} and ${showShape(second.shape)}`;
  if (showShape(first.shape) !== showShape(second.shape))
    return {
      equal: false,
      count: size,
      size,
      maxAbsError: NaN,
      maxRelativeError: NaN,
      first: [],
      text: `shapes ${shapes} differ`,
    };
  return report(first, second, [rtol, atol], equalNaN);
}

/** A tolerance as an array, which one kernel reads whatever its value is. */
const tolerance = (value: unknown, argument: string): View =>
  fromElements('float64', Float64Array.of(Number(scalarParts(value, 'allClose', argument).re)), []);

const folded = computation<boolean>((equalNaN, ...values) => {
  const { error, relative, far } = differenceOf(values, equalNaN);
  return [
    v.sum(v.castValue(far, 'float64')),
    v.realValue(e.reduce('maximum', error.re)),
    v.realValue(e.reduce('maximum', relative.re)),
  ];
});

const firstFar = firstPlaces<boolean>((equalNaN, ...values) => differenceOf(values, equalNaN).far);

/** How many elements differ, by how much at most, and by what part of the second. */
const foldOperation: Operation<{ equalNaN: boolean }, readonly View[]> = {
  name: 'allClose',
  run: (arrays, { equalNaN }) => folded(equalNaN, arrays, { axes: everyAxis(arrays[0]) }),
};

/** The report on two arrays of one shape. */
function report(
  first: View,
  second: View,
  [rtol, atol]: readonly unknown[],
  equalNaN: boolean,
): ClosenessReport {
  const size = countOf(first);
  const arrays = [first, second, tolerance(rtol, 'rtol'), tolerance(atol, 'atol')];
  const [count, maxAbsError, maxRelativeError] =
    size === 0
      ? [0, 0, 0]
      : pass(foldOperation, arrays, { equalNaN }).map(number => onlyElement(number) as number);
  const places = count === 0 ? [] : firstFar(equalNaN, arrays, LISTED);
  const found = places.map(index => ({
    index,
    a: elementOf(first, index),
    b: elementOf(second, index),
  }));
  const text =
    count === 0
      ? `equal within tolerance (largest difference ${maxAbsError})`
      : `${count} of ${size} elements differ, by up to ${maxAbsError}; first at [${found[0].index.join(', ')}]`;
  return { equal: count === 0, count, size, maxAbsError, maxRelativeError, first: found, text };
}

/** What two elements differ by: |a − b|, |a − b| ÷ |b|, and whether that is too far. */
function differenceOf([a, b, rtol, atol]: readonly v.Value[], equalNaN: boolean) {
  const row = (name: keyof typeof elementwiseRows, ...values: v.Value[]) =>
    applyRow(name, elementwiseRows[name], values);
  const wide = (x: v.Value) => v.castValue(x, isComplex(x.dtype) ? 'complex128' : 'float64');
  const zero = v.constantValue(0, 'float64');
  const scale = row('abs', wide(b));
  const bothNaN = row('logicalAnd', row('isNaN', a), row('isNaN', b));
  const same = equalNaN ? row('logicalOr', row('equal', a, b), bothNaN) : row('equal', a, b);
  // Equal infinities would leave NaN as their difference.
  const error = selectValue(same, zero, row('abs', row('subtract', wide(a), wide(b))));
  const limit = row('add', row('multiply', scale, rtol), atol);
  const within = row('logicalAnd', row('lessEqual', error, limit), row('isFinite', b));
  return {
    error,
    relative: selectValue(same, zero, row('divide', error, scale)),
    far: row('logicalNot', row('logicalOr', same, within)),
  };
}

/** The element at an index. */
const elementOf = (x: View, index: readonly number[]): unknown =>
  elementAt(
    memoryOf(x),
    index.reduce((place, step, axis) => place + step * x.strides[axis], x.offset),
    x.dtype,
  );
