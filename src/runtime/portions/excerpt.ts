/**
 * An *excerpt*: the elements that a portion of a nest reads of an input in ordinary memory, copied without gaps into the
 * heap. What lies outside of the input is in the excerpt as its fill value, and what a table looks up stands in the order
 * of the table's arguments; so code that reads an excerpt needs neither tables nor edges, and the same code serves every
 * portion.
 *
 * An excerpt has axes, the first of which has neighbours one element apart. Strides that are one stretch of memory, or
 * nearly so, make one axis; each table has an axis of its own. Where that would be much more than the points of the loops
 * (places picked by several tables at once), the excerpt holds the element of each point instead.
 */
import type { Look, NormalInput } from '../../kernels/passes/index.ts';
import { evenPitch } from './alignment.ts';
import { costOf, costOfPoints } from './copy-cost.ts';
import { type ReadWindow, windowOf } from './windows.ts';

/** One axis of an excerpt. */
export interface ExcerptAxis {
  readonly count: number;
  /** Elements of the excerpt from one to the next. */
  readonly pitch: number;
  /** Elements of the input from one to the next, or from entry to entry of the table. */
  readonly stride: number;
  /** The dimension whose table is looked up, and its lowest argument; −1: none. */
  readonly dimension: number;
  readonly low: number;
}

/** What an excerpt is like; it is the same for all portions of one size. */
export interface Excerpt {
  /** 'axes': as above; 'points': one element for each point of the loops that move along the input. */
  readonly kind: 'axes' | 'points';
  readonly axes: readonly ExcerptAxis[];
  /** Elements. */
  readonly size: number;
  /** Where the element stands that is read when all counters are zero. */
  readonly base: number;
  /** Steps from there to the first element in the input, along plain strides. */
  readonly first: number;
  /** The input read from the excerpt. */
  readonly input: NormalInput;
  /** About how many elements could be copied in one piece in the time that it takes. */
  readonly cost: number;
}

/** The excerpt of an input for loops of these extents. */
export function excerptOf(
  input: NormalInput,
  looks: readonly Look[],
  extents: readonly number[],
  rank: number,
): Excerpt {
  const windows = input.dimensions.map(({ coefficients }) => windowOf(coefficients, looks, extents, rank));
  const byAxes = excerptByAxes(input, windows);
  if (looks.some(({ at }) => at.some(steps => steps !== 0))) return byAxes;
  const inside = looks.some(look => look.inside);
  const moving = extents.flatMap((extent, axis) =>
    extent > 1 && (axis < rank || inside) && input.dimensions.some(d => d.coefficients[axis] !== 0)
      ? [axis]
      : [],
  );
  const points = moving.reduce((product, axis) => product * extents[axis], 1);
  return costOfPoints(points) < byAxes.cost ? excerptByPoints(input, moving, extents, points) : byAxes;
}

function excerptByPoints(
  input: NormalInput,
  moving: readonly number[],
  extents: readonly number[],
  size: number,
): Excerpt {
  let pitch = size;
  const dimensions = moving.map(axis => {
    pitch /= extents[axis];
    return { coefficients: extents.map((_, k) => Number(k === axis)), start: 0, table: null, stride: pitch };
  });
  return {
    kind: 'points',
    axes: moving.map((axis, k) => ({
      count: extents[axis],
      pitch: dimensions[k].stride,
      stride: axis,
      dimension: -1,
      low: 0,
    })),
    size,
    base: 0,
    first: 0,
    input: { dtype: input.dtype, source: input.source, shift: 0, fill: input.fill, dimensions },
    cost: costOfPoints(size),
  };
}

function excerptByAxes(input: NormalInput, windows: readonly ReadWindow[]): Excerpt {
  const plain = input.dimensions.flatMap(({ table, stride }, k) =>
    !table && stride !== 0 && windows[k].high > windows[k].low ? [{ stride, ...windows[k] }] : [],
  );
  const { levels, row } = levelsOf(plain);
  const unpitched = [
    ...levels.map(level => ({ ...level, dimension: -1, low: 0 })),
    ...input.dimensions.flatMap(({ table, stride }, dimension) =>
      table
        ? [
            {
              stride,
              count: windows[dimension].high - windows[dimension].low + 1,
              dimension,
              low: windows[dimension].low,
            },
          ]
        : [],
    ),
  ].sort((a, b) => Math.abs(a.stride) - Math.abs(b.stride));
  let size = row;
  const axes: ExcerptAxis[] = row > 1 ? [{ count: row, pitch: 1, stride: 1, dimension: -1, low: 0 }] : [];
  for (const axis of unpitched) {
    const pitch = axes.length > 0 ? evenPitch(size, axis.stride, input.dtype) : size;
    axes.push({ ...axis, pitch });
    size = pitch * axis.count;
  }
  const pitches = new Map(axes.flatMap(axis => (axis.dimension < 0 ? [[axis.stride, axis.pitch]] : [])));
  const strideOf = (old: number): number => Math.sign(old) * (pitches.get(Math.abs(old)) ?? Math.abs(old));
  const lowest = (of: (stride: number) => number): number =>
    plain.reduce((sum, { stride, low, high }) => sum + Math.min(of(stride) * low, of(stride) * high), 0);

  let base = -lowest(strideOf);
  const dimensions = input.dimensions.flatMap(({ coefficients, table, stride }, k) => {
    if (!table)
      return stride === 0 ? [] : [{ coefficients, start: 0, table: null, stride: strideOf(stride) }];
    const { pitch, low } = axes.find(({ dimension }) => dimension === k)!;
    base -= low * pitch;
    return [{ coefficients, start: 0, table: null, stride: pitch }];
  });
  // A table mostly is an extension, which counts on.
  const stretch = axes[0]?.stride === 1 ? axes[0].count : 1;
  return {
    kind: 'axes',
    axes,
    size,
    base,
    first: lowest(stride => stride),
    input: { dtype: input.dtype, source: input.source, shift: 0, fill: input.fill, dimensions },
    cost: costOf(size, stretch),
  };
}

/** Places along a stride that leaves something out below it. */
interface Level {
  readonly stride: number;
  readonly count: number;
}

/** The strides that leave something out, from the smallest on, and how many neighbours stay together below them. */
function levelsOf(steps: readonly (ReadWindow & { readonly stride: number })[]): {
  levels: Level[];
  row: number;
} {
  const counts = new Map<number, number>();
  for (const { stride, low, high } of steps)
    counts.set(Math.abs(stride), (counts.get(Math.abs(stride)) ?? 1) + high - low);
  let span = 1;
  let row = 1;
  let levels: Level[] = [];
  for (const [stride, count] of [...counts].sort(([a], [b]) => a - b)) {
    const close = levels.length === 0 && stride < 2 * span;
    // Where rows run into each other, nothing can be left out.
    if (stride < span) levels = [];
    else if (!close) levels.push({ stride, count });
    span += stride * (count - 1);
    if (levels.length === 0) row = span;
  }
  return { levels, row };
}
