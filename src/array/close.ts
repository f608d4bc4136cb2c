/** Compares two arrays within a tolerance and says where and by how much they differ. */
import { checkOptions, showShape } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import { scope } from '../runtime/scope.ts';
import { abs, add, divide, multiply, subtract } from './arithmetic.ts';
import { equal, isFinite, isNaN, lessEqual, logicalAnd, logicalNot, logicalOr, where } from './comparison.ts';
import { type ArrayLike, asArray, astype } from './convert.ts';
import { elementAt, type NDArray } from './ndarray.ts';
import { max, sum } from './reduce.ts';

/** One place at which two arrays differ. */
export interface Difference {
  index: number[];
  a: unknown;
  b: unknown;
}

/** What `allClose` found. */
export interface ClosenessReport {
  /** Whether shapes are equal and all elements within tolerance. */
  equal: boolean;
  /** Elements that are not within tolerance; all of them when shapes differ. */
  count: number;
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

/**
 * Whether |a − b| ≤ atol + rtol·|b| everywhere, with a report of where and how much not.
 *
 * @example
 * import { allClose } from 'concordat';
 * allClose([1, 2], [1, 2.5]).equal; // => false
 * allClose([1, 2], [1, 2.5]).maxAbsError; // => 0.5
 */
export function allClose(a: ArrayLike, b: ArrayLike, options: ClosenessOptions = {}): ClosenessReport {
  checkOptions('allClose', options, ['rtol', 'atol', 'equalNaN']);
  const { rtol = 1e-5, atol = 1e-8, equalNaN = false } = options;
  const [first, second] = [asArray(a, 'allClose', 'a'), asArray(b, 'allClose', 'b')];
  const size = first.size;
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
  return scope(() => report(first, second, { rtol, atol, equalNaN }));
}

/** The report on two arrays of one shape. */
function report(
  first: NDArray,
  second: NDArray,
  { rtol, atol, equalNaN }: Required<ClosenessOptions>,
): ClosenessReport {
  const { size } = first;
  const wide = (x: NDArray) => astype(x, isComplex(x.dtype) ? 'complex128' : 'float64');
  const scale = abs(wide(second));
  const bothNaN = logicalAnd(isNaN(first), isNaN(second));
  const same = equalNaN ? logicalOr(equal(first, second), bothNaN) : equal(first, second);
  // Equal infinities would leave NaN as their difference.
  const error = where(same, 0, abs(subtract(wide(first), wide(second))));
  const within = logicalAnd(lessEqual(error, add(multiply(scale, rtol), atol)), isFinite(second));
  const far = logicalNot(logicalOr(same, within));
  const largest = (x: NDArray) => (size === 0 ? 0 : max(x).item<number>());
  const count = Number(sum(far).item());
  const maxAbsError = largest(error);
  const maxRelativeError = largest(where(same, 0, divide(error, scale)));
  const places: number[] = [];
  const flags = far.toTypedArray() as Uint8Array;
  for (let at = flags.indexOf(1); at >= 0 && places.length < 5; at = flags.indexOf(1, at + 1))
    places.push(at);
  const [x, y] = places.length ? [first.toTypedArray(), second.toTypedArray()] : [];
  const found = places.map(place => ({
    index: unravel(place, first.shape),
    a: elementAt(x!, place, first.dtype),
    b: elementAt(y!, place, second.dtype),
  }));
  const text =
    count === 0
      ? `equal within tolerance (largest difference ${maxAbsError})`
      : `${count} of ${size} elements differ, by up to ${maxAbsError}; first at [${found[0].index.join(', ')}]`;
  return { equal: count === 0, count, size, maxAbsError, maxRelativeError, first: found, text };
}

/** The index of element `place`, counted in row-major order. */
export function unravel(place: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = place % shape[axis];
    place = Math.floor(place / shape[axis]);
  }
  return index;
}
