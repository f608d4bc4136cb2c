/**
 * The nest of one portion. Its inputs are excerpts, or the parts of inputs in the heap that it reads; tables are cut to
 * what it looks up, and are gone where they only count on, as extensions do inside an image. So nearly all portions of one
 * size have one nest, which is named by its `form`, and differ in addresses alone.
 */
import { OUTSIDE } from '../../extents.ts';
import * as e from '../../kernels/expression.ts';
import {
  type Dimension,
  type NormalInput,
  type NormalNest,
  type NormalOutput,
  type OutputLookup,
  rewriter,
} from '../../kernels/passes/index.ts';
import type { PortionBlocks, PortionPlan } from './plan.ts';
import { portionStart, windowOf } from './windows.ts';

/** A portion: where it begins and how large it is, and its nest. */
export interface Portion {
  /** The same for portions with the same nest. */
  readonly form: string;
  readonly nest: () => NormalNest;
  /** For inputs and outputs that are not staged: elements from their base to where the portion begins. */
  readonly inputShifts: readonly number[];
  readonly outputShifts: readonly number[];
}

const numbers = new WeakMap<Int32Array, number>();
let count = 0;

/** A number of a table's own. */
function numberOf(table: Int32Array): number {
  const found = numbers.get(table) ?? ++count;
  numbers.set(table, found);
  return found;
}

/** Whether entries count on, one by one. */
function countsOn(table: Int32Array, low: number, high: number): boolean {
  const displacement = table[low] - low;
  if (table[low] === OUTSIDE) return false;
  for (let k = low + 1; k <= high; k++) if (table[k] - k !== displacement) return false;
  return true;
}

/** The portion at `from` of so many points. Parameter `counters + axis` is the counter of a divided axis at its start. */
export function portionOf(
  { nest, staged, looks, countsAxes }: PortionPlan,
  { excerpts, results }: PortionBlocks,
  from: readonly number[],
  counts: readonly number[],
  counters: number,
): Portion {
  const extents = [...counts, ...nest.reduction];
  const rank = counts.length;
  const names: (string | number)[] = [counts.join()];
  const inputShifts: number[] = [];
  const inputs = nest.inputs.map((input, k): NormalInput => {
    if (staged.inputs[k]) {
      inputShifts.push(0);
      return { ...excerpts[staged.same[k]]!.input, source: k };
    }
    let { shift } = input;
    const dimensions = input.dimensions.map((dimension): Dimension => {
      const { coefficients, table, stride } = dimension;
      const start = portionStart(coefficients, dimension.start, from);
      if (!table) {
        shift += stride * start;
        return { ...dimension, start: 0 };
      }
      const window = windowOf(coefficients, looks[k], extents, rank);
      const [low, high] = [Math.max(0, start + window.low), Math.min(table.length - 1, start + window.high)];
      if (countsOn(table, low, high)) {
        shift += stride * (table[low] + start - low);
        names.push('+');
        return { coefficients, start: 0, table: null, stride };
      }
      names.push(numberOf(table), low, high, start);
      return { ...dimension, table: table.subarray(low, high + 1), start: start - low };
    });
    inputShifts.push(shift);
    return { ...input, source: k, shift: 0, dimensions };
  });
  const outputShifts: number[] = [];
  const outputs = nest.outputs.map((output, k): NormalOutput => {
    if (staged.outputs[k]) {
      outputShifts.push(0);
      return results[k]!.output;
    }
    outputShifts.push(portionStart(output.strides, output.shift ?? 0, from));
    const lookups = output.lookups?.map((lookup): OutputLookup => {
      const { coefficients, table } = lookup;
      const start = portionStart(coefficients, lookup.start, from);
      const window = windowOf(coefficients, [{ at: [], inside: false }], counts, rank);
      const [low, high] = [start + window.low, start + window.high];
      names.push(numberOf(table), low, high, start);
      return { ...lookup, table: table.subarray(low, high + 1), start: start - low };
    });
    return { ...output, shift: 0, lookups };
  });
  const count = rewriter(node => {
    if (node.op !== 'coordinate' || node.axis >= rank || counts[node.axis] === nest.shape[node.axis])
      return node;
    const first = e.parameter(counters + node.axis, 'float64');
    return e.cast(e.binary('add', e.coordinate(node.axis, 'float64'), first), node.dtype);
  });
  return {
    form: names.join(' '),
    nest: () => ({
      shape: counts,
      reduction: nest.reduction,
      inputs,
      outputs: outputs.map(output => (countsAxes ? { ...output, value: count(output.value) } : output)),
    }),
    inputShifts,
    outputShifts,
  };
}
