/**
 * Nests of one form: copies that differ in the entries of their tables alone, as every call of `x.at(…)` makes one. What is
 * worked out for the first of them serves the others. In a loop that calls `at` for the first hundred times, when
 * JavaScript is not optimised yet, this is half of the time that a call takes besides the copy itself.
 */
import type { Expression } from '../kernels/expression.ts';
import type { Gather, Nest } from '../kernels/nest.ts';
import type { Program } from '../kernels/wasm/index.ts';

/** The tables of nests that are kept have at most so many entries. */
const LONGEST = 16384;

/** Every table of a nest, in one order. */
export const tablesOf = (nest: Nest): Int32Array[] => [
  ...nest.inputs.flatMap(({ gathers }) => gathers.map(({ table }) => table)),
  ...nest.outputs.flatMap(({ gathers = [] }) => gathers.map(({ table }) => table)),
];

/** A load, cast or not, as text; null for everything else. */
function copied(node: Expression): string | null {
  if (node.op === 'load') return node.at ? null : `${node.input}`;
  if (node.op !== 'cast') return null;
  const inner = copied(node.a);
  return inner && `${node.dtype} ${node.mode} ${node.a.dtype}(${inner})`;
}

/** The form of a nest as text; null for one that is no copy, or whose tables say more than places. */
export function formOf(nest: Nest): string | null {
  if (nest.reduction.length > 0) return null;
  const tables = tablesOf(nest);
  if (tables.some(({ length }) => length > LONGEST)) return null;
  let plain = true;
  const look = ({ coefficients, start, stride, extent, table }: Gather): string => {
    // An entry that is the same for all points goes into an address, and one outside into the code.
    plain &&= extent !== undefined && coefficients.some((step, axis) => step !== 0 && nest.shape[axis] > 1);
    return `${coefficients}:${start}:${stride}:${table.length}:${tables.indexOf(table)}`;
  };
  const inputs = nest.inputs.map(
    ({ dtype, strides, gathers, fill }) => `${dtype} ${strides} ${fill} ${gathers.map(look).join()}`,
  );
  const outputs = nest.outputs.map(({ dtype, strides, gathers = [], accumulate, value }) => {
    const text = copied(value);
    plain &&= text !== null;
    return `${dtype} ${strides} ${accumulate} ${gathers.map(look).join()} ${text}`;
  });
  return plain ? `${nest.shape}|${inputs.join(';')}|${outputs.join(';')}` : null;
}

/** Whether a program owes nothing to the entries of tables: no row was found to be neighbours but for its ends. */
export const isFree = ({ steps }: Program): boolean =>
  steps.every(({ layout }) => layout.shape.inputs.every(input => input.class !== 'extended'));
