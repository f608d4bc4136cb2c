/** A stencil for inputs of certain types, shapes and strides: one nest, with an index table an axis that offsets move along. */

import { LONG } from '../boundary/extension.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import { castValue, type Value } from '../kernels/value.ts';
import { axesOf } from '../views/axes.ts';
import { type AxisGather, accessesOf, loadedValue } from '../views/bind.ts';
import { broadcastShapes } from '../views/broadcast.ts';
import { reducer } from '../views/reduce.ts';
import type { ViewForm } from '../views/view.ts';
import { type Along, checkExtent, checkFill, tableOf } from './extended-axis.ts';
import { lower } from './lower.ts';
import { type InputNode, nodesOf, stepAt } from './node.ts';
import type { StencilProgram } from './program.ts';
import { gatheredAxes, readShape } from './read-shapes.ts';
import { type Read, readOf, spanAt } from './reads.ts';

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

/** Plans a stencil for inputs: all of it, or the points of one part. */
export function planStencil(program: StencilProgram, inputs: readonly ViewForm[]): StencilPlan {
  const { reads, settings } = program;
  const { name, reduce } = settings;
  const unread = inputs.filter((_, input) => !reads.some(read => read.input === input));
  const shapes = reads.map(read => readShape(name, inputs[read.input], read));
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
