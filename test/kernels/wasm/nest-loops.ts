/** Loops of generated nests, and how inputs are reached from their counters. */
import { sizeOf } from '../../../src/extents.ts';
import type { RealDType } from '../../../src/kernels/dtype.ts';
import type { Scalar } from '../../../src/kernels/expression.ts';
import type { Random } from '../../random.ts';
import { fill } from '../../runners/values.ts';

export interface Loops {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
}

/** What a family of nests looks like: see `drawLoops`. */
export const styles = [
  'any',
  'pointwise',
  'convolution',
  'channels',
  'taps',
  'folds',
  'across',
  'rows',
] as const;
export type Style = (typeof styles)[number];

/** Around one, two, three and four vectors, and past them. */
const extents = [0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17, 31, 33, 64, 100];
const rowExtents = extents.filter(extent => extent >= 7);

const sized = (random: Random, from: number, to: number, low: number, high: number) =>
  Array.from({ length: random.integer(from, to) }, () => random.integer(low, high));

function drawAny(random: Random, folds: boolean): Loops {
  for (;;) {
    const list = (most: number) =>
      Array.from({ length: random.integer(0, most) }, () =>
        random.chance(0.03) ? 0 : random.pick(extents.slice(1, random.chance(0.5) ? 6 : undefined)),
      );
    const loops = { shape: list(4), reduction: folds ? list(3) : [] };
    if (sizeOf([...loops.shape, ...loops.reduction]) <= 4000) return loops;
  }
}

/**
 * `any`: up to four output and three reduction axes. `convolution`: a window over up to two axes. `channels`: the same
 * under a sum over channels. `taps`: more taps than are written out. `folds`: few results of very many elements.
 * `across`: long rows that mostly read inputs across. `rows`: folds over rows, into long rows.
 */
export function drawLoops(random: Random, style: Style): Loops {
  const { integer, pick } = random;
  if (style === 'across')
    return {
      shape: [...sized(random, 0, 1, 1, 3), integer(1, 19), pick([5, 100, 256, 257, 259, 300, 513, 600])],
      reduction: [],
    };
  if (style === 'rows')
    return {
      shape: [...sized(random, 0, 1, 1, 3), pick([16, 19, 33, 130, 2048, 2051, 4099])],
      reduction: [pick([16, 17, 24, 40]), ...sized(random, 0, 1, 1, 2)],
    };
  if (style === 'any' || style === 'pointwise') return drawAny(random, style === 'any');
  const rows = random.chance(0.6) ? [integer(1, 9), pick(rowExtents)] : [pick(rowExtents)];
  const window = (most: number) => rows.map(() => integer(1, most));
  if (style === 'convolution')
    return { shape: [...sized(random, 0, 1, 1, 3), ...rows], reduction: window(9) };
  if (style === 'channels')
    return {
      shape: [...sized(random, 0, 1, 1, 2), integer(1, 5), ...rows.map(extent => Math.min(extent, 17))],
      reduction: [integer(1, 5), ...window(3)],
    };
  if (style === 'taps') {
    const reduction =
      rows.length === 1
        ? [pick([15, 31, 129, 150])]
        : pick([
            [15, 9],
            [1, 15],
            [31, 5],
          ]);
    return { shape: rows.map(extent => Math.min(extent, 33)), reduction };
  }
  const reduction = pick([
    [131072],
    [131101],
    [200_003],
    [2, 131_103],
    [7, 211, 97],
    [70_001, 2],
    [3, 5, 10007],
  ]);
  return { shape: sized(random, 0, 2, 1, 2), reduction };
}

/** One dimension of an input: a linear form of the counters, looked up in a table or not, times a stride. */
interface Part {
  readonly coefficients: readonly number[];
  readonly places: number;
  readonly table: boolean;
}

/** An input without its memory and without the entries of its tables. */
export interface AccessSketch {
  readonly dtype: RealDType;
  readonly strides: readonly number[];
  readonly gathers: readonly { coefficients: readonly number[]; stride: number; places: number }[];
  readonly fill: Scalar;
  /** Whether it may move along the reduction. */
  readonly inside: boolean;
}

/** Pairs output axes with reduction axes as a convolution does, leaves axes out, turns them round. */
function drawParts(random: Random, { shape, reduction }: Loops, style: Style, inside: boolean): Part[] {
  const { chance, pick, integer } = random;
  const count = shape.length + reduction.length;
  const all = [...shape, ...reduction];
  const like = style === 'any' || style === 'pointwise' ? 0.5 : style === 'rows' ? 0.05 : 0.9;
  const left = inside ? reduction.map((_, k) => shape.length + k) : [];
  const kernel = inside && !['any', 'folds', 'rows'].includes(style) && chance(0.4);
  const plain = ['across', 'rows'].includes(style) && chance(0.9);
  const table = !plain && chance(0.5);
  const parts: Part[] = [];
  const add = (coefficients: readonly number[]) => {
    const reach = coefficients.reduce((sum, c, axis) => sum + Math.abs(c) * Math.max(0, all[axis] - 1), 1);
    const places = chance(0.7) ? Math.max(1, reach - integer(0, 4)) : integer(1, Math.min(40, 2 * reach));
    parts.push({ coefficients, places, table: table && chance(0.7) });
  };
  for (let axis = 0; axis < shape.length; axis++) {
    if (chance(kernel ? 0.9 : 1.05 - like) && (kernel || chance(plain ? 0.1 : 0.3))) continue;
    const coefficients = new Array<number>(count).fill(0);
    coefficients[axis] = plain ? 1 : pick([1, 1, 1, 1, 2, 3, -1]);
    // The last reduction axes belong to the last output axes.
    const partner = count - shape.length + axis;
    const tap = chance(0.8) ? left.indexOf(partner) : left.length - 1;
    if (!kernel && tap >= 0 && chance(like)) coefficients[left.splice(tap, 1)[0]] = pick([1, 1, 1, 2, 3, -1]);
    else if (axis > 0 && chance(0.08)) coefficients[axis - 1] = pick([1, -1, 2]);
    add(coefficients);
  }
  const outer = parts.length;
  for (const axis of left) {
    if (!chance(kernel ? 0.95 : 0.75)) continue;
    add(Array.from({ length: count }, (_, k) => (k === axis ? pick([1, 1, 1, -1, 2]) : 0)));
  }
  if (style === 'rows') parts.unshift(...parts.splice(outer));
  return parts;
}

export function drawAccess(
  random: Random,
  loops: Loops,
  style: Style,
  dtype: RealDType,
  inside: boolean,
): AccessSketch {
  const { chance, pick, integer } = random;
  const all = [...loops.shape, ...loops.reduction];
  const parts = drawParts(random, loops, style, inside);
  const strides = all.map(() => 0);
  const gathers: { coefficients: readonly number[]; stride: number; places: number }[] = [];
  let step = chance(0.85) ? 1 : pick([2, 3]);
  const order = chance(style === 'across' ? 0.2 : 0.75)
    ? parts.reverse()
    : parts.sort(() => random.next() - 0.5);
  for (const { coefficients, places, table } of order) {
    const stride = (chance(0.15) ? -1 : 1) * (chance(0.05) ? integer(0, 2) : step);
    if (table) gathers.push({ coefficients, stride, places });
    else for (const [axis, c] of coefficients.entries()) strides[axis] += c * stride;
    step *= places + (chance(0.3) ? 1 : 0);
  }
  return { dtype, strides, gathers, fill: fill(dtype, 1, 'special', random)[0], inside };
}

/** The entries of a table over `length` entries: an extension of `places`, or places at random. */
export function drawTable(random: Random, length: number, places: number): Int32Array {
  const { chance, integer, pick } = random;
  const start = chance(0.7) ? Math.floor((length - places) / 2) + integer(-1, 1) : integer(0, length);
  const wrap = (entry: number, period: number) => ((entry % period) + period) % period;
  const kind = pick([
    'constant',
    'constant',
    'nearest',
    'periodic',
    'mirror',
    'random',
    'holes',
    'middle',
    'none',
  ]);
  return Int32Array.from({ length }, (_, k) => {
    const entry = k - start;
    if (kind === 'nearest') return Math.min(places - 1, Math.max(0, entry));
    if (kind === 'periodic') return wrap(entry, places);
    if (kind === 'mirror') return Math.min(wrap(entry, 2 * places), 2 * places - 1 - wrap(entry, 2 * places));
    if (kind === 'random') return integer(0, places - 1);
    if (kind === 'holes') return integer(-1, places - 1);
    if (kind === 'none') return -1;
    if (kind === 'middle' && Math.abs(k - length / 2) < 2) return -1;
    return entry >= 0 && entry < places ? entry : -1;
  });
}
