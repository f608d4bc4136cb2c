/** A stencil for inputs of certain types, shapes and strides: one nest, with an index table an axis that offsets move along. */
import { LONG } from '../boundary/extension.ts';
import { type Boundary, indexTable } from '../boundary/table.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { allocate, type DType, dtypes } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import { castValue, type Value } from '../kernels/value.ts';
import { axesOf } from '../views/axes.ts';
import { type AxisGather, accessesOf, castScalar, loadedValue } from '../views/bind.ts';
import { broadcastShapes } from '../views/broadcast.ts';
import { reducer } from '../views/reduce.ts';
import type { ViewForm } from '../views/view.ts';
import { lower } from './lower.ts';
import { type InputNode, type Node, nodesOf, stepAt } from './node.ts';
import type { StencilSettings } from './options.ts';
import { isMoving, type Read, readOf, type Span, spanAt } from './reads.ts';

/** A stencil before it has seen arrays. */
export interface StencilProgram {
  readonly outputs: readonly Node[];
  readonly reads: readonly Read[];
  readonly settings: StencilSettings;
}

/** What a stencil does with inputs of certain forms. */
export interface StencilPlan {
  /** Of the results. */
  readonly shape: readonly number[];
  /** Into how many parts the points are divided, and each of them. */
  readonly count: number;
  readonly part: (k: number) => StencilPart;
}

/** One nest of a stencil. */
export interface StencilPart {
  /** The points, and the place of the first of them. */
  readonly shape: readonly number[];
  readonly place: readonly number[];
  readonly reduction: readonly number[];
  /** The results, each of the type in which it is kept. */
  readonly values: readonly Value[];
  /** By read. */
  readonly accesses: readonly (readonly Access[])[];
  /** By read, how far behind the first element of its input it begins. */
  readonly offsets: readonly number[];
  /** By strides of the results. */
  readonly nests: Map<string, Nest>;
}

/** Where axis −3 begins that a channel is picked of. */
export const channelOffset = (x: ViewForm, { channel }: Read): number =>
  channel === undefined ? 0 : channel * x.strides[x.shape.length - 3];

/** The shape that a read brings to the broadcast. */
function shapeOf(name: string, x: ViewForm, { input, channel }: Read): readonly number[] {
  if (channel === undefined) return x.shape;
  const axis = x.shape.length - 3;
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

function checkExtent(name: string, { input }: Read, x: ViewForm, axis: number, boundary: Boundary): void {
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
  const beyond = read.spans.findIndex((span, back) => back >= rank && isMoving(span));
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
      isMoving(spanAt(read, rank - 1 - axis)) &&
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

/** Plans a stencil for inputs: all of it, or the points of one part. */
export function planStencil(program: StencilProgram, inputs: readonly ViewForm[]): StencilPlan {
  const { reads, settings } = program;
  const { name, reduce } = settings;
  const unread = inputs.filter((_, input) => !reads.some(read => read.input === input));
  const shapes = reads.map(read => shapeOf(name, inputs[read.input], read));
  const full = broadcastShapes(name, ...shapes, ...unread.map(({ shape }) => shape));
  const folded = reduce ? axesOf(name, settings.axis, full.length) : [];
  const kept = full.map((_, axis) => axis).filter(axis => !folded.includes(axis));
  const gathered = reads.map((read, k) => gatheredAxes(name, read, shapes[k], full));
  const form = { program, inputs, shapes, full, folded, kept, gathered };
  const parts = partsOf(form);
  return {
    shape: kept.map(axis => full[axis]),
    count: parts.length,
    part: cached(parts.length, k => planPart(form, parts[k])),
  };
}

/** A stencil and the inputs that it is planned for. */
interface Form {
  readonly program: StencilProgram;
  readonly inputs: readonly ViewForm[];
  /** What each read brings to the broadcast. */
  readonly shapes: readonly (readonly number[])[];
  /** The shape to which inputs broadcast. */
  readonly full: readonly number[];
  readonly folded: readonly number[];
  readonly kept: readonly number[];
  /** By read, whether it reads through a table along each axis. */
  readonly gathered: readonly (readonly boolean[])[];
}

/** Some of the points along one axis of the broadcast shape; all of them without an axis. */
interface Range {
  readonly axis: number;
  readonly from: number;
  readonly length: number;
  /** Whether all that is read lies inside of the inputs. */
  readonly inside: boolean;
}

const whole: Range = { axis: -1, from: 0, length: 0, inside: false };

/** So many parts keep their plans. */
const MOST_KEPT = 4;

function cached<T>(count: number, make: (k: number) => T): (k: number) => T {
  const known = new Map<number, T>();
  return k => {
    const found = known.get(k) ?? make(k);
    if (count <= MOST_KEPT) known.set(k, found);
    return found;
  };
}

/**
 * A long axis in parts: where every neighbour lies inside of the inputs no table is needed, and the ends need short ones.
 * An axis that is folded is not divided.
 */
function partsOf({ program: { reads }, full, kept, gathered }: Form): Range[] {
  const axis = kept.find(each => full[each] > LONG && gathered.some(axes => axes[each]));
  if (axis === undefined || full.includes(0)) return [whole];
  const extent = full[axis];
  const spans = reads.filter((_, k) => gathered[k][axis]).map(read => spanAt(read, full.length - 1 - axis));
  const begin = Math.min(extent, -Math.min(0, ...spans.map(({ low }) => low)));
  const end = Math.max(begin, extent - Math.max(0, ...spans.map(({ high }) => high)));
  const outer = (from: number, to: number) =>
    Array.from({ length: Math.ceil((to - from) / LONG) }, (_, k) => ({
      axis,
      from: from + k * LONG,
      length: Math.min(LONG, to - from - k * LONG),
      inside: false,
    }));
  const inner = end > begin ? [{ axis, from: begin, length: end - begin, inside: true }] : [];
  return [...outer(0, begin), ...inner, ...outer(end, extent)];
}

/** The distinct steps of a read along an axis, the point itself among them. */
const stepsOf = ({ outputs, reads }: StencilProgram, read: Read, back: number): number[] => [
  ...new Set([
    0,
    ...[...nodesOf(outputs)].flatMap(node =>
      node.kind === 'input' && readOf(reads, node) === reads.indexOf(read) ? [stepAt(node, back)] : [],
    ),
  ]),
];

/** How a read reaches along a loop: `at` tells by how much the counter is moved for a step. */
interface Along {
  readonly gather?: Omit<AxisGather, 'axis' | 'coefficients'>;
  readonly at: (step: number) => number;
}

function planPart(form: Form, range: Range): StencilPart {
  const { program, inputs, shapes, full, folded, kept, gathered } = form;
  const { reads, settings } = program;
  const { name, fill, reduce } = settings;
  const rank = full.length;
  /** The axes of the broadcast shape in the order of the loops. */
  const loops = [...kept, ...folded];
  const lengthOf = (axis: number) => (axis === range.axis ? range.length : full[axis]);
  const firstOf = (axis: number) => (axis === range.axis ? range.from : 0);

  const along = reads.map((read, k) =>
    full.map((_, axis): Along => {
      if (!gathered[k][axis]) return { at: () => 0 };
      if (axis === range.axis && range.inside) return { at: step => step };
      const back = rank - 1 - axis;
      const x = inputs[read.input];
      const own = axis - (rank - x.shape.length);
      const boundary = settings.boundaryAt(back);
      checkExtent(name, read, x, own, boundary);
      if (boundary === 'constant') checkFill(name, fill, x.dtype, read.input);
      // Nothing is read, however long the other axes are.
      if (full.includes(0)) return { at: () => 0 };
      return tableOf(boundary, x.shape[own], firstOf(axis), lengthOf(axis), {
        ...spanAt(read, back),
        steps: () => stepsOf(program, read, back),
      });
    }),
  );

  const offsets = reads.map(() => 0);
  const accesses = reads.map((read, k) => {
    const x = inputs[read.input];
    const missing = rank - x.shape.length;
    const strides = loops.map(axis =>
      axis < missing || along[k][axis].gather || shapes[k][axis - missing] === 1
        ? 0
        : x.strides[axis - missing],
    );
    offsets[k] = loops.reduce((place, axis, loop) => place + strides[loop] * firstOf(axis), 0);
    const gathers = loops.flatMap((axis, loop): AxisGather[] => {
      const { gather } = along[k][axis];
      const coefficients = loops.map((_, each) => Number(each === loop));
      return gather ? [{ axis: axis - missing, coefficients, ...gather }] : [];
    });
    return accessesOf(x, { strides, gathers, fill }, loops.length);
  });

  const firsts = accesses.map((_, k) => accesses.slice(0, k).reduce((sum, { length }) => sum + length, 0));
  const loads = new Map<string, Value>();
  const load = (node: InputNode): Value => {
    const k = readOf(reads, node);
    const at = loops.map(axis => along[k][axis].at(stepAt(node, rank - 1 - axis)));
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
    shape: kept.map(lengthOf),
    place: kept.map(firstOf),
    reduction: folded.map(axis => full[axis]),
    values: values.map(value => castValue(value, settings.dtype ?? value.dtype)),
    accesses,
    offsets,
    nests: new Map(),
  };
}

/**
 * The table through which an axis of `n` elements is read at places `first` … `first + length − 1` and so many steps
 * around each: all places in a row, or, where steps lie far apart, a row of places for each of them.
 */
function tableOf(
  boundary: Boundary,
  n: number,
  first: number,
  length: number,
  { low, high, steps }: Span & { readonly steps: () => readonly number[] },
): Along {
  const span = length + high - low;
  const apart = span > LONG ? steps() : [];
  if (span <= Math.max(LONG, apart.length * length))
    return {
      gather: { start: -low, table: indexTable(boundary, n, first + low, span) },
      at: step => step,
    };
  const table = new Int32Array(apart.length * length);
  for (const [row, step] of apart.entries())
    table.set(indexTable(boundary, n, first + step, length), row * length);
  return { gather: { start: 0, table }, at: step => apart.indexOf(step) * length };
}
