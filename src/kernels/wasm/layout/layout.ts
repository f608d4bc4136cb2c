/**
 * How a nest is compiled: what shapes the code, the numbers that are its arguments, and the nest itself, which is what the
 * tables, sources and element types of a run are read from.
 */
import type { Dimension, NormalInput, NormalNest } from '../../passes/normal-nest.ts';
import type { CodeShape, InputShape, Walk } from '../code/code-shape.ts';
import { bytesOf } from '../code/vector.ts';
import type { InputNumbers, LayoutNumbers } from './argument-values.ts';

import { type EdgedInputs, type LaidInput, phasesOf } from './lay-inputs.ts';

export interface Layout {
  readonly nest: NormalNest;
  readonly shape: CodeShape;
  readonly numbers: LayoutNumbers;
  /** The units of work. */
  readonly units: number;
}

/** The layout of a nest that is walked so, its inputs loaded so. */
export function layoutOf(nest: NormalNest, walk: Walk, { edges, vectors, inputs }: EdgedInputs): Layout {
  const outputs = nest.outputs.map(({ dtype, value, strides, lookups = [], accumulate = false }) => ({
    dtype,
    value,
    neighbours: strides[walk.vectorAxis] === 1,
    accumulate,
    lookups: lookups.map(({ coefficients }) => coefficients),
  }));
  const shapes = nest.inputs.map((input, k) => inputShape(input, inputs[k], walk, edges));
  const shape: CodeShape = { ...walk, vectors, edges, inputs: shapes, outputs };
  const extents = [...nest.shape, ...nest.reduction];
  const numbers = numbersOf(nest, shape, inputs);
  const rows = walk.outer.reduce((product, axis) => product * extents[axis], 1);
  return { nest, shape, numbers, units: rows * numbers.tiles * numbers.stretches };
}

function inputShape(
  { dtype, dimensions }: NormalInput,
  laid: LaidInput,
  walk: Walk,
  edges: CodeShape['edges'],
): InputShape {
  const { class: how, moving, before, after, fillBefore, fillAfter, outside } = laid;
  const { low, high } = how === 'unit' || how === 'extended' ? laid : { low: 0, high: 0 };
  const patched = how === 'extended' && edges === 'patched';
  return {
    dtype,
    class: how,
    moving,
    low,
    high,
    ends: patched ? { before, after, fillBefore, fillAfter } : null,
    dimensions: dimensions.map((dimension, d) => ({
      coefficients: dimension.coefficients,
      table: dimension.table ? (outside[d] ? 'outside' : 'inside') : 'none',
      bakedStride: bakes(dimension, d, laid, walk) ? dimension.stride * bytesOf(dtype) : null,
      phases: phasesOf(dimension),
    })),
  };
}

/** Elements between neighbours that a tile uses up together. */
const NEAR = 8;

/**
 * Whether the stride of a dimension is written into the code: where tile or taps move along it and it has no table, so
 * that their offsets are immediates and need no registers. Not where a row may be one of fill values, which has no
 * other rows beside it.
 */
function bakes(
  { coefficients, table, stride }: Dimension,
  d: number,
  { class: how, moving, outside }: LaidInput,
  { unrolled, tileAxis, looped }: Walk,
): boolean {
  if (table || moving.includes(d)) return false;
  if (outside.some((is, other) => is && !moving.includes(other))) return false;
  const moves = tileAxis >= 0 && coefficients[tileAxis] !== 0;
  if (!moves && unrolled.every(({ axis }) => coefficients[axis] === 0)) return false;
  // What lies across has the rows of a tile beside each other.
  return how === 'splat' || looped.length > 0 || (how === 'lanes' && Math.abs(stride) <= NEAR);
}

function numbersOf(
  nest: NormalNest,
  { vectorAxis, tileAxis, tile, stretch, edges }: CodeShape,
  inputs: readonly LaidInput[],
): LayoutNumbers {
  const extents = [...nest.shape, ...nest.reduction];
  const points = extents[vectorAxis];
  const extended = inputs.filter(input => input.class === 'extended');
  const most = (pick: 'before' | 'after') => Math.max(0, ...extended.map(input => input[pick]));
  return {
    extents,
    points,
    tiles: tileAxis < 0 ? 1 : Math.ceil(extents[tileAxis] / tile),
    stretches: stretch > 0 ? Math.ceil(points / stretch) : 1,
    innerStart: most('before'),
    innerEnd: points - most('after'),
    inputs: nest.inputs.map((input, k) => inputNumbers(input, inputs[k], points, edges)),
    outputStrides: nest.outputs.map(({ strides, dtype }) => strides.map(stride => stride * bytesOf(dtype))),
  };
}

function inputNumbers(
  { dtype, dimensions, fill }: NormalInput,
  { class: how, moving, low, high, before, after, displacement }: LaidInput,
  points: number,
  edges: CodeShape['edges'],
): InputNumbers {
  const bytes = bytesOf(dtype);
  const { start, table } = dimensions[moving[0]] ?? { start: 0, table: null };
  /** The places of some entries in bytes. */
  const places = (count: number, entryOf: (place: number) => number) =>
    edges === 'patched' && how === 'extended' && table
      ? Array.from({ length: count }, (_, place) => table[start + entryOf(place)] * bytes)
      : [];
  return {
    strides: dimensions.map(({ stride }) => stride * bytes),
    starts: dimensions.map(dimension => dimension.start * dimension.stride * bytes),
    fill,
    fillRowStart: how === 'unit' ? -low * bytes : 0,
    interior: (start + displacement + low) * bytes,
    first: places(before, place => low + place),
    last: places(after, place => high + points - 1 - place),
  };
}
