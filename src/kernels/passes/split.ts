/**
 * Splits a long fold with few results into parts of a fixed size that threads can share, and a second fold that brings
 * the parts together. The size does not depend on the number of threads, so neither does a result. Sums of float32 and
 * float64 keep their parts in float64.
 */

import { rowMajorStrides, sizeOf } from '../../extents.ts';
import type { RealDType } from '../dtype.ts';
import { cast, type Expression, type Reduction } from '../expression.ts';
import { chooseMode } from './mode.ts';
import { readsCounter, reductionsOf } from './nodes.ts';
import type { NormalInput, NormalNest, NormalOutput } from './normal-nest.ts';
import { rewriter } from './rewrite.ts';

/** Elements of a part: large enough that its start costs nothing, small enough for many threads. */
const PART = 2 ** 15;
/** With so many results there is no need. */
export const FEW = 32;

/** A nest that folds some of the parts. What it writes begins at number `first` of those of all parts. */
export interface Partial {
  readonly nest: NormalNest;
  readonly first: number;
}

export interface Split {
  readonly partials: readonly Partial[];
  /** The element types of the parts, one for each reduction. */
  readonly dtypes: readonly RealDType[];
  readonly results: number;
  readonly parts: number;
  /** The nest that brings the parts together; it reads those of each reduction from a source of its own. */
  readonly last: (sources: readonly number[]) => NormalNest;
}

export const partType = (node: Reduction): RealDType => (node.kind === 'preciseSum' ? 'float64' : node.dtype);

export function split(nest: NormalNest): Split | null {
  const results = sizeOf(nest.shape);
  const total = sizeOf(nest.reduction);
  if (results >= FEW || total < 4 * PART || chooseMode(nest) !== 'along') return null;
  const reductions = reductionsOf(nest);
  const rank = nest.shape.length;
  // Whole outer axes become parts, as far as a part stays large enough.
  let moved = 0;
  let left = total;
  while (moved < nest.reduction.length - 1 && left > PART) left /= nest.reduction[moved++];
  const outer = sizeOf(nest.reduction.slice(0, moved));
  const inner = nest.reduction.slice(moved);
  const pieces = inner.length === 1 && inner[0] > 2 * PART ? Math.floor(inner[0] / PART) : 1;
  const rest = pieces > 1 ? inner[0] - pieces * PART : 0;
  const parts = outer * (pieces + (rest > 0 ? 1 : 0));
  const dtypes = reductions.map(partType);

  /** The nest over `count` pieces of `length` elements, from element `from` on. */
  const partial = (count: number, length: number, from: number, first: number): Partial => {
    const axis = rank + nest.reduction.length - 1;
    const shape = [...nest.shape, ...nest.reduction.slice(0, moved), ...(pieces > 1 ? [count] : [])];
    const adapt = (coefficients: readonly number[]) =>
      pieces > 1
        ? [...coefficients.slice(0, axis), coefficients[axis] * length, coefficients[axis]]
        : coefficients;
    const inputs = nest.inputs.map(
      (input): NormalInput => ({
        ...input,
        dimensions: input.dimensions.map(dimension => ({
          ...dimension,
          coefficients: adapt(dimension.coefficients),
          start: dimension.start + dimension.coefficients[axis] * from,
        })),
      }),
    );
    const rename = rewriter(node =>
      pieces > 1 && node.op === 'load' && node.at
        ? { ...node, at: [...node.at.slice(0, axis), 0, node.at[axis] ?? 0] }
        : node,
    );
    const places = rowMajorStrides(nest.shape).map(stride => stride * parts);
    let stride = pieces > 1 ? count : 1;
    const inside: number[] = [];
    for (let k = moved - 1; k >= 0; k--) {
      inside.unshift(stride);
      stride *= nest.reduction[k];
    }
    const strides = [...places, ...inside, ...(pieces > 1 ? [1] : [])];
    return {
      first,
      nest: {
        shape,
        reduction: pieces > 1 ? [length] : inner,
        inputs,
        outputs: partialOutputs(reductions, strides, rename),
      },
    };
  };
  if (countsAlong(reductions, axis => axis >= rank)) return null;

  const partials = [partial(pieces, pieces > 1 ? PART : (inner[0] ?? 1), 0, 0)];
  if (rest > 0) partials.push(partial(1, rest, pieces * PART, outer * pieces));

  const last = combined(nest, reductions, dtypes, parts, { result: parts, part: 1 });
  return { partials, dtypes, results, parts, last };
}

/** Whether a fold reads a counter of such an axis: the counter of a part would have to know which part it is. */
export const countsAlong = (reductions: readonly Reduction[], isAxis: (axis: number) => boolean): boolean =>
  readsCounter({ outputs: reductions.map(({ a }) => ({ value: a })) }, isAxis);

/** The folds of a part, each an output of its own. */
export const partialOutputs = (
  reductions: readonly Reduction[],
  strides: readonly number[],
  rename: (node: Expression) => Expression,
): NormalOutput[] =>
  reductions.map(node => {
    const dtype = partType(node);
    return { dtype, strides, value: { ...node, dtype, a: rename(node.a) } };
  });

/**
 * The nest that brings parts together, which lie `pitch.part` numbers apart for one result, and `pitch.result` numbers for
 * neighbouring results.
 */
export function combined(
  nest: NormalNest,
  reductions: readonly Reduction[],
  dtypes: readonly RealDType[],
  parts: number,
  pitch: { readonly result: number; readonly part: number },
): Split['last'] {
  const rank = nest.shape.length;
  const source = nest.inputs.length;
  const done = new Map<Expression, Expression>();
  reductions.forEach((node, k) => {
    const load: Expression = { op: 'load', dtype: dtypes[k], input: source + k };
    done.set(node, cast({ op: 'reduce', kind: node.kind, dtype: dtypes[k], a: load }, node.dtype));
  });
  const replace = replacing(done);
  const plain = nest.inputs.map(input => ({
    ...input,
    dimensions: input.dimensions.map(dimension => ({
      ...dimension,
      coefficients: [...dimension.coefficients.slice(0, rank), 0],
    })),
  }));
  const added = (sources: readonly number[]) =>
    reductions.map(
      (_, k): NormalInput => ({
        dtype: dtypes[k],
        source: sources[k],
        shift: 0,
        fill: 0,
        dimensions: [
          ...rowMajorStrides(nest.shape).map((stride, axis) => ({
            coefficients: [...nest.shape, 1].map((_, other) => (other === axis ? 1 : 0)),
            start: 0,
            table: null,
            stride: stride * pitch.result,
          })),
          { coefficients: [...nest.shape.map(() => 0), 1], start: 0, table: null, stride: pitch.part },
        ],
      }),
    );
  const outputs = nest.outputs.map(output => ({ ...output, value: replace(output.value) }));
  return (sources: readonly number[]): NormalNest => ({
    shape: nest.shape,
    reduction: [parts],
    inputs: [...plain, ...added(sources)],
    outputs,
  });
}

/** A function that puts other nodes in the place of some, and looks no further into those. */
function replacing(others: ReadonlyMap<Expression, Expression>): (node: Expression) => Expression {
  const inner = (node: Expression): Expression => {
    const other = others.get(node);
    if (other) return other;
    if ('condition' in node)
      return { ...node, condition: inner(node.condition), a: inner(node.a), b: inner(node.b) };
    if ('b' in node) return { ...node, a: inner(node.a), b: inner(node.b) };
    return 'a' in node ? { ...node, a: inner(node.a) } : node;
  };
  return inner;
}
