/**
 * The transpose of gathering: every element is added to the place that a map took it from. Where places follow each other in
 * equal steps, as all but the rim of an extension do, whole runs are added; the rest is added place by place.
 */
import { type AxisMap, stretchesOf } from '../boundary/extension.ts';
import { OUTSIDE } from '../extents.ts';
import { NestBuilder } from './build.ts';
import { computeRow } from './compute-row.ts';
import { newView, type View, view } from './view.ts';

/** Where some elements of an axis go: the k-th stands at `from + step·k` and goes to `to + target·k`. */
interface Run {
  readonly from: number;
  readonly step: number;
  readonly to: number;
  readonly target: number;
  readonly count: number;
}

/** Runs that are shorter are added place by place: a nest for each would cost more. */
const SHORT = 8;

/** The runs of a map, and the places that belong to none, as two tables. */
function runsOf(map: AxisMap): { runs: Run[]; from: number[]; to: number[] } {
  const [from, to]: [number[], number[]] = [[], []];
  const runs: Run[] = [];
  for (const stretch of stretchesOf(map)) {
    if (!('table' in stretch)) {
      const { first, step, length } = stretch;
      if (first === OUTSIDE) continue;
      if (step !== 0 && length >= SHORT)
        runs.push({ from: stretch.from, step: 1, to: first, target: step, count: length });
      else
        for (let k = 0; k < length; k++) {
          from.push(stretch.from + k);
          to.push(first + step * k);
        }
      continue;
    }
    stretch.table.forEach((place, k) => {
      if (place === OUTSIDE) return;
      from.push(stretch.from + k);
      to.push(place);
    });
  }
  return { ...split(from, to, runs), runs };
}

/** Takes the long runs out of tables of places. */
function split(
  from: readonly number[],
  to: readonly number[],
  runs: Run[],
): { from: number[]; to: number[] } {
  const rest: { from: number[]; to: number[] } = { from: [], to: [] };
  for (let k = 0; k < from.length; ) {
    const [step, target] = [from[k + 1] - from[k], to[k + 1] - to[k]];
    let end = k + 1;
    while (end < from.length && from[end] - from[end - 1] === step && to[end] - to[end - 1] === target) end++;
    const isRun = target !== 0 && end - k >= SHORT;
    if (isRun) runs.push({ from: from[k], step, to: to[k], target, count: end - k });
    const next = isRun ? end : k + 1;
    if (!isRun) {
      rest.from.push(from[k]);
      rest.to.push(to[k]);
    }
    k = next;
  }
  return rest;
}

/** Elements of an axis, so many places apart. */
const along = (x: View, axis: number, first: number, step: number, count: number): View =>
  view(
    x,
    x.shape.with(axis, count),
    x.strides.with(axis, step * x.strides[axis]),
    x.offset + first * x.strides[axis],
  );

function foldAxis(x: View, axis: number, map: AxisMap, extent: number): View {
  const result = newView(x.dtype, x.shape.with(axis, extent), { zeroed: true });
  if (x.shape.includes(0) || extent === 0) return result;
  const { runs, from, to } = runsOf(map);
  for (const run of runs) {
    const target = along(result, axis, run.to, run.target, run.count);
    computeRow('add', [target, along(x, axis, run.from, run.step, run.count)], target);
  }
  if (from.length === 0) return result;
  const shape = x.shape.with(axis, from.length);
  const nest = new NestBuilder(shape);
  const coefficients = shape.map((_, k) => (k === axis ? 1 : 0));
  const reach = (of: View, table: readonly number[]) => ({
    strides: of.strides.with(axis, 0),
    gathers: [{ axis, table: Int32Array.from(table), start: 0, coefficients, extent: of.shape[axis] }],
  });
  nest.storeInto(result, nest.load(x, reach(x, from)), { ...reach(result, to), accumulate: true });
  nest.run();
  return result;
}

/**
 * @param maps by axis, from which place of `shape` each element comes, and null for axes that are as they were
 * @param shape of the result
 */
export const foldedBack = (x: View, maps: readonly (AxisMap | null)[], shape: readonly number[]): View =>
  maps.reduce((folded, map, axis) => (map ? foldAxis(folded, axis, map, shape[axis]) : folded), x);
