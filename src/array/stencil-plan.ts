/** A stencil for inputs of certain types, shapes and strides: one nest, with an index table an axis that offsets move along. */
import { type Boundary, indexTable } from '../boundary/table.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { allocate, type DType, dtypes } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import { castValue, type Value } from '../kernels/value.ts';
import { type AxisGather, accessesOf, castScalar, loadedValue } from './bind.ts';
import { broadcastShapes } from './broadcast.ts';
import type { NDArray } from './ndarray.ts';
import { reducer } from './reduce.ts';
import { lower } from './stencil-lower.ts';
import { type InputNode, type Node, stepAt } from './stencil-node.ts';
import type { StencilSettings } from './stencil-options.ts';
import { moves, type Read, readOf, spanAt } from './stencil-reads.ts';
import { axesOf } from './views.ts';

/** A stencil before it has seen arrays. */
export interface StencilProgram {
  readonly outputs: readonly Node[];
  readonly reads: readonly Read[];
  readonly settings: StencilSettings;
}

export interface StencilPlan {
  /** Of the results. */
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  /** The results, each of the type in which it is kept. */
  readonly values: readonly Value[];
  /** By read. */
  readonly accesses: readonly (readonly Access[])[];
  /** By strides of the results. */
  readonly nests: Map<string, Nest>;
}

/** What decides over a plan, as text. */
export const formOf = (inputs: readonly NDArray[]): string =>
  inputs.map(({ dtype, shape, strides }) => `${dtype}:${shape}:${strides}`).join('|');

/** Where axis −3 begins that a channel is picked of. */
export const channelOffset = (x: NDArray, { channel }: Read): number =>
  channel === undefined ? 0 : channel * x.strides[x.ndim - 3];

/** The shape that a read brings to the broadcast. */
function shapeOf(name: string, x: NDArray, { input, channel }: Read): readonly number[] {
  if (channel === undefined) return x.shape;
  const axis = x.ndim - 3;
  const fields = { function: name, input, channel, shape: x.shape };
  if (axis < 0)
    throw new ConcordatError(
      'axis',
      `${name}: channel(${channel}) of input ${input} needs 3 axes; the array has shape ${showShape(x.shape)}`,
      fields,
    );
  if (channel >= x.shape[axis])
    throw new ConcordatError(
      'index',
      `${name}: channel ${channel} is out of bounds for axis -3 with size ${x.shape[axis]} of input ${input}, which has shape ${showShape(x.shape)}`,
      fields,
    );
  return x.shape.map((extent, each) => (each === axis ? 1 : extent));
}

function checkExtent(name: string, { input }: Read, x: NDArray, axis: number, boundary: Boundary): void {
  if (x.shape[axis] > 0 || boundary === 'constant') return;
  throw new ConcordatError(
    'shape',
    `${name}: can't extend empty axis ${axis} with boundary '${boundary}'; input ${input} has shape ${showShape(x.shape)}`,
    { function: name, input, axis, shape: x.shape, boundary },
  );
}

/**
 * Along which axes of the broadcast shape a read goes through a table: those that it moves along, but not where it is
 * stretched.
 */
function gatheredAxes(name: string, read: Read, own: readonly number[], full: readonly number[]): boolean[] {
  const rank = full.length;
  const beyond = read.spans.findIndex((span, back) => back >= rank && moves(span));
  if (beyond >= 0)
    throw new ConcordatError(
      'axis',
      `${name}: offsets go along ${beyond + 1} axes; the arrays have shape ${showShape(full)}, which has ${rank}`,
      { function: name, axes: beyond + 1, shape: full },
    );
  const missing = rank - own.length;
  const picked = read.channel === undefined ? -1 : rank - 3;
  return full.map(
    (extent, axis) =>
      moves(spanAt(read, rank - 1 - axis)) &&
      axis >= missing &&
      axis !== picked &&
      !(own[axis - missing] === 1 && extent !== 1),
  );
}

/** Whether an element of an integer type, or a bool, is exactly this number. */
function isElement(value: Scalar, dtype: DType): boolean {
  const cell = allocate(dtype, 1);
  cell[0] = castScalar(value, dtype) as never;
  return Number(cell[0]) === Number(value);
}

function checkFill(name: string, { re, im }: StencilSettings['fill'], dtype: DType, input: number): void {
  const { kind } = dtypes[dtype];
  if (kind === 'c' || (Number(im) === 0 && (kind === 'f' || isElement(re, dtype)))) return;
  throw new ConcordatError(
    'value',
    `${name}: value is ${Number(im) === 0 ? re : `${re} + ${im}i`}, which ${dtype}, the type of input ${input}, does not hold; cast the input first`,
    { function: name, argument: 'value', input, dtype },
  );
}

/** Plans a stencil for inputs. */
export function planStencil(program: StencilProgram, inputs: readonly NDArray[]): StencilPlan {
  const { reads, settings } = program;
  const { name, fill, reduce } = settings;
  const unread = inputs.filter((_, input) => !reads.some(read => read.input === input));
  const shapes = reads.map(read => shapeOf(name, inputs[read.input], read));
  const full = broadcastShapes(name, ...shapes, ...unread.map(({ shape }) => shape));
  const rank = full.length;
  const folded = reduce ? axesOf(name, settings.axis, rank) : [];
  const kept = full.map((_, axis) => axis).filter(axis => !folded.includes(axis));
  /** The axes of the broadcast shape in the order of the loops. */
  const loops = [...kept, ...folded];

  const gathered = reads.map((read, k) => gatheredAxes(name, read, shapes[k], full));

  const accesses = reads.map((read, k) => {
    const x = inputs[read.input];
    const missing = rank - x.ndim;
    const strides = loops.map(axis =>
      axis < missing || gathered[k][axis] || shapes[k][axis - missing] === 1 ? 0 : x.strides[axis - missing],
    );
    const gathers = loops.flatMap((axis, loop): AxisGather[] => {
      if (!gathered[k][axis]) return [];
      const back = rank - 1 - axis;
      const { low, high } = spanAt(read, back);
      const own = axis - missing;
      const boundary = settings.boundaryAt(back);
      checkExtent(name, read, x, own, boundary);
      if (boundary === 'constant') checkFill(name, fill, x.dtype, read.input);
      const table = indexTable(boundary, x.shape[own], low, full[axis] + high - low);
      return [{ axis: own, coefficients: loops.map((_, each) => Number(each === loop)), start: -low, table }];
    });
    return accessesOf(x, { strides, gathers, fill }, loops.length);
  });

  const firsts = accesses.map((_, k) => accesses.slice(0, k).reduce((sum, { length }) => sum + length, 0));
  const loads = new Map<string, Value>();
  const load = (node: InputNode): Value => {
    const k = readOf(reads, node);
    const at = loops.map(axis => (gathered[k][axis] ? stepAt(node, rank - 1 - axis) : 0));
    const key = `${k}:${at}`;
    const known = loads.get(key);
    if (known) return known;
    const { dtype } = inputs[node.input];
    const made = loadedValue(dtype, firsts[k], at.some(step => step !== 0) ? at : undefined);
    loads.set(key, made);
    return made;
  };
  const computed = lower(name, program.outputs, load);
  const values = reduce ? computed.map(reducer(reduce, full, folded, name)) : computed;
  return {
    shape: kept.map(axis => full[axis]),
    reduction: folded.map(axis => full[axis]),
    values: values.map(value => castValue(value, settings.dtype ?? value.dtype)),
    accesses,
    nests: new Map(),
  };
}
