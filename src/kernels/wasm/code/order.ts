/**
 * In which order the taps of a tile are evaluated. For each output they come in the order of the definition, last
 * axis fastest; between outputs they are interleaved so that what one load brings is used up while it is in a
 * register: all taps of all rows that read one row of the input stand together.
 */
import type { CodeShape } from './code-shape.ts';
import { unrolledSteps } from './uses.ts';

export interface Tap {
  readonly row: number;
  readonly steps: readonly number[];
}

/** The unrolled axis that shares a dimension with the tile axis, and in which direction the input row moves. */
function wave(shape: CodeShape): { axis: number; along: number; across: number } | null {
  const { tileAxis, unrolled, inputs } = shape;
  if (tileAxis < 0) return null;
  for (const { class: how, moving, dimensions } of inputs)
    for (const [d, { coefficients }] of dimensions.entries()) {
      if (how === 'splat' || moving.includes(d) || coefficients[tileAxis] === 0) continue;
      const tap = unrolled.find(({ axis }) => coefficients[axis] !== 0);
      if (tap) return { axis: tap.axis, along: coefficients[tap.axis], across: coefficients[tileAxis] };
    }
  return null;
}

export function orderTaps(shape: CodeShape): Tap[] {
  const { axes, unrolled, tile, tileAxis } = shape;
  const shared = wave(shape);
  const taps = unrolledSteps(axes, unrolled).flatMap(steps =>
    Array.from({ length: tile }, (_, row) => {
      const key = unrolled.map(({ axis }) =>
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
