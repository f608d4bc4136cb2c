/**
 * Decides how a nest is compiled: along which axis vectors lie, which output axis is tiled so that a loaded vector
 * serves several rows, which reduction axes are written out, and how each input is reached from a vector of points.
 * Everything that shapes the code is in `keyOf`; all other numbers are arguments of the compiled function.
 */
import { dtypes } from '../dtype.ts';
import { type Expression, operands } from '../expression.ts';
import type { Dimension, NormalInput, NormalNest } from './normal.ts';
import { bytesOf, LANES } from './vector.ts';

/**
 * How a vector of an input is loaded. `splat`: the same element for all points; `unit`: neighbours in memory;
 * `extended`: neighbours, but for a few places at either end that the extension puts elsewhere; `lanes`: one by one.
 */
export type VectorClass = 'splat' | 'unit' | 'extended' | 'lanes';

export interface InputLayout {
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

/** One evaluation of a load: which load, and how far from the point of the tile it reads, per axis. */
export interface Use {
  readonly input: number;
  readonly at: readonly number[] | undefined;
  readonly steps: readonly number[];
}

export interface Layout {
  readonly nest: NormalNest;
  readonly extents: readonly number[];
  /** `across`: a vector is of output points; `along`: a vector is of reduction points, folded at the end. */
  readonly mode: 'across' | 'along';
  readonly vectorAxis: number;
  readonly tileAxis: number;
  readonly tile: number;
  /** Vectors of a step. */
  readonly vectors: number;
  readonly outer: readonly number[];
  readonly looped: readonly number[];
  readonly unrolled: readonly number[];
  readonly inputs: readonly InputLayout[];
  /** `patched`: the end vectors of a row replace single lanes; `segments`: the ends of a row are loaded lane by lane. */
  readonly edges: 'none' | 'patched' | 'segments';
  /** Fewer points than a vector: they are computed one by one. */
  readonly narrow: boolean;
  /** An output is also an input, or accumulates: no point may be computed twice. */
  readonly inPlace: boolean;
  readonly reductions: readonly Reduction[];
}

export type Reduction = Extract<Expression, { op: 'reduce' }>;

/** Every node of the outputs' expressions once, operands first; `inside` for those under a reduction. */
export function eachNode(nest: NormalNest, visit: (node: Expression, inside: boolean) => void): void {
  const seen = [new Set<Expression>(), new Set<Expression>()];
  const walk = (node: Expression, inside: boolean): void => {
    const known = seen[inside ? 1 : 0];
    if (known.has(node)) return;
    known.add(node);
    for (const operand of operands(node)) walk(operand, inside || node.op === 'reduce');
    visit(node, inside);
  };
  for (const output of nest.outputs) walk(output.value, false);
}

/** From so many taps on two vectors are computed in a step, so that a tap that is loaded serves both. */
const MANY_TAPS = 16;
/** The most taps that are written out. */
export const MAXIMUM_UNROLLED = 128;

/** The offset of a use on one dimension. */
export function offsetOn(dimension: Dimension, { at, steps }: Use): number {
  let sum = 0;
  for (let axis = 0; axis < steps.length; axis++)
    sum += dimension.coefficients[axis] * ((at?.[axis] ?? 0) + steps[axis]);
  return sum;
}

/**
 * The offset of a use on the moving dimension, counted in elements of memory. `start` is part of it where entries are
 * sorted apart, since then it says which phase is read.
 */
export function movingOffset(dimension: Dimension, use: Use, vectorAxis: number): number {
  const offset = offsetOn(dimension, use);
  if (dimension.phase === undefined) return offset;
  const step = dimension.coefficients[vectorAxis];
  const entry = dimension.start + offset;
  const phase = ((entry % step) + step) % step;
  return phase * dimension.phase + (entry - phase) / step;
}

/** All combinations of steps along the unrolled axes, the last one fastest. */
export function unrolledSteps(extents: readonly number[], unrolled: readonly number[]): number[][] {
  let list = [extents.map(() => 0)];
  for (const axis of unrolled)
    list = list.flatMap(steps =>
      Array.from({ length: extents[axis] }, (_, k) => steps.map((step, a) => (a === axis ? k : step))),
    );
  return list;
}

/** Whether a dimension moves along both an output axis and this reduction axis: then a loaded vector is used again. */
const shared = (nest: NormalNest, axis: number) =>
  nest.inputs.some(({ dimensions }) =>
    dimensions.some(
      ({ coefficients }) =>
        coefficients[axis] !== 0 && nest.shape.some((_, output) => coefficients[output] !== 0),
    ),
  );

/** The reductions of a nest. */
export function reductionsOf(nest: NormalNest): Reduction[] {
  const reductions: Reduction[] = [];
  eachNode(nest, node => {
    if (node.op === 'reduce' && !reductions.includes(node)) reductions.push(node);
  });
  return reductions;
}

export function chooseMode(nest: NormalNest): Layout['mode'] {
  const reductions = reductionsOf(nest);
  const rank = nest.shape.length;
  if (nest.reduction.length === 0) return 'across';
  const last = rank + nest.reduction.length - 1;
  const inOrder = reductions.some(
    ({ kind, dtype }) => (kind === 'sum' || kind === 'product') && dtypes[dtype].kind === 'f',
  );
  if (inOrder || nest.reduction[nest.reduction.length - 1] < 2 * LANES) return 'across';
  const unitOn = (axis: number) =>
    nest.inputs.filter(({ dimensions }) =>
      dimensions.some(({ coefficients, stride }) => coefficients[axis] === 1 && stride === 1),
    ).length;
  if (nest.shape[rank - 1] < 4 * LANES) return 'along';
  return unitOn(last) > unitOn(rank - 1) ? 'along' : 'across';
}

/** Whether values are added to what an output holds. */
export const accumulates = (nest: NormalNest): boolean => nest.outputs.some(({ accumulate }) => accumulate);

/** Whether elements are only moved: then a vector costs little more than the step to the next one. */
const moves = ({ reduction, outputs }: NormalNest): boolean =>
  reduction.length === 0 && outputs.every(({ value }) => value.op === 'load');

/** The vectors of a step of a copy: four, or a whole short row, which then is one step (a million rows of 16: 8 of 31 ms). */
const vectorsOfCopy = (points: number): number =>
  points % LANES === 0 && points <= 8 * LANES ? Math.max(1, points / LANES) : points >= 4 * LANES ? 4 : 1;

/** Chooses the layout. `inPlace` says whether an output shares memory with an input, or accumulates. */
export function chooseLayout(nest: NormalNest, inPlace: boolean): Layout {
  const extents = [...nest.shape, ...nest.reduction];
  const rank = nest.shape.length;
  const reductions = reductionsOf(nest);
  const mode = chooseMode(nest);
  const outputs = nest.shape.map((_, axis) => axis);
  if (mode === 'along') {
    const folded = nest.reduction.map((_, k) => rank + k);
    const vectorAxis = folded[folded.length - 1];
    const base = {
      nest,
      extents,
      mode,
      vectorAxis,
      tileAxis: -1,
      tile: 1,
      vectors: 1,
      inPlace,
      reductions,
    } as const;
    const narrow = extents[vectorAxis] < LANES;
    return withInputs({ ...base, outer: outputs, looped: folded.slice(0, -1), unrolled: [], narrow });
  }

  const vectorAxis = chooseVectorAxis(nest);
  const unrolled = unrolledAxes(nest);
  const looped = nest.reduction.map((_, k) => rank + k).filter(axis => !unrolled.includes(axis));
  // Rows that look their places up stand anywhere, not a stride apart.
  const scatters = nest.outputs.some(({ lookups = [] }) => lookups.length > 0);
  const tileAxis = inPlace || scatters ? -1 : chooseTileAxis(nest, vectorAxis, unrolled, looped);
  const tile = tileAxis < 0 ? 1 : extents[tileAxis] >= 4 ? 4 : extents[tileAxis] >= 2 ? 2 : 1;
  const taps = unrolled.reduce((product, axis) => product * extents[axis], 1);
  const folding = looped.length > 0 ? (tile > 1 ? 2 : 4) : tile > 1 && taps >= MANY_TAPS ? 2 : 1;
  const vectors = tile === 1 && moves(nest) ? vectorsOfCopy(extents[vectorAxis]) : folding;
  return withInputs({
    nest,
    extents,
    mode,
    vectorAxis,
    tileAxis: tile === 1 ? -1 : tileAxis,
    tile,
    vectors,
    outer: outputs.filter(axis => axis !== vectorAxis && (tile === 1 || axis !== tileAxis)),
    looped,
    unrolled,
    narrow: extents[vectorAxis] < LANES,
    inPlace,
    reductions,
  });
}

/** The last reduction axes, as far as all their taps can be written out and loads are shared between them. */
export function unrolledAxes(nest: NormalNest): number[] {
  const rank = nest.shape.length;
  const unrolled: number[] = [];
  let taps = 1;
  for (let axis = rank + nest.reduction.length - 1; axis >= rank; axis--) {
    const extent = nest.reduction[axis - rank];
    if (taps * extent > MAXIMUM_UNROLLED || !shared(nest, axis)) break;
    taps *= extent;
    unrolled.unshift(axis);
  }
  return unrolled;
}

/** The last output axis, unless it is short and another one is long. What accumulates keeps the order of points. */
export function chooseVectorAxis(nest: NormalNest): number {
  const last = nest.shape.length - 1;
  if (nest.shape[last] >= 2 * LANES || accumulates(nest)) return last;
  const longest = nest.shape.indexOf(Math.max(...nest.shape));
  return nest.shape[longest] >= 4 * nest.shape[last] ? longest : last;
}

function chooseTileAxis(
  nest: NormalNest,
  vectorAxis: number,
  unrolled: readonly number[],
  looped: readonly number[],
): number {
  const rank = nest.shape.length;
  const axes = nest.shape.map((_, axis) => axis).filter(axis => axis !== vectorAxis);
  const moves = ({ dimensions }: NormalInput, axis: number) =>
    dimensions.some(({ coefficients }) => coefficients[axis] !== 0);
  if (nest.reduction.length > 0) {
    // An axis that some input does not see: what is loaded there serves every output along it.
    const reused = axes.filter(
      axis =>
        nest.shape[axis] > 1 &&
        nest.inputs.some(input => !moves(input, axis) && moves(input, vectorAxis)) &&
        nest.inputs.some(input => moves(input, axis)),
    );
    if (looped.length > 0 && reused.length > 0) return reused[reused.length - 1];
    const rows = axes.filter(axis =>
      nest.inputs.some(({ dimensions }) =>
        dimensions.some(
          ({ coefficients }) => coefficients[axis] !== 0 && unrolled.some(tap => coefficients[tap] !== 0),
        ),
      ),
    );
    if (rows.length > 0) return rows[rows.length - 1];
    return looped.length > 0 ? (axes[axes.length - 1] ?? -1) : -1;
  }
  let aside = -1;
  eachNode(nest, node => {
    if (node.op !== 'load' || !node.at) return;
    for (let axis = 0; axis < rank; axis++)
      if (axis !== vectorAxis && node.at[axis] !== 0) aside = Math.max(aside, axis);
  });
  return aside;
}

/** The uses of every load: for each point of a tile, and each tap that is written out. */
export function usesOf(layout: Omit<Layout, 'inputs' | 'edges'>): Use[] {
  const { nest, extents, unrolled, tile, tileAxis } = layout;
  const uses: Use[] = [];
  const taps = unrolledSteps(extents, unrolled);
  const none = [extents.map(() => 0)];
  eachNode(nest, (node, inside) => {
    if (node.op !== 'load') return;
    for (let row = 0; row < tile; row++)
      for (const tap of inside ? taps : none)
        uses.push({
          input: node.input,
          at: node.at,
          steps: tileAxis < 0 ? tap : tap.map((step, axis) => (axis === tileAxis ? row : step)),
        });
  });
  return uses;
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

function withInputs(layout: Omit<Layout, 'inputs' | 'edges'>): Layout {
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
  if (patched) return { ...layout, inputs, edges: 'patched' };
  const unit = extended.every(({ before, after }) => points - before - after >= 4 * LANES);
  return unit
    ? { ...layout, inputs, edges: 'segments', vectors: 1 }
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

/** What shapes the code of a layout, as text. */
export function keyOf(layout: Layout): string {
  const { nest, inputs } = layout;
  const numbers = new Map<Expression, number>();
  const nodes: string[] = [];
  eachNode(nest, node => {
    if (numbers.has(node)) return;
    numbers.set(node, numbers.size);
    const { op, dtype } = node;
    const rest =
      op === 'load'
        ? `${node.input}@${node.at ?? ''}`
        : op === 'constant'
          ? Object.is(node.value, -0)
            ? '-0'
            : node.value
          : op === 'parameter'
            ? node.index
            : op === 'coordinate'
              ? node.axis
              : op === 'cast'
                ? node.mode
                : op === 'reduce'
                  ? node.kind
                  : '';
    nodes.push(`${op} ${dtype} ${rest} ${operands(node).map(operand => numbers.get(operand))}`);
  });
  const ins = nest.inputs.map(({ dtype, dimensions }, k) => {
    const { class: how, before, after, fillBefore, fillAfter, outside } = inputs[k];
    const dims = dimensions.map(({ coefficients, table, stride, phase, start }, d) => {
      const look = table ? `t${outside[d] ? 'o' : ''}` : '';
      const baked = bakes(layout, k, d) ? `=${stride}` : '';
      return `${coefficients}${look}${baked}${phase === undefined ? '' : `p${phase},${start}`}`;
    });
    return `${dtype} ${how} ${before} ${after} ${fillBefore}${fillAfter} ${dims.join('/')}`;
  });
  const outs = nest.outputs.map(
    ({ dtype, strides, value, lookups = [], accumulate }) =>
      `${dtype} ${numbers.get(value)} ${strides[layout.vectorAxis] === 1} ${strides.length} ` +
      `${accumulate ? '+' : ''}${lookups.map(({ coefficients }) => coefficients).join('/')}`,
  );
  const { mode, vectorAxis, tileAxis, tile, vectors, looped, unrolled, edges, narrow, inPlace, extents } =
    layout;
  const shape = [
    mode,
    vectorAxis,
    tileAxis,
    tile,
    vectors,
    looped,
    '|',
    unrolled,
    edges,
    narrow,
    inPlace,
    nest.shape.length,
  ];
  return [shape, unrolled.map(axis => extents[axis]), nodes.join(';'), ins.join(';'), outs.join(';')].join(
    '\n',
  );
}

/**
 * Whether the stride of a dimension is written into the code: where tile or taps move along it and it has no table, so
 * that their offsets are immediates and need no registers. Not where a row may be one of fill values, which has no
 * other rows beside it.
 */
export function bakes(layout: Layout, input: number, d: number): boolean {
  const { coefficients, table } = layout.nest.inputs[input].dimensions[d];
  const { moving, outside } = layout.inputs[input];
  if (table || moving.includes(d)) return false;
  if (outside.some((is, other) => is && !moving.includes(other))) return false;
  const steps = [...layout.unrolled, ...(layout.tileAxis < 0 ? [] : [layout.tileAxis])];
  const moves = steps.some(axis => coefficients[axis] !== 0);
  return moves && (layout.inputs[input].class === 'splat' || layout.looped.length > 0);
}

export const byteStride = (input: NormalInput, d: number): number =>
  input.dimensions[d].stride * bytesOf(input.dtype);

/** Points of a stretch, where there is only one row: enough to make the start of a unit cheap. */
export const STRETCH = 4096;

/** Whether the only row is done in stretches. */
export const isStretched = ({
  mode,
  outer,
  tileAxis,
}: Pick<Layout, 'mode' | 'outer' | 'tileAxis'>): boolean =>
  mode === 'across' && outer.length === 0 && tileAxis < 0;

/** The units of work of a layout. */
export function unitsOf(layout: Layout): number {
  const rows = layout.outer.reduce((product, axis) => product * layout.extents[axis], 1);
  const { tileAxis, tile, extents } = layout;
  if (isStretched(layout)) return Math.ceil(extents[layout.vectorAxis] / STRETCH);
  return rows * (tileAxis < 0 ? 1 : Math.ceil(extents[tileAxis] / tile));
}
