/**
 * In which order the taps of a tile are evaluated. For each output they come in the order of the definition, last
 * axis fastest; between outputs they are interleaved so that what one load brings is used up while it is in a
 * register: all taps of all rows that read one row of the input stand together.
 */
import type { Layout } from './layout.ts';
import { unrolledSteps } from './uses.ts';

export interface Tap {
  readonly row: number;
  readonly steps: readonly number[];
}

/** The unrolled axis that shares a dimension with the tile axis, and in which direction the input row moves. */
function wave(layout: Layout): { axis: number; along: number; across: number } | null {
  const { nest, tileAxis, unrolled, inputs } = layout;
  if (tileAxis < 0) return null;
  for (const [k, { dimensions }] of nest.inputs.entries())
    for (const [d, { coefficients }] of dimensions.entries()) {
      if (inputs[k].class === 'splat' || inputs[k].moving.includes(d) || coefficients[tileAxis] === 0)
        continue;
      const axis = unrolled.find(tap => coefficients[tap] !== 0);
      if (axis !== undefined) return { axis, along: coefficients[axis], across: coefficients[tileAxis] };
    }
  return null;
}

export function orderTaps(layout: Layout): Tap[] {
  const { extents, unrolled, tile, tileAxis } = layout;
  const shared = wave(layout);
  const taps = unrolledSteps(extents, unrolled).flatMap(steps =>
    Array.from({ length: tile }, (_, row) => {
      const key = unrolled.map(axis =>
        axis === shared?.axis
          ? Math.sign(shared.along) * (shared.along * steps[axis] + shared.across * row)
          : steps[axis],
      );
      return { row, steps: steps.map((step, axis) => (axis === tileAxis ? row : step)), key: [...key, row] };
    }),
  );
  return taps.sort((a, b) => {
    const k = a.key.findIndex((value, index) => value !== b.key[index]);
    return k < 0 ? 0 : a.key[k] - b.key[k];
  });
}
