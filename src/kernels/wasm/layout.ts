/**
 * How a nest is compiled, as data. Everything that shapes the code is in `keyOf`; all other numbers are arguments of the
 * compiled function.
 */
import { type Expression, operands } from '../expression.ts';
import type { NormalInput, NormalNest } from './normal.ts';
import { eachNode } from './uses.ts';
import { bytesOf } from './vector.ts';

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
