/** Brings a nest into normal form: axes of one element go, and neighbouring axes that are one stretch of memory become one. */
import { constant } from '../expression.ts';
import type { Nest } from '../nest.ts';
import { mergeAxes } from './merge-axes.ts';
import type { Dimension, NormalInput, NormalNest, NormalOutput, OutputLookup } from './normal-nest.ts';
import { rewriter } from './rewrite.ts';

const offsetAt = (coefficients: readonly number[], at: readonly number[]) =>
  at.reduce((sum, steps, axis) => sum + steps * coefficients[axis], 0);

export function normalise(nest: Nest): NormalNest {
  const rank = nest.shape.length;
  const extents = [...nest.shape, ...nest.reduction];
  if (rank === 0) return normalise(withAxis(nest));
  const long = extents.map((_, axis) => axis).filter(axis => extents[axis] !== 1);
  // A kernel walks along some output axis, be it of one element.
  const kept = long.length > 0 && long[0] < rank ? long : [0, ...long];
  const keep = (list: readonly number[]) => kept.map(axis => list[axis] ?? 0);
  const inputs: NormalInput[] = [];
  const known = new Map<string, number>();

  /** The input that is read `at` so many steps away along axes that have no loop any more. */
  const inputAt = (source: number, at: readonly number[]): number => {
    const gone = at.map((steps, axis) => (kept.includes(axis) ? 0 : steps));
    const key = `${source}:${gone.some(Boolean) ? gone.join() : ''}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const { dtype, strides, gathers, fill } = nest.inputs[source];
    const dimensions: Dimension[] = [];
    let shift = offsetAt(strides, gone);
    kept.forEach((axis, k) => {
      if (strides[axis] === 0) return;
      const coefficients = kept.map((_, other) => (other === k ? 1 : 0));
      dimensions.push({ coefficients, start: 0, table: null, stride: strides[axis] });
    });
    for (const { coefficients, start, table, stride, extent } of gathers) {
      const from = start + offsetAt(coefficients, gone);
      const left = keep(coefficients);
      if (left.every(step => step === 0) && table[from] >= 0) shift += stride * table[from];
      else dimensions.push({ coefficients: left, start: from, table, stride, inside: extent !== undefined });
    }
    inputs.push({ dtype, source, shift, dimensions, fill });
    known.set(key, inputs.length - 1);
    return inputs.length - 1;
  };

  const rewrite = rewriter(node => {
    if (node.op === 'load') {
      const at = node.at ?? [];
      const left = keep(at);
      return {
        op: 'load',
        dtype: node.dtype,
        input: inputAt(node.input, at),
        at: left.some(Boolean) ? left : undefined,
      };
    }
    if (node.op === 'coordinate') {
      const axis = kept.indexOf(node.axis);
      return axis < 0 ? constant(0, node.dtype) : { ...node, axis };
    }
    return node;
  });
  const keepOuter = (list: readonly number[]) => kept.filter(axis => axis < rank).map(axis => list[axis]);
  const outputs = nest.outputs.map(({ dtype, strides, gathers = [], accumulate, value }): NormalOutput => {
    const lookups: OutputLookup[] = [];
    let shift = 0;
    for (const { coefficients, start, table, stride } of gathers) {
      const left = keepOuter(coefficients);
      if (left.every(step => step === 0)) shift += stride * table[start];
      else lookups.push({ coefficients: left, start, table, stride });
    }
    return { dtype, strides: keepOuter(strides), shift, lookups, accumulate, value: rewrite(value) };
  });
  return mergeAxes({
    shape: kept.filter(axis => axis < rank).map(axis => extents[axis]),
    reduction: kept.filter(axis => axis >= rank).map(axis => extents[axis]),
    inputs,
    outputs,
  });
}

/** The same nest with an output axis of one element. */
function withAxis(nest: Nest): Nest {
  const rename = rewriter(node => {
    if (node.op === 'load' && node.at) return { ...node, at: [0, ...node.at] };
    return node.op === 'coordinate' ? { ...node, axis: node.axis + 1 } : node;
  });
  return {
    shape: [1],
    reduction: nest.reduction,
    inputs: nest.inputs.map(input => ({
      ...input,
      strides: [0, ...input.strides],
      gathers: input.gathers.map(gather => ({ ...gather, coefficients: [0, ...gather.coefficients] })),
    })),
    outputs: nest.outputs.map(output => ({
      ...output,
      strides: [0],
      gathers: output.gathers?.map(gather => ({ ...gather, coefficients: [0] })),
      value: rename(output.value),
    })),
  };
}
