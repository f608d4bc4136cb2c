/**
 * Lays an input out anew before a long fold reads it again and again: extended past its edges, in neighbouring
 * elements, cast once instead of at every tap. What a stride skips is sorted apart, so that every tap of a strided
 * convolution finds neighbours too: entry e stands at (e mod stride)·pitch + ⌊e ÷ stride⌋.
 */

import { sizeOf } from '../../extents.ts';
import { dtypes, type RealDType } from '../dtype.ts';
import type { Expression } from '../expression.ts';
import { eachNode, type Look, looksOf } from './nodes.ts';
import type { Dimension, NormalInput, NormalNest } from './normal-nest.ts';
import { mapOperands, rewriter } from './rewrite.ts';
import { MAXIMUM_UNROLLED, unrolledAxes } from './unrolled.ts';

/** One input to be copied into new memory: the nest that does it, and where the result is read. */
export interface InputCopy {
  readonly nest: NormalNest;
  readonly input: number;
  readonly elements: number;
  readonly dtype: RealDType;
}

export interface Materialised {
  readonly nest: NormalNest;
  readonly copies: readonly InputCopy[];
}

/** The lowest and highest entry that the loads reach on a dimension. */
function reach(nest: NormalNest, { coefficients, start }: Dimension, looks: readonly Look[]) {
  const extents = [...nest.shape, ...nest.reduction];
  let [low, high] = [Infinity, -Infinity];
  for (const { at } of looks) {
    let [from, to] = [start, start];
    extents.forEach((extent, axis) => {
      const step = coefficients[axis];
      const first = step * (at[axis] ?? 0);
      from += first + Math.min(0, step * (extent - 1));
      to += first + Math.max(0, step * (extent - 1));
    });
    [low, high] = [Math.min(low, from), Math.max(high, to)];
  }
  return { low, high };
}

/** Whether a fold of so many taps is better served by a copy of this input. */
function gains(nest: NormalNest, input: NormalInput, vectorAxis: number): boolean {
  const rank = nest.shape.length;
  const taps = sizeOf(nest.reduction);
  if (taps < 4) return false;
  const folded = ({ coefficients }: Dimension) =>
    coefficients.some((step, axis) => axis >= rank && step !== 0);
  if (!input.dimensions.some(folded)) return false;
  const moving = input.dimensions.filter(({ coefficients }) => coefficients[vectorAxis] !== 0);
  if (moving.length !== 1) return false;
  const [{ stride, coefficients }] = moving;
  // An element that is read once is not worth a copy.
  const again = input.dimensions.some(
    dimension => folded(dimension) && dimension.coefficients.some((step, axis) => axis < rank && step !== 0),
  );
  if (!again) return false;
  const step = coefficients[vectorAxis];
  if (step !== 1) {
    // Entries are sorted apart by their phase, which the code must know of each tap.
    const unrolled = unrolledAxes(nest);
    return (
      step > 1 &&
      coefficients.every(
        (other, axis) => other === 0 || axis === vectorAxis || unrolled.some(tap => tap.axis === axis),
      )
    );
  }
  if (stride !== 1) return true;
  return taps > MAXIMUM_UNROLLED && input.dimensions.some(({ table }) => table);
}

/** The one type to which all loads are cast at once; null when they differ. */
function castOf(nest: NormalNest, input: number): RealDType | null {
  let found: RealDType | null | undefined;
  eachNode(nest, node => {
    const reads = (operand: Expression) => operand.op === 'load' && operand.input === input;
    if (node.op === 'load') return;
    if (node.op === 'cast' && node.mode === 'c' && reads(node.a)) {
      found = found === undefined || found === node.dtype ? node.dtype : null;
      return;
    }
    mapOperands(node, operand => {
      if (reads(operand)) found = null;
      return operand;
    });
  });
  return found ?? null;
}

/** Lays out anew what `vectorAxis` and the taps make worth it; null when nothing is. */
export function materialise(nest: NormalNest, vectorAxis: number): Materialised | null {
  const chosen = nest.inputs.map(input => gains(nest, input, vectorAxis));
  if (!chosen.includes(true) || nest.reduction.includes(0)) return null;
  const copies: InputCopy[] = [];
  const casts = new Map<number, RealDType>();
  const looks = looksOf(nest);
  const inputs = nest.inputs.map((input, k) => {
    if (!chosen[k] || looks[k].length === 0) return input;
    const cast = castOf(nest, k);
    if (cast) casts.set(k, cast);
    const { copy, laid } = layOut(nest, input, k, looks[k], cast ?? input.dtype, vectorAxis);
    copies.push(copy);
    return laid;
  });
  if (copies.length === 0) return null;
  const rewrite = rewriter(node => {
    if (node.op === 'load') {
      const dtype = casts.get(node.input);
      return dtype ? { ...node, dtype } : node;
    }
    return node.op === 'cast' && node.a.dtype === node.dtype ? node.a : node;
  });
  const outputs = nest.outputs.map(output => ({ ...output, value: rewrite(output.value) }));
  return { nest: { ...nest, inputs, outputs }, copies };
}

function layOut(
  nest: NormalNest,
  input: NormalInput,
  index: number,
  looks: readonly Look[],
  dtype: RealDType,
  vectorAxis: number,
): { copy: InputCopy; laid: NormalInput } {
  const ranges = input.dimensions.map(dimension => reach(nest, dimension, looks));
  const moving = input.dimensions.findIndex(({ coefficients }) => coefficients[vectorAxis] !== 0);
  const step = input.dimensions[moving].coefficients[vectorAxis];
  // The moving dimension comes last; whole vectors, and rows that do not stand a power of two apart.
  const order = [...input.dimensions.keys()].filter(d => d !== moving);
  const entries = ranges[moving].high - ranges[moving].low + 1;
  const phase = Math.ceil(entries / step);
  const pitch = (Math.ceil((phase * step) / 16) + 1) * 16;
  const strides = new Array<number>(input.dimensions.length);
  let elements = pitch;
  for (const d of order.reverse()) {
    strides[d] = elements;
    elements *= ranges[d].high - ranges[d].low + 1;
  }
  strides[moving] = 1;
  const axes = input.dimensions.map((_, d) => d);
  // Each phase of a stride is a copy row of its own: axes of the copy are the dimensions, then the phases.
  const phases = step > 1;
  const shape = [
    ...axes.filter(d => d !== moving).map(d => ranges[d].high - ranges[d].low + 1),
    ...(phases ? [step, phase] : [entries]),
  ];
  const place = axes.filter(d => d !== moving);
  const { table: given, stride: apart } = input.dimensions[moving];
  const source: NormalInput = {
    ...input,
    // Entries of a table that is made here count from the first one that is read: a place outside is −1.
    shift: input.shift + (phases && !given ? apart * ranges[moving].low : 0),
    dimensions: input.dimensions.map((dimension, d) => {
      const coefficients = shape.map(() => 0);
      if (d !== moving) coefficients[place.indexOf(d)] = 1;
      else if (phases) {
        coefficients[shape.length - 2] = 1;
        coefficients[shape.length - 1] = step;
      } else coefficients[shape.length - 1] = 1;
      // The last phases may end one entry later than any tap reads: they read the last one again.
      const table = d === moving && phases ? padTable(dimension, ranges[d], phase * step) : dimension.table;
      return {
        coefficients,
        table,
        stride: dimension.stride,
        start: table === dimension.table ? ranges[d].low : 0,
      };
    }),
  };
  const load: Expression = { op: 'load', dtype: input.dtype, input: 0 };
  const value: Expression = dtype === input.dtype ? load : { op: 'cast', dtype, a: load, mode: 'c' };
  const copyStrides = [...place.map(d => strides[d]), ...(phases ? [phase, 1] : [1])];
  return {
    copy: {
      nest: { shape, reduction: [], inputs: [source], outputs: [{ dtype, strides: copyStrides, value }] },
      input: index,
      elements: elements + 16,
      dtype,
    },
    laid: {
      dtype,
      source: input.source,
      shift: 0,
      fill: dtypes[dtype].bytes === 8 && dtypes[dtype].kind !== 'f' ? 0n : 0,
      dimensions: input.dimensions.map((dimension, d) => ({
        coefficients: dimension.coefficients,
        start: dimension.start - ranges[d].low,
        table: null,
        stride: strides[d],
        ...(d === moving && phases ? { phase } : {}),
      })),
    },
  };
}

/** The table of a dimension over a range, with its last entry repeated to `length`. */
function padTable(
  { table }: Dimension,
  { low, high }: { low: number; high: number },
  length: number,
): Int32Array {
  return Int32Array.from({ length }, (_, k) => {
    const entry = Math.min(low + k, high);
    return table ? table[entry] : entry - low;
  });
}
