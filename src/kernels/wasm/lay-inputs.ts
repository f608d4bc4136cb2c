/** How each input of a layout is reached from a vector of points, and what happens at the ends of a row. */
import { fittingVectors } from './choose-vectors.ts';
import { type InputLayout, isStretched, type Layout } from './layout.ts';
import type { NormalInput } from './normal.ts';
import { movingOffset, type Use, usesOf } from './uses.ts';
import { LANES } from './vector.ts';

/** The run of neighbours around the middle of a table: entries low … high − 1 hold e + displacement. */
function interior(table: Int32Array, from: number, to: number) {
  const middle = (from + to) >> 1;
  const displacement = table[middle] - middle;
  if (table[middle] < 0) return { low: middle, high: middle, displacement: -from };
  let low = middle;
  while (low > from && table[low - 1] === low - 1 + displacement && table[low - 1] >= 0) low--;
  let high = middle + 1;
  while (high < to && table[high] === high + displacement) high++;
  return { low, high, displacement };
}

export function withInputs(layout: Omit<Layout, 'inputs' | 'edges'>): Layout {
  const { nest, extents, vectorAxis } = layout;
  const points = extents[vectorAxis];
  const offsets = new Map<number, Use[]>();
  for (const use of usesOf(layout)) {
    const list = offsets.get(use.input);
    if (list) list.push(use);
    else offsets.set(use.input, [use]);
  }
  const inputs = nest.inputs.map((input, index) => layInput(input, offsets.get(index) ?? [], layout, points));
  const extended = inputs.filter(input => input.class === 'extended' && input.before + input.after > 0);
  // Patches need both ends in different vectors, and the last inner vector, which may start early, clear of them; a
  // row in stretches, or folded, has no place of its own for the ends.
  const patched =
    layout.mode === 'across' &&
    !isStretched(layout) &&
    !layout.inPlace &&
    layout.looped.length === 0 &&
    (points === 2 * LANES || points >= 3 * LANES) &&
    extended.every(({ before, after }) => before <= LANES && after <= LANES);
  if (extended.length === 0) return { ...layout, inputs, edges: 'none' };
  if (patched) {
    const vectors = fittingVectors(layout.vectors, points - 2 * LANES);
    return { ...layout, inputs, edges: 'patched', vectors };
  }
  const unit = extended.every(({ before, after }) => points - before - after >= 4 * LANES);
  return unit
    ? { ...layout, inputs, edges: 'segments' }
    : {
        ...layout,
        edges: 'none',
        inputs: inputs.map(input =>
          input.class === 'extended' && input.before + input.after > 0 ? { ...input, class: 'lanes' } : input,
        ),
      };
}

function layInput(
  input: NormalInput,
  uses: readonly Use[],
  { vectorAxis, tileAxis }: Pick<Layout, 'vectorAxis' | 'tileAxis'>,
  points: number,
): InputLayout {
  const outside = input.dimensions.map(({ table, inside }) =>
    inside ? false : (table?.includes(-1) ?? false),
  );
  const moving = input.dimensions
    .map((_, d) => d)
    .filter(d => input.dimensions[d].coefficients[vectorAxis] !== 0);
  const plain: InputLayout = {
    class: 'lanes',
    moving,
    low: 0,
    high: 0,
    before: 0,
    after: 0,
    fillBefore: false,
    fillAfter: false,
    displacement: 0,
    outside,
  };
  if (uses.length === 0) return plain;
  if (moving.length === 0) return { ...plain, class: 'splat' };
  const dimension = input.dimensions[moving[0]];
  const sorted = dimension.phase !== undefined;
  if (moving.length > 1 || dimension.stride !== 1) return plain;
  if (dimension.coefficients[vectorAxis] !== 1 && !sorted) return plain;
  const reached = uses.map(use => movingOffset(dimension, use, vectorAxis));
  const [low, high] = [Math.min(...reached), Math.max(...reached)];
  if (!dimension.table) return { ...plain, class: 'unit', low, high };
  // Along any other loop, that over tiles included, the interior would move.
  const others = dimension.coefficients.some(
    (step, axis) => step !== 0 && axis !== vectorAxis && (axis === tileAxis || !stepsOnly(uses, axis)),
  );
  if (others) return plain;
  const [from, to] = [dimension.start + low, dimension.start + high + points];
  const { table } = dimension;
  const run = interior(table, from, to);
  const [fillBefore, fillAfter] = [run.low > from && table[from] < 0, run.high < to && table[to - 1] < 0];
  const mixed = (low: number, high: number, fill: boolean) => {
    for (let entry = low; entry < high; entry++) if (table[entry] < 0 !== fill) return true;
    return false;
  };
  if (mixed(from, run.low, fillBefore) || mixed(run.high, to, fillAfter)) return plain;
  return {
    ...plain,
    class: 'extended',
    low,
    high,
    before: run.low - from,
    after: to - run.high,
    fillBefore,
    fillAfter,
    displacement: run.displacement,
  };
}

/** Whether an axis is written out: its steps are all in the uses. */
const stepsOnly = (uses: readonly Use[], axis: number) => uses.some(({ steps }) => steps[axis] !== 0);
