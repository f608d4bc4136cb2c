/**
 * What a portion of a nest writes of an output in ordinary memory: into a block of the heap without gaps, in the order in
 * which it lies in the output, and from there to its places. Nothing else of the output is touched, so memory that is
 * shared with others keeps what they write beside it.
 */

import type { Binding } from '../../kernels/bindings.ts';
import type { TypedArray } from '../../kernels/dtype.ts';
import { load } from '../../kernels/expression.ts';
import { interpret } from '../../kernels/interpret.ts';
import type { NormalOutput } from '../../kernels/passes/index.ts';
import { evenPitch } from './alignment.ts';
import { bitsOf, copyRow, copyStrided } from './bits.ts';
import { costOf } from './copy-cost.ts';
import { portionStart } from './windows.ts';

/** Elements of a row, or between places, on both sides. */
interface ResultAxis {
  readonly count: number;
  readonly pitch: number;
  readonly stride: number;
}

/** What the block of a result is like; it is the same for all portions of one size. */
export interface ResultBlock {
  /** From the smallest stride on. */
  readonly axes: readonly ResultAxis[];
  readonly size: number;
  /** Where the element stands that is written when all counters are zero. */
  readonly base: number;
  /** Steps from its place in the output to the lowest one, along strides. */
  readonly first: number;
  readonly output: NormalOutput;
  readonly cost: number;
}

/** The result of an output for output axes of these extents. */
export function resultOfOutput(output: NormalOutput, shape: readonly number[]): ResultBlock {
  const { dtype, value, strides } = output;
  const scattered = output.accumulate || (output.lookups?.length ?? 0) > 0;
  const order = shape.map((_, axis) => axis);
  // What is added keeps its order, and so do places that are looked up.
  if (scattered) order.reverse();
  else order.sort((a, b) => Math.abs(strides[a]) - Math.abs(strides[b]) || b - a);
  const pitches: number[] = [];
  const axes: ResultAxis[] = [];
  let [size, base, first] = [1, 0, 0];
  for (const axis of order) {
    const [count, stride] = [shape[axis], scattered ? 1 : strides[axis]];
    const below = axes[axes.length - 1];
    const step = Math.abs(stride);
    const joins = below !== undefined && step === below.stride * below.count;
    const pitch = scattered || joins || !below || count === 1 ? size : evenPitch(size, step, dtype);
    pitches[axis] = Math.sign(stride || 1) * pitch;
    if (stride < 0) {
      base += pitch * (count - 1);
      first += stride * (count - 1);
    }
    if (joins) axes[axes.length - 1] = { ...below, count: below.count * count };
    else if (count > 1 || axes.length === 0) axes.push({ count, pitch, stride: step });
    size = pitch * count;
  }
  const stretch = !scattered && axes[0].stride === 1 ? axes[0].count : 1;
  return {
    axes,
    size,
    base,
    first,
    output: { dtype, value, strides: pitches },
    cost: costOf(size, stretch),
  };
}

/** The lowest place of the output that a result is copied to, of all that are not looked up. */
export const lowestPlace = (
  { first }: ResultBlock,
  { strides, shift = 0 }: NormalOutput,
  from: readonly number[],
  base: number,
): number => base + portionStart(strides, shift, from) + first;

/** Copies a result to its places, of which the lowest is the base of `target`. `from` is the first point of the portion. */
export function deliverResult(
  { axes, output: { strides: pitches } }: ResultBlock,
  { dtype, strides, lookups = [], accumulate }: NormalOutput,
  shape: readonly number[],
  from: readonly number[],
  block: TypedArray,
  target: Binding,
): void {
  if (accumulate || lookups.length > 0) {
    const gathers = lookups.map(lookup => ({
      ...lookup,
      start: portionStart(lookup.coefficients, lookup.start, from),
    }));
    interpret(
      {
        shape,
        reduction: [],
        inputs: [{ dtype, strides: pitches, gathers: [], fill: 0 }],
        outputs: [{ dtype, strides, gathers, accumulate, value: load(0, dtype) }],
      },
      [{ data: block, base: 0 }],
      [target],
    );
    return;
  }
  const [source, to] = [bitsOf(block), bitsOf(target.data)];
  const copy = (level: number, at: number, place: number): void => {
    const { count, pitch, stride } = axes[level];
    if (level === 0) {
      if (stride === 1) copyRow(to, place, source, at, count);
      else copyStrided(to, place, stride, source, at, 1, count);
      return;
    }
    for (let k = 0; k < count; k++) copy(level - 1, at + k * pitch, place + k * stride);
  };
  copy(axes.length - 1, 0, target.base);
}
