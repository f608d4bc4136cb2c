/**
 * Axes of extent 1 that one of two arrays has and the other lacks: torch gives (1, 1, H, W) where SciPy gives (H, W). They
 * are taken off before a search, and told with what it finds.
 */
import type { NDArray } from '../array/ndarray.ts';
import { expandDims, squeeze } from '../array/views.ts';
import type { Axes, Fact } from './finding.ts';

type Shape = readonly number[];

/** The axes that are taken off the reference, and off the other result. */
export interface UnitAxes {
  readonly removed: number[];
  readonly added: number[];
  /** Of axes that both have and that are taken off both. */
  readonly shared?: number[];
}

export const noAxes: UnitAxes = { removed: [], added: [] };

/** Ways of taking axes off that are told at most, and choices that are looked at. */
const [WAYS, TRIED] = [4, 256];

/** The ways in which axes of extent 1 may lie between two shapes, the likeliest first; at least one, of no axes. */
export function unitAxesBetween(a: Shape, b: Shape): UnitAxes[] {
  const alike = String(a.filter(extent => extent !== 1)) === String(b.filter(extent => extent !== 1));
  // Few axes in another order are told as a transpose.
  if (a.length === b.length && !(alike && a.length > 3)) return [noAxes];
  if (alike) return [aligned(a, b)];
  const count = Math.abs(a.length - b.length);
  const longer = a.length > b.length ? a : b;
  const units = longer.flatMap((extent, axis) => (extent === 1 ? [axis] : []));
  const ways = new Map<string, number[]>();
  let left = TRIED;
  for (const axes of choices(units, count)) {
    if (left-- === 0 || ways.size === WAYS) break;
    const rest = String(longer.filter((_, axis) => !axes.includes(axis)));
    if (!ways.has(rest)) ways.set(rest, axes);
  }
  const found = [...ways.values()];
  if (found.length === 0) return [noAxes];
  return found.map(axes => (longer === a ? { removed: axes, added: [] } : { removed: [], added: axes }));
}

/** The fewest axes that differ between two shapes of the same extents other than 1: where runs of them differ in length. */
function aligned(a: Shape, b: Shape): UnitAxes {
  const removed: number[] = [];
  const added: number[] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; i++, j++) {
    const [p, q] = [runAt(a, i), runAt(b, j)];
    for (let k = 0; k < p - q; k++) removed.push(i + k);
    for (let k = 0; k < q - p; k++) added.push(j + k);
    i += p;
    j += q;
  }
  return { removed, added };
}

/** How many extents of 1 stand together from an axis on. */
function runAt(shape: Shape, from: number): number {
  let end = from;
  while (shape[end] === 1) end++;
  return end - from;
}

/** Every choice of some items, the foremost first. */
function* choices(items: readonly number[], count: number): Generator<number[]> {
  if (count === 0) yield [];
  else
    for (let place = 0; place + count <= items.length; place++)
      for (const rest of choices(items.slice(place + 1), count - 1)) yield [items[place], ...rest];
}

/** The leading axes of extent 1 that two arrays of one rank have beyond the rank of an image; none where they are too few. */
export function sharedUnits(a: Shape, b: Shape, rank: number): number[] {
  const both = a.flatMap((extent, axis) => (extent === 1 && b[axis] === 1 ? [axis] : []));
  const count = a.length - rank;
  return a.length === b.length && count > 0 && both.length >= count ? both.slice(0, count) : [];
}

/** An array without axes of extent 1. */
export const withoutSingleAxes = (x: NDArray, axes: readonly number[]): NDArray =>
  axes.length > 0 ? squeeze(x, { axis: axes }) : x;

/** An array without leading axes of extent 1, as far as it has more than `rank`. */
export const toRank = (x: NDArray, rank: number): NDArray => {
  const count = Math.min(Math.max(0, x.ndim - rank), runAt(x.shape, 0));
  return withoutSingleAxes(
    x,
    Array.from({ length: count }, (_, axis) => axis),
  );
};

/** What `axes` does to an array. */
export function changeAxes(x: NDArray, { removed, added }: Pick<Axes, 'removed' | 'added'>): NDArray {
  let result = withoutSingleAxes(x, removed);
  for (const axis of added) result = expandDims(result, axis);
  return result;
}

/** A shape after `axes`. */
export const shapeAfterAxes = (shape: Shape, { removed, added }: Pick<Axes, 'removed' | 'added'>): Shape =>
  added.reduce<Shape>(
    (extents, axis) => extents.toSpliced(axis, 0, 1),
    shape.filter((_, axis) => !removed.includes(axis)),
  );

/** The shape that an array had before axes were taken off it. */
export const shapeBefore = (
  shape: Shape,
  { shared = [], ...units }: UnitAxes,
  of: 'removed' | 'added',
): Shape =>
  [...units[of], ...shared]
    .sort((a, b) => a - b)
    .reduce((extents, axis) => extents.toSpliced(axis, 0, 1), shape);

/** What was found between arrays without their axes of extent 1, as facts about the arrays that have them. */
export function withUnitAxes(facts: readonly Fact[], { removed, added, shared = [] }: UnitAxes): Fact[] {
  const lifted = facts.map(fact => shared.reduce(over, fact));
  if (removed.length + added.length === 0) return lifted;
  if (lifted.length === 0) return [{ kind: 'axes', removed, added }];
  const axes = (fact: Pick<Axes, 'removed' | 'added'>): Fact[] =>
    fact.removed.length + fact.added.length > 0 ? [{ kind: 'axes', ...fact }] : [];
  return [...axes({ removed, added: [] }), ...lifted, ...axes({ removed: [], added })];
}

/** A fact about a result as one about the result with one more axis of extent 1. */
function over(fact: Fact, place: number): Fact {
  const moved = (axes: readonly number[]) => axes.map(axis => (axis >= place ? axis + 1 : axis));
  switch (fact.kind) {
    case 'flip':
      return fact.of === 'result' ? { ...fact, axes: moved(fact.axes) } : fact;
    case 'transpose':
      return fact.of === 'result' ? { ...fact, axes: moved(fact.axes).toSpliced(place, 0, place) } : fact;
    case 'shift':
      return { ...fact, offset: fact.offset.toSpliced(place, 0, 0) };
    case 'crop':
      return { ...fact, start: fact.start.toSpliced(place, 0, 0), shape: fact.shape.toSpliced(place, 0, 1) };
    case 'stride':
      return {
        ...fact,
        stride: fact.stride.toSpliced(place, 0, 1),
        offset: fact.offset.toSpliced(place, 0, 0),
        shape: fact.shape.toSpliced(place, 0, 1),
      };
    default:
      return fact;
  }
}
