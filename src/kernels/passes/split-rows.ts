/**
 * Splits a fold along an axis whose elements lie far apart, as the sum over the rows of an image, into parts of some rows.
 * A fold of whole columns touches a page of memory for each element; a part touches as many as fit the processor's tables,
 * and lies in memory as one piece, which portions need too (8192² float32: 1.2 ns an element instead of 2.5). As in
 * `split`, the size of a part follows from the shape alone.
 */
import { rowMajorStrides, sizeOf } from '../../extents.ts';
import { chooseMode, isInOrder } from './mode.ts';
import { reductionsOf } from './nodes.ts';
import type { Dimension, NormalInput, NormalNest } from './normal-nest.ts';
import { rewriter } from './rewrite.ts';
import { combined, countsAlong, FEW, type Partial, partialOutputs, partType, type Split } from './split.ts';

/** The least rows of a part, and the most bytes of all parts of the results. */
const ROWS = 64;
const MOST = 16 * 2 ** 20;

export function splitRows(nest: NormalNest): Split | null {
  const rank = nest.shape.length;
  const results = sizeOf(nest.shape);
  const [rows = 0] = nest.reduction;
  const length = Math.max(ROWS, Math.ceil(Math.sqrt(rows)), Math.ceil((results * rows * 8) / MOST));
  const reductions = reductionsOf(nest);
  if (results < FEW || rows < 4 * length || chooseMode(nest) !== 'across' || isInOrder(reductions))
    return null;
  const moves = ({ dimensions }: NormalInput, axis: number) =>
    dimensions.some(({ coefficients }) => coefficients[axis] !== 0);
  // Where inputs are read again and again, as in products of matrices, parts would be more than what is read.
  const once = nest.inputs.some(
    input => moves(input, rank) && nest.shape.every((extent, axis) => extent === 1 || moves(input, axis)),
  );
  if (!once || countsAlong(reductions, axis => axis === rank)) return null;

  const whole = Math.floor(rows / length);
  const rest = rows - whole * length;
  const parts = whole + (rest > 0 ? 1 : 0);
  const dtypes = reductions.map(partType);
  /** The nest over `count` parts of `extent` rows, from row `from` and part `first` on; which part is its first axis. */
  const partial = (count: number, extent: number, from: number, first: number): Partial => {
    const inputs = nest.inputs.map(
      (input): NormalInput => ({
        ...input,
        dimensions: input.dimensions.flatMap(dimension => inParts(dimension, rank, length, from)),
      }),
    );
    const rename = rewriter(node => {
      if (node.op === 'load' && node.at) return { ...node, at: [0, ...node.at] };
      return node.op === 'coordinate' ? { ...node, axis: node.axis + 1 } : node;
    });
    const strides = [results, ...rowMajorStrides(nest.shape)];
    return {
      first: first * results,
      nest: {
        shape: [count, ...nest.shape],
        reduction: [extent, ...nest.reduction.slice(1)],
        inputs,
        outputs: partialOutputs(reductions, strides, rename),
      },
    };
  };
  const partials = [partial(whole, length, 0, 0)];
  if (rest > 0) partials.push(partial(1, rest, whole * length, whole));
  const last = combined(nest, reductions, dtypes, parts, { result: 1, part: results });
  return { partials, dtypes, results, parts, last };
}

/**
 * A dimension over parts of so many rows, from row `from` on: the counter of the part comes first. It steps along a
 * dimension of its own, lest the rows of a part be taken for the taps of a window and written out.
 */
function inParts(dimension: Dimension, rank: number, length: number, from: number): Dimension[] {
  const { coefficients, start, table, stride } = dimension;
  const step = coefficients[rank];
  const begin = start + step * from;
  if (table) return [{ ...dimension, coefficients: [step * length, ...coefficients], start: begin }];
  const rows = { ...dimension, coefficients: [0, ...coefficients], start: begin };
  if (step === 0) return [rows];
  const parts = [1, ...coefficients.map(() => 0)];
  return [{ coefficients: parts, start: 0, table: null, stride: stride * step * length }, rows];
}
