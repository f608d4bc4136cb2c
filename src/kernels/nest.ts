/**
 * A nest is a loop nest as data: output axes, reduction axes, how each input is reached from the loop counters, and
 * the expression of one point. Runners execute nests; nobody else loops over elements.
 *
 *     for n in shape:  output_k[n] = value_k(n)        where `reduce` nodes fold over every r in `reduction`
 *
 * An input element stands at   base + Σ_axis strides[axis]·i[axis] + Σ_gather stride·table[start + Σ_axis c[axis]·i[axis]]
 * with i the counters of output and reduction axes in one list. A table entry of −1 means "outside": the load gives
 * the input's fill value. Strides count elements of the buffer.
 *
 * An output is reached in the same way from the counters of the output axes; every entry of its tables is a place. Where
 * several points have one place, they must have one value too, since their order is the runner's affair; unless the
 * output accumulates: then each value is added to what is there, in lexicographic order of the points.
 */
import { ConcordatError } from '../errors.ts';
import type { RealDType } from './dtype.ts';
import { type Expression, operandsOf, type Scalar } from './expression.ts';

/** One table look-up: a linear form of the loop counters picks an entry, the entry picks a place along one axis. */
export interface Gather {
  readonly coefficients: readonly number[];
  readonly start: number;
  readonly table: Int32Array;
  readonly stride: number;
  /**
   * Says that every entry is known to lie in 0..extent − 1, so that nobody needs to look at a long table again. Whoever
   * says so has looked.
   */
  readonly extent?: number;
}

/** How a buffer is reached from the loop counters. */
export interface Access {
  readonly dtype: RealDType;
  readonly strides: readonly number[];
  readonly gathers: readonly Gather[];
  readonly fill: Scalar;
}

export interface Output {
  readonly dtype: RealDType;
  /** Strides over the output axes only. */
  readonly strides: readonly number[];
  /** Look-ups over the output axes only. */
  readonly gathers?: readonly Gather[];
  /** Whether values are added to what is there, in the element type; a bool is or-ed. */
  readonly accumulate?: boolean;
  readonly value: Expression;
}

export interface Nest {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  readonly inputs: readonly Access[];
  readonly outputs: readonly Output[];
}

/** Places from `low` to `high`, both included. */
export interface Interval {
  low: number;
  high: number;
}

/** The lowest and highest value of start + Σ coefficients·counter over the loops; null when a loop is empty. */
export function linearInterval(
  extents: readonly number[],
  coefficients: readonly number[],
  start: number,
): Interval | null {
  let [low, high] = [start, start];
  for (let axis = 0; axis < extents.length; axis++) {
    if (extents[axis] === 0) return null;
    const reach = coefficients[axis] * (extents[axis] - 1);
    if (reach < 0) low += reach;
    else high += reach;
  }
  return { low, high };
}

/** One way in which an input is reached: so many steps away, over loops of these extents. */
export interface LoadReach {
  readonly at: readonly number[];
  readonly extents: readonly number[];
}

/**
 * How each input of a nest is reached. A load outside of a reduction sees no reduction counters: the extents of those
 * loops are 1 there. Throws an internal error where an expression does not fit the nest.
 */
export function reaches(nest: Nest): readonly LoadReach[][] {
  const known = knownReaches.get(nest);
  if (known) return known;
  const found = findReaches(nest);
  knownReaches.set(nest, found);
  return found;
}

/** A nest never changes; it is asked when it is checked, and whenever it is bound. */
const knownReaches = new WeakMap<Nest, readonly LoadReach[][]>();

function findReaches(nest: Nest): LoadReach[][] {
  const rank = nest.shape.length;
  const all = [...nest.shape, ...nest.reduction];
  const outer = all.map((extent, axis) => (axis < rank ? extent : 1));
  const found: LoadReach[][] = nest.inputs.map(() => []);
  const seen = [new Set<Expression>(), new Set<Expression>()];
  const moves = (steps: readonly number[]) =>
    steps.some((step, axis) => axis >= rank && step !== 0 && all[axis] > 1);
  const visit = (node: Expression, inside: 0 | 1): void => {
    if (seen[inside].has(node)) return;
    seen[inside].add(node);
    if (node.op === 'reduce' && inside) throw fault('a reduction inside a reduction');
    if (node.op === 'coordinate' && !(node.axis >= 0 && node.axis < all.length))
      throw fault(`a coordinate of axis ${node.axis}, which it does not have`);
    if (node.op === 'coordinate' && !inside && node.axis >= rank)
      throw fault('a coordinate of a reduction axis outside of a reduction');
    if (node.op === 'load') {
      const access = nest.inputs[node.input];
      if (access?.dtype !== node.dtype)
        throw fault(`load of input ${node.input} as ${node.dtype}, which it is not`);
      const { at = [] } = node;
      if (at.length > all.length) throw fault(`a load ${at.length} axes away in a nest of ${all.length}`);
      if (!inside && [access.strides, ...access.gathers.map(gather => gather.coefficients)].some(moves))
        throw fault(`input ${node.input} moves along a reduction, but is read outside of it`);
      found[node.input].push({ at, extents: inside ? all : outer });
    }
    for (const operand of operandsOf(node)) visit(operand, node.op === 'reduce' ? 1 : inside);
  };
  for (const output of nest.outputs) visit(output.value, 0);
  return found;
}

const fault = (message: string) => new ConcordatError('internal', `nest: ${message}`);

/** The lowest and highest value of a linear form where a load reaches; null when its loops are empty. */
export function reachedInterval(
  { at, extents }: LoadReach,
  coefficients: readonly number[],
  start: number,
): Interval | null {
  const moved = at.reduce((sum, steps, axis) => sum + steps * coefficients[axis], start);
  return linearInterval(extents, coefficients, moved);
}

/** Checks that a nest is whole: types agree and no table is read past its ends. Throws an internal error if not. */
export function checkNest(nest: Nest): Nest {
  const loops = nest.shape.length + nest.reduction.length;
  for (const output of nest.outputs) {
    if (output.value.dtype !== output.dtype)
      throw fault(`a ${output.value.dtype} value stored as ${output.dtype}`);
    if (output.strides.length !== nest.shape.length) throw fault('output strides of the wrong length');
    for (const { coefficients, start, table } of output.gathers ?? []) {
      if (coefficients.length !== nest.shape.length) throw fault('output coefficients of the wrong length');
      checkTable(linearInterval(nest.shape, coefficients, start), table);
    }
  }
  for (const { strides, gathers } of nest.inputs) {
    if (strides.length !== loops) throw fault('input strides of the wrong length');
    if (gathers.some(({ coefficients }) => coefficients.length !== loops))
      throw fault('coefficients of the wrong length');
  }
  reaches(nest).forEach((list, input) => {
    for (const { coefficients, start, table } of nest.inputs[input].gathers)
      for (const reach of list) checkTable(reachedInterval(reach, coefficients, start), table);
  });
  return nest;
}

function checkTable(range: ReturnType<typeof linearInterval>, table: Int32Array): void {
  if (range && !(range.low >= 0 && range.high < table.length))
    throw fault(`a table of ${table.length} entries is read at ${range.low}..${range.high}`);
}
