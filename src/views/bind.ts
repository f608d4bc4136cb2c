/**
 * Binds nests to views: how a view is reached becomes accesses, views become sources and sinks, and a nest is run over
 * them. Complex arrays become two streams here and nowhere else.
 */
import { type DType, dtypes, isComplex } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import type { Access, Gather, Nest } from '../kernels/nest.ts';
import { castFunction } from '../kernels/scalar.ts';
import type { Value } from '../kernels/value.ts';
import { run } from '../runtime/run.ts';
import { readsOnlyItself, type Sink, type Source } from './streams.ts';
import { memoryOf, newView, type View, type ViewForm } from './view.ts';

/** A look-up along one axis of an array: the table holds positions on that axis, −1 for outside. */
export interface AxisGather extends Omit<Gather, 'stride'> {
  readonly axis: number;
}

/** How an array is read: `strides` per loop axis, look-ups, and what stands outside (cast as `astype` does). */
export interface ReadReach {
  readonly strides?: readonly number[];
  readonly gathers?: readonly AxisGather[];
  readonly fill?: { re: e.Scalar; im: e.Scalar };
}

/** What of a view decides over how loops reach it. */
export type ReachedForm = Pick<ViewForm, 'dtype' | 'strides'>;

const partsOf = (dtype: DType): 1 | 2 => (isComplex(dtype) ? 2 : 1);

/** A number in an element type, cast as `astype` does. */
export const castScalar = (value: e.Scalar, dtype: DType): e.Scalar =>
  castFunction(typeof value === 'bigint' ? 'int64' : 'float64', dtypes[dtype].component, 'c')(value);

/** Look-ups along axes of an array as look-ups in its memory. */
const gathersOf = (array: ReachedForm, gathers: readonly AxisGather[]): Gather[] =>
  gathers.map(({ axis, ...rest }) => ({ ...rest, stride: array.strides[axis] * partsOf(array.dtype) }));

/** The accesses of an array's streams from `loops` loops: one, or two of a complex array. */
export function accessesOf(array: ReachedForm, reach: ReadReach, loops: number): Access[] {
  const given = reach.strides ?? array.strides;
  const strides = Array.from({ length: loops }, (_, axis) => given[axis] ?? 0);
  const parts = partsOf(array.dtype);
  const gathers = gathersOf(array, reach.gathers ?? []);
  return [reach.fill?.re ?? 0, reach.fill?.im ?? 0].slice(0, parts).map(fill => ({
    dtype: dtypes[array.dtype].component,
    strides: strides.map(stride => stride * parts),
    gathers,
    fill: castScalar(fill, array.dtype),
  }));
}

/** What is read through accesses of which `first` is the first: at the point, or `at` so many steps away from it. */
export function loadedValue(dtype: DType, first: number, at?: readonly number[]): Value {
  const part = dtypes[dtype].component;
  const re = e.load(first, part, at);
  return isComplex(dtype) ? { dtype, re, im: e.load(first + 1, part, at) } : { dtype, re };
}

/** An array bound to its accesses; `offset` is the place of its first element. */
export const sourcesOf = (array: View, accesses: readonly Access[], offset = array.offset): Source[] =>
  accesses.map((access, part) => ({ array, access, base: offset * accesses.length + part }));

/** How an array is written: as it is read, and whether values are added to what it holds. */
export interface WriteReach extends Omit<ReadReach, 'fill'> {
  readonly offset?: number;
  readonly accumulate?: boolean;
}

/** An array that is to hold a value of its own type; without a reach, the loops are its axes. */
export function sinksOf(target: View, value: Value, reach: WriteReach = {}): Sink[] {
  const parts = partsOf(target.dtype);
  const given = reach.strides ?? target.strides;
  const strides = parts === 1 ? given : given.map(stride => stride * parts);
  const gathers = reach.gathers && gathersOf(target, reach.gathers);
  const sink = (component: e.Expression, part: number): Sink => ({
    array: target,
    strides,
    gathers,
    accumulate: reach.accumulate,
    base: (reach.offset ?? target.offset) * parts + part,
    value: component,
  });
  return value.im ? [sink(value.re, 0), sink(value.im, 1)] : [sink(value.re, 0)];
}

/** The nest that reads the sources and writes the sinks. */
export const nestOf = (
  shape: readonly number[],
  reduction: readonly number[],
  sources: readonly Source[],
  sinks: readonly Sink[],
): Nest => ({
  shape,
  reduction,
  inputs: sources.map(({ access }) => access),
  outputs: sinks.map(({ strides, gathers, accumulate, value }) => ({
    dtype: value.dtype,
    strides,
    gathers,
    accumulate,
    value,
  })),
});

/**
 * Runs a nest over arrays. Where one of the arrays that a caller has `given` to be written is also read elsewhere, its
 * result is computed apart and copied.
 */
export function runOver(
  nest: Nest,
  sources: readonly Source[],
  sinks: readonly Sink[],
  given: readonly View[],
): void {
  const detours = new Map<View, View>();
  for (const sink of given.length > 0 ? sinks : [])
    if (given.includes(sink.array) && !detours.has(sink.array) && !readsOnlyItself(sink, sources, sinks))
      detours.set(sink.array, newView(sink.array.dtype, nest.shape));
  if (detours.size > 0) {
    const others = sinks.map(sink => redirect(sink, detours));
    const { shape, reduction } = nest;
    runOver(nestOf(shape, reduction, sources, others), sources, others, []);
    for (const [out, detour] of detours) {
      copyInto(out, detour);
      detour.storage.dispose();
    }
    return;
  }
  // Memory is looked up last: to make an array may move the heap.
  const bind = ({ array, base }: Source | Sink) => ({ data: memoryOf(array), base });
  run(nest, sources.map(bind), sinks.map(bind));
}

function copyInto(target: View, from: View): void {
  const sources = sourcesOf(from, accessesOf(from, {}, from.shape.length));
  const sinks = sinksOf(target, loadedValue(from.dtype, 0));
  runOver(nestOf(from.shape, [], sources, sinks), sources, sinks, []);
}

/** The same sink in the array that stands in for its own. */
function redirect(sink: Sink, detours: ReadonlyMap<View, View>): Sink {
  const array = detours.get(sink.array);
  if (!array) return sink;
  const parts = partsOf(array.dtype);
  const part = sink.base - sink.array.offset * parts;
  return { ...sink, array, strides: array.strides.map(stride => stride * parts), base: part };
}
