/** What a case gives on one runner, and how two such outcomes differ, in words. */

import type { NDArray } from 'concordat';
import { sizeOf } from '../../src/extents.ts';
import type { DType, Library } from './library.ts';
import { type Tolerance, unitOf } from './tolerance.ts';
import type { Memory } from './values.ts';

/** How a case is run. */
export interface Setting {
  readonly runner: 'interpret' | 'wasm' | 'auto';
  readonly threads: number;
}

/** A result, copied out in row-major order. */
export interface Result {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly data: Memory;
}

/** A result, or the error that was thrown, as text. */
export type Outcome = Result | string;

/** Runs `compute`, copies its result out, and puts the settings back. */
export function outcomeOf(library: Library, { runner, threads }: Setting, compute: () => NDArray): Outcome {
  library.setRunner(runner);
  library.setThreads(threads);
  try {
    const result = compute();
    return { dtype: result.dtype, shape: [...result.shape], data: result.toTypedArray() as Memory };
  } catch (error) {
    return String(error);
  } finally {
    library.setRunner('auto');
    library.setThreads(0);
  }
}

/** Says how `found` differs from `wanted`: how many elements, and the first few; undefined when it does not. */
export function difference(
  wanted: Outcome,
  found: Outcome,
  tolerance: Tolerance,
  library: Library,
): string | undefined {
  if (typeof wanted === 'string' || typeof found === 'string')
    return wanted === found ? undefined : `${text(wanted)}, but ${text(found)}`;
  if (wanted.dtype !== found.dtype || `${wanted.shape}` !== `${found.shape}`)
    return `${text(wanted)}, but ${text(found)}`;
  const near = nearness(wanted, tolerance, library);
  const places: number[] = [];
  let count = 0;
  for (let place = 0; place < wanted.data.length; place++) {
    const [a, b] = [wanted.data[place], found.data[place]];
    if (Object.is(a, b) || (typeof a === 'number' && near(a, b as number, place))) continue;
    if (count++ < 4) places.push(place);
  }
  if (count === 0) return undefined;
  const first = places.map(
    place =>
      `at ${indexOf(place, wanted)} ${show(wanted.data[place])}, not ${show(found.data[place])}${distance(wanted, found, place)}`,
  );
  return `${count} of ${wanted.data.length} numbers differ: ${first.join('; ')}`;
}

/** Whether two numbers that are not identical are near enough. Numbers that are not finite must be identical. */
function nearness(wanted: Result, tolerance: Tolerance, library: Library) {
  const single = unitOf(wanted.dtype) > 2 ** -30;
  const unit = unitOf(wanted.dtype);
  const smallest = single ? 2 ** -149 : 2 ** -1074;
  if (tolerance.kind === 'exact') return () => false;
  if (tolerance.kind === 'ulps')
    return (a: number, b: number) =>
      !Number.isNaN(a) && !Number.isNaN(b) && a !== b && stepsBetween(a, b, single) <= tolerance.steps;
  const scale = scaleOf(wanted, tolerance, library);
  return (a: number, b: number, place: number) =>
    Number.isFinite(a) && Math.abs(a - b) <= tolerance.factor * (unit * scale(place) + smallest);
}

function scaleOf(wanted: Result, tolerance: Tolerance, library: Library): (place: number) => number {
  if (tolerance.kind === 'sum') {
    const scales = outcomeOf(library, { runner: 'interpret', threads: 1 }, tolerance.scale) as Result;
    // One scale serves both parts of a complex number.
    const parts = wanted.data.length / scales.data.length;
    return place => Number(scales.data[Math.floor(place / parts)]);
  }
  let largest = 0;
  for (const value of wanted.data)
    if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(Number(value)));
  return () => largest;
}

const view = new DataView(new ArrayBuffer(8));

/** How many floats lie between two; infinity follows the largest. */
export function stepsBetween(a: number, b: number, single: boolean): number {
  const place = (x: number): bigint => {
    if (single) view.setFloat32(0, Math.abs(x));
    else view.setFloat64(0, Math.abs(x));
    const bits = single ? BigInt(view.getUint32(0)) : view.getBigUint64(0);
    return x < 0 ? -bits : bits;
  };
  const steps = place(a) - place(b);
  return Number(steps < 0n ? -steps : steps);
}

function distance({ dtype, data }: Result, found: Result, place: number): string {
  const [a, b] = [data[place], found.data[place]];
  if (!/^(float|complex)/.test(dtype) || !Number.isFinite(a) || !Number.isFinite(b)) return '';
  return ` (${stepsBetween(Number(a), Number(b), unitOf(dtype) > 2 ** -30)} ulp)`;
}

const show = (value: number | bigint): string => (Object.is(value, -0) ? '-0' : String(value));
const text = (outcome: Outcome): string =>
  typeof outcome === 'string' ? `threw ${outcome}` : `gave ${outcome.dtype} [${outcome.shape}]`;

function indexOf(place: number, { shape, data }: Result): string {
  const size = sizeOf(shape);
  let rest = Math.floor(place / (data.length / size));
  const index = shape.map(() => 0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    index[axis] = rest % shape[axis];
    rest = Math.floor(rest / shape[axis]);
  }
  return `[${index}]`;
}
