/** How each input of a nest is reached from a vector of points, and what happens at the ends of a row. */
import type { Dimension, NormalInput, NormalNest } from '../../passes/normal-nest.ts';
import type { CodeShape, Phases, VectorClass, Walk } from '../code/code-shape.ts';
import { type LoadUse, movingOffset, usesOf } from '../code/uses.ts';
import { LANES } from '../code/vector.ts';
import { fittingVectors } from './choose-vectors.ts';

/** Where the entries of a dimension are sorted apart by phase, how; else null. */
export const phasesOf = ({ phase, start }: Dimension): Phases | null =>
  phase === undefined ? null : { pitch: phase, start };

/** One input as it is loaded. */
export interface LaidInput {
  readonly class: VectorClass;
  /** The dimensions that move along the vector axis. */
  readonly moving: readonly number[];
  /** The lowest and highest offset on the moving dimension of a unit or extended input. */
  readonly low: number;
  readonly high: number;
  /** Extended inputs: the places at either end that are not neighbours in memory, and whether they are the fill. */
  readonly before: number;
  readonly after: number;
  readonly fillBefore: boolean;
  readonly fillAfter: boolean;
  /** Extended inputs: table[e] = e + displacement in the interior. */
  readonly displacement: number;
  /** Per dimension, whether its table has places outside. */
  readonly outside: readonly boolean[];
}

/** All inputs, what is done at the ends of a row, and how many vectors a step has then. */
export interface EdgedInputs {
  readonly inputs: readonly LaidInput[];
  readonly edges: CodeShape['edges'];
  readonly vectors: number;
}

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

export function layInputs(nest: NormalNest, walk: Walk): EdgedInputs {
  const points = [...nest.shape, ...nest.reduction][walk.vectorAxis];
  const uses: LoadUse[][] = nest.inputs.map(() => []);
  for (const use of usesOf(nest, walk)) uses[use.input].push(use);
  const inputs = nest.inputs.map((input, k) => layInput(input, uses[k], walk, points));
  const extended = inputs.filter(input => input.class === 'extended' && input.before + input.after > 0);
  const { vectors } = walk;
  if (extended.length === 0) return { inputs, edges: 'none', vectors };
  // Patches need both ends in different vectors, and the last inner vector, which may start early, clear of them; a
  // row in stretches, or folded, has no place of its own for the ends.
  const patched =
    walk.mode === 'across' &&
    walk.stretch === 0 &&
    !walk.inPlace &&
    walk.looped.length === 0 &&
    (points === 2 * LANES || points >= 3 * LANES) &&
    extended.every(({ before, after }) => before <= LANES && after <= LANES);
  if (patched) return { inputs, edges: 'patched', vectors: fittingVectors(vectors, points - 2 * LANES) };
  if (extended.every(({ before, after }) => points - before - after >= 4 * LANES))
    return { inputs, edges: 'segments', vectors };
  const byLane = (input: LaidInput): LaidInput =>
    extended.includes(input) ? { ...input, class: 'lanes' } : input;
  return { inputs: inputs.map(byLane), edges: 'none', vectors };
}

function layInput(
  input: NormalInput,
  uses: readonly LoadUse[],
  { vectorAxis, tileAxis }: Walk,
  points: number,
): LaidInput {
  const outside = input.dimensions.map(({ table, inside }) =>
    inside ? false : (table?.includes(-1) ?? false),
  );
  const moving = input.dimensions
    .map((_, d) => d)
    .filter(d => input.dimensions[d].coefficients[vectorAxis] !== 0);
  const plain: LaidInput = {
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
  const phases = phasesOf(dimension);
  if (moving.length > 1 || dimension.stride !== 1) return plain;
  if (dimension.coefficients[vectorAxis] !== 1 && !phases) return plain;
  const { coefficients } = dimension;
  const reached = uses.map(use => movingOffset({ coefficients, phases }, use, vectorAxis));
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
const stepsOnly = (uses: readonly LoadUse[], axis: number) => uses.some(({ steps }) => steps[axis] !== 0);
