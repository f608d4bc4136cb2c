/** What a nest runs on: a buffer for each of its inputs and outputs, and the check that they fit it. */

import { ConcordatError } from '../errors.ts';
import { OUTSIDE } from '../extents.ts';
import { dtypes, isBigInt, type RealDType, type TypedArray } from './dtype.ts';
import { type Expression, operandsOf, type Scalar } from './expression.ts';
import { type Gather, type Interval, linearInterval, type Nest, reachedInterval, reaches } from './nest.ts';

/** A buffer and the element of it at which all loop counters are zero. */
export interface Binding {
  readonly data: TypedArray;
  readonly base: number;
}

/** The elements of its buffer between which each input and output is reached; null where none is. */
export interface Reached {
  readonly inputs: readonly (Interval | null)[];
  readonly outputs: readonly (Interval | null)[];
}

/**
 * Checks that no access can leave its buffer, so that a wrong nest is an error and never a silent undefined. Tells what
 * is reached.
 */
export function checkBindings(
  nest: Nest,
  inputs: readonly Binding[],
  outputs: readonly Binding[],
  parameters: readonly Scalar[],
): Reached {
  const fault = (message: string) => new ConcordatError('internal', `nest: ${message}`);
  const check = (what: string, dtype: RealDType, binding: Binding, range: Interval | null) => {
    if (!(binding?.data instanceof dtypes[dtype].array))
      throw fault(`${what} is not bound to ${dtype} memory`);
    if (range && !(range.low >= 0 && range.high < binding.data.length))
      throw fault(`${what} reaches ${range.low}..${range.high} of ${binding.data.length} elements`);
  };
  const read = reaches(nest).map((list, index) => {
    const { dtype, strides, gathers } = nest.inputs[index];
    check(`input ${index}`, dtype, inputs[index], null);
    const tops = gathers.map(gather => highestEntry(gather, fault));
    if (tops.includes(OUTSIDE)) return null;
    let all: Interval | null = null;
    for (const reach of list) {
      const range = reachedInterval(reach, strides, inputs[index].base);
      if (!range) continue;
      gathers.forEach(({ stride }, k) => {
        range[stride < 0 ? 'low' : 'high'] += stride * tops[k];
      });
      check(`input ${index}`, dtype, inputs[index], range);
      all = all ? { low: Math.min(all.low, range.low), high: Math.max(all.high, range.high) } : range;
    }
    return all;
  });
  const written = nest.outputs.map(({ dtype, strides, gathers = [] }, index) => {
    const { base } = outputs[index] ?? { base: 0 };
    const range = linearInterval(nest.shape, strides, base);
    for (const gather of range ? gathers : []) {
      const { low, high } = entriesOf(gather, fault);
      if (low === OUTSIDE) throw fault(`a table of output ${index} has entries outside`);
      range!.low += gather.stride * (gather.stride < 0 ? high : low);
      range!.high += gather.stride * (gather.stride < 0 ? low : high);
    }
    check(`output ${index}`, dtype, outputs[index], range);
    return range;
  });
  for (const { index, dtype } of parametersOf(nest))
    if (typeof parameters[index] !== (isBigInt(dtype) ? 'bigint' : 'number'))
      throw fault(`parameter ${index} is not a number for ${dtype}`);
  return { inputs: read, outputs: written };
}

const highestEntry = (gather: Gather, fault: (message: string) => Error): number =>
  entriesOf(gather, fault).high;

/** The lowest and highest entry of a table. */
function entriesOf({ table, extent }: Gather, fault: (message: string) => Error) {
  if (extent !== undefined) return { low: 0, high: extent - 1 };
  let [low, high] = [table.length > 0 ? table[0] : OUTSIDE, OUTSIDE];
  for (let k = 0; k < table.length; k++) {
    const entry = table[k];
    if (entry < OUTSIDE) throw fault(`a table holds ${entry}, which is no place`);
    if (entry > high) high = entry;
    if (entry < low) low = entry;
  }
  return { low, high };
}

type Parameter = Extract<Expression, { op: 'parameter' }>;

/** What was found before: a nest is run more often than it is made. */
const known = new WeakMap<Nest, readonly Parameter[]>();

/** The parameter nodes of a nest. */
function parametersOf(nest: Nest): readonly Parameter[] {
  const before = known.get(nest);
  if (before) return before;
  const found: Parameter[] = [];
  const seen = new Set<Expression>();
  const visit = (node: Expression): void => {
    if (seen.has(node)) return;
    seen.add(node);
    if (node.op === 'parameter') found.push(node);
    for (const operand of operandsOf(node)) visit(operand);
  };
  for (const { value } of nest.outputs) visit(value);
  known.set(nest, found);
  return found;
}
