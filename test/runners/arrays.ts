/** Arrays for the cases: shapes around the vector width, and every way to lie in memory. */
import type { NDArray } from 'concordat';
import type { Random } from '../random.ts';
import type { DType, Library } from './library.ts';
import { type Flavour, fill } from './values.ts';

/** Extents up to, at and past one, two and four vectors of four or eight. */
export const extents: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33];

/** A shape of up to `rank` axes; the last is one of `extents`, the others are short. */
export function drawShape(random: Random, rank = 3, least = 0): number[] {
  const axes = random.integer(0, rank);
  return Array.from({ length: axes }, (_, axis) =>
    axis === axes - 1
      ? random.pick(extents.filter(extent => extent >= least))
      : random.integer(random.chance(0.1) ? least : Math.max(1, least), 4),
  );
}

/** How a drawn array is made. */
export interface Drawing {
  readonly flavour?: Flavour;
  /** `own` memory is the library's, `foreign` the caller's; either unless said. */
  readonly memory?: 'own' | 'foreign';
}

/**
 * An array of a shape over memory that may be unaligned, with axes in any order, backwards, with gaps, or stretched
 * with stride 0.
 */
export function drawArray(
  library: Library,
  random: Random,
  dtype: DType,
  shape: readonly number[],
  { flavour = 'plain', memory = random.pick(['own', 'foreign']) }: Drawing = {},
): NDArray {
  const plain = random.chance(0.4);
  const order = shape.map((_, axis) => axis);
  if (!plain) order.sort(() => random.next() - 0.5);
  const strides = shape.map(() => 0);
  let step = plain ? 1 : random.pick([1, 1, 2]);
  let offset = plain ? 0 : random.integer(0, 3);
  for (const axis of plain ? order.reverse() : order) {
    if (!plain && random.chance(0.1)) continue;
    const backwards = !plain && random.chance(0.25);
    strides[axis] = backwards ? -step : step;
    if (backwards) offset += step * Math.max(0, shape[axis] - 1);
    step *= Math.max(1, shape[axis]) + (!plain && random.chance(0.2) ? 1 : 0);
  }
  const data = fill(dtype, offset + step + 1, flavour, random, random.pick([0, 0, 1, 3]));
  if (memory === 'foreign') return library.array({ data, dtype, shape, strides, offset });
  // The same view, over memory that the library allocated: a copy, then views of it.
  const whole = library.concatenate([library.array({ data, dtype, shape, strides, offset })].map(atLeast1d));
  return viewed(library, random, library.reshape(whole, shape));

  function atLeast1d(x: NDArray): NDArray {
    return x.ndim === 0 ? library.reshape(x, [1]) : x;
  }
}

/** The same shape, seen backwards or stretched, without another copy. */
function viewed(library: Library, random: Random, x: NDArray): NDArray {
  if (x.ndim === 0 || random.chance(0.5)) return x;
  const axis = random.integer(0, x.ndim - 1);
  if (random.chance(0.5) || x.shape[axis] === 0) return library.flip(x, { axis });
  const one = x.shape.map((_, each) => (each === axis ? ([0, 1] as const) : null));
  return library.broadcastTo(library.slice(x, ...one), x.shape);
}

/** What an array is, in words: type, shape, how it lies, and its first numbers. */
export function describe(x: NDArray): string {
  const values = Array.from(x.toTypedArray() as Float64Array, String);
  const shown = values.length > 12 ? [...values.slice(0, 12), '…'] : values;
  const layout = x.isContiguous && x.offset === 0 ? '' : ` strides [${x.strides}] offset ${x.offset}`;
  return `${x.dtype} [${x.shape}]${layout} {${shown.join(' ')}}`;
}

/** A call in words: arrays described, everything else as JSON. */
export function callText(name: string, ...given: unknown[]): string {
  const texts = given.map(each =>
    each !== null && typeof each === 'object' && 'dtype' in each
      ? describe(each as NDArray)
      : Array.isArray(each) && each.some(item => item?.dtype)
        ? `[${each.map(describe).join(', ')}]`
        : JSON.stringify(each, (_, value) => (typeof value === 'bigint' ? `${value}n` : value)),
  );
  return `${name}(${texts.filter(text => text !== undefined).join(', ')})`;
}
