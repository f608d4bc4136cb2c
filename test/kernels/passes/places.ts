/** Where the loads of a nest in normal form read, by its definition. */
import type { NormalInput, NormalNest } from '../../../src/kernels/passes/index.ts';

/** The counters of all points of some extents, the last one fastest. */
export function* pointsOf(extents: readonly number[]): Generator<number[]> {
  if (extents.includes(0)) return;
  const counters = extents.map(() => 0);
  for (;;) {
    yield [...counters];
    let axis = extents.length - 1;
    while (axis >= 0 && ++counters[axis] === extents[axis]) counters[axis--] = 0;
    if (axis < 0) return;
  }
}

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, k) => sum + x * (b[k] ?? 0), 0);

/** The element that an input reads, from its base; null outside. `vectorAxis` is where entries are sorted apart by phase. */
export function placeOf(
  { shift, dimensions }: NormalInput,
  counters: readonly number[],
  vectorAxis = -1,
): number | null {
  let place = shift;
  for (const { coefficients, start, table, stride, phase } of dimensions) {
    const entry = start + dot(coefficients, counters);
    if (table && table[entry] < 0) return null;
    const step = coefficients[vectorAxis];
    place +=
      phase === undefined
        ? stride * (table ? table[entry] : entry)
        : (entry % step) * phase + Math.floor(entry / step);
  }
  return place;
}

/** The elements that an input reads at every point of a nest, sorted. */
export const placesOf = ({ shape, reduction, inputs }: NormalNest, input: number): number[] =>
  [...pointsOf([...shape, ...reduction])]
    .map(counters => placeOf(inputs[input], counters) ?? -1)
    .sort((a, b) => a - b);

/** Which element an output writes at a point. */
export const targetOf = ({ outputs }: NormalNest, output: number, counters: readonly number[]): number =>
  dot(outputs[output].strides, counters);
