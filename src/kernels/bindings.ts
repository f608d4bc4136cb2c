/** What a nest runs on: a buffer for each of its inputs and outputs, and the check that they fit it. */
import { ConcordatError } from '../errors.ts';
import { dtypes, isBigInt, type RealDType, type TypedArray } from './dtype.ts';
import { type Expression, operands, type Scalar } from './expression.ts';
import { linearRange, type Nest, OUTSIDE, type Range, reachedRange, reaches } from './nest.ts';

/** A buffer and the element of it at which all loop counters are zero. */
export interface Binding {
  readonly data: TypedArray;
  readonly base: number;
}

/** The elements of its buffer between which each input and output is reached; null where none is. */
export interface Reached {
  readonly inputs: readonly (Range | null)[];
  readonly outputs: readonly (Range | null)[];
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
  const check = (what: string, dtype: RealDType, binding: Binding, range: Range | null) => {
    if (!(binding?.data instanceof dtypes[dtype].array))
      throw fault(`${what} is not bound to ${dtype} memory`);
    if (range && !(range.low >= 0 && range.high < binding.data.length))
      throw fault(`${what} reaches ${range.low}..${range.high} of ${binding.data.length} elements`);
  };
  const read = reaches(nest).map((list, index) => {
    const { dtype, strides, gathers } = nest.inputs[index];
    check(`input ${index}`, dtype, inputs[index], null);
    const tops = gathers.map(({ table }) => highestEntry(table, fault));
    if (tops.includes(OUTSIDE)) return null;
    let all: Range | null = null;
    for (const reach of list) {
      const range = reachedRange(reach, strides, inputs[index].base);
      if (!range) continue;
      gathers.forEach(({ stride }, k) => {
        range[stride < 0 ? 'low' : 'high'] += stride * tops[k];
      });
      check(`input ${index}`, dtype, inputs[index], range);
      all = all ? { low: Math.min(all.low, range.low), high: Math.max(all.high, range.high) } : range;
    }
    return all;
  });
  const written = nest.outputs.map(({ dtype, strides, value }, index) => {
    const { base } = outputs[index] ?? { base: 0 };
    const range = linearRange(nest.shape, strides, base);
    check(`output ${index}`, dtype, outputs[index], range);
    checkParameters(value, parameters, fault);
    return range;
  });
  return { inputs: read, outputs: written };
}

function highestEntry(table: Int32Array, fault: (message: string) => Error): number {
  let top = OUTSIDE;
  for (const entry of table) {
    if (entry < OUTSIDE) throw fault(`a table holds ${entry}, which is no place`);
    if (entry > top) top = entry;
  }
  return top;
}

function checkParameters(
  node: Expression,
  parameters: readonly Scalar[],
  fault: (message: string) => Error,
  seen = new Set<Expression>(),
): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (
    node.op === 'parameter' &&
    typeof parameters[node.index] !== (isBigInt(node.dtype) ? 'bigint' : 'number')
  )
    throw fault(`parameter ${node.index} is not a number for ${node.dtype}`);
  for (const operand of operands(node)) checkParameters(operand, parameters, fault, seen);
}
