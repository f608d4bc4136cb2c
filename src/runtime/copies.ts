/**
 * Copies that are alike: nests that differ in the entries of their tables alone, as every call of `x.at(…)` makes one. What is
 * worked out for the first of them serves the others. In a loop that calls `at` for the first hundred times, when
 * JavaScript is not optimised yet, this is half of the time that a call takes besides the copy itself.
 */
import type { Expression } from '../kernels/expression.ts';
import type { Gather, Nest } from '../kernels/nest.ts';
import type { Program } from '../kernels/wasm/index.ts';

/** Tables of copies that share what is worked out have at most so many entries. */
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

/** The key of a copy, the same for those that are like it; null for other nests, and where tables say more than places. */
export function copyKeyOf(nest: Nest): string | null {
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

/**
 * Whether a program is the same whatever the entries of the tables are. It is not where a row of an extended input was found to be
 * neighbours but for its ends.
 */
export const readsNoTable = ({ steps }: Program): boolean =>
  steps.every(({ layout }) => layout.shape.inputs.every(input => input.class !== 'extended'));
