/** Blocks of points: how the interpreter walks over a nest, and how a block comes from memory and goes back. */
import { OUTSIDE } from '../extents.ts';
import type { Binding } from './bindings.ts';
import type { Scalar } from './expression.ts';
import type { Access, Output } from './nest.ts';

/** Points of a block: large enough to hide the cost of dispatch, small enough for the first-level cache. */
export const BLOCK = 512;

/** Where a block stands: loop counters of its first point, the axis along which it runs, its length. */
export interface BlockPosition {
  readonly counters: number[];
  axis: number;
  length: number;
}

/** The values of a node over a block: a typed array of the node's element type. */
export type Register = Scalar[];
/** One node's work on a block. */
export type BlockStep = (frame: BlockPosition) => void;

/** Visits every point of `extents`, whose counters stand in the frame from `first` on. No loop goes where there is none. */
export function eachPoint(
  extents: readonly number[],
  first: number,
  frame: BlockPosition,
  visit: () => void,
  depth = 0,
): void {
  if (depth === 0 && extents.includes(0)) return;
  if (depth === extents.length) {
    frame.length = 1;
    frame.axis = -1;
    visit();
    return;
  }
  for (let i = 0; i < extents[depth]; i++) {
    frame.counters[first + depth] = i;
    eachPoint(extents, first, frame, visit, depth + 1);
  }
}

/** Visits every block of `extents`: all points of the outer axes, the last axis in pieces. */
export function eachBlock(
  extents: readonly number[],
  first: number,
  frame: BlockPosition,
  visit: () => void,
): void {
  const last = extents.length - 1;
  if (last < 0) {
    visit();
    return;
  }
  if (extents[last] === 0) return;
  eachPoint(extents.slice(0, last), first, frame, () => {
    for (let begin = 0; begin < extents[last]; begin += BLOCK) {
      frame.counters[first + last] = begin;
      frame.axis = first + last;
      frame.length = Math.min(BLOCK, extents[last] - begin);
      visit();
    }
  });
}

/** A look-up that moves along a block: its entry at the first point, and the step from point to point. */
interface Moving {
  readonly entry: number;
  readonly step: number;
  readonly table: Int32Array;
  readonly stride: number;
}

/** Loads a block. A gather that does not move along the block is looked up once. */
export function loadStep(
  access: Access,
  { data, base }: Binding,
  at: readonly number[] | undefined,
  out: Register,
): BlockStep {
  const source = data as unknown as Register;
  const { strides, fill } = access;
  return ({ counters, axis, length }) => {
    const place = (k: number) => counters[k] + (at?.[k] ?? 0);
    let address = base;
    for (let k = 0; k < strides.length; k++) address += strides[k] * place(k);
    const stride = axis < 0 ? 0 : strides[axis];
    const moving: Moving[] = [];
    for (const gather of access.gathers) {
      let entry = gather.start;
      for (let k = 0; k < strides.length; k++) entry += gather.coefficients[k] * place(k);
      const step = axis < 0 ? 0 : gather.coefficients[axis];
      if (step !== 0) moving.push({ entry, step, table: gather.table, stride: gather.stride });
      else if (gather.table[entry] === OUTSIDE) return void out.fill(fill, 0, length);
      else address += gather.stride * gather.table[entry];
    }
    if (moving.length === 0) {
      copy(source, address, stride, out, length);
      return;
    }
    if (moving.length === 1) {
      const [{ entry, step, table, stride: reach }] = moving;
      for (let i = 0; i < length; i++) {
        const index = table[entry + i * step];
        out[i] = index === OUTSIDE ? fill : source[address + i * stride + reach * index];
      }
      return;
    }
    for (let i = 0; i < length; i++) {
      let target = address + i * stride;
      for (const { entry, step, table, stride: reach } of moving) {
        const index = table[entry + i * step];
        target = index === OUTSIDE ? NaN : target + reach * index;
      }
      out[i] = Number.isNaN(target) ? fill : source[target];
    }
  };
}

/** Reads elements that stand `stride` apart: neighbours as one piece of memory. */
function copy(source: Register, address: number, stride: number, out: Register, length: number): void {
  if (stride === 1) (out as unknown as Float64Array).set(piece(source, address, length));
  else if (stride === 0) out.fill(source[address], 0, length);
  else for (let i = 0; i < length; i++) out[i] = source[address + i * stride];
}

const piece = (memory: Register, start: number, length: number) =>
  (memory as unknown as Float64Array).subarray(start, start + length);

/** Writes a block: to each point's place, in order. With `add`, what is there comes in as its first operand. */
export function storeBlock(
  { strides, gathers = [] }: Pick<Output, 'strides' | 'gathers'>,
  { data, base }: Binding,
  from: Register,
  { counters, axis, length }: BlockPosition,
  add?: (a: Scalar, b: Scalar) => Scalar,
): void {
  const target = data as unknown as Register;
  let address = base;
  for (let k = 0; k < strides.length; k++) address += strides[k] * counters[k];
  const along = axis >= 0 && axis < strides.length;
  const stride = along ? strides[axis] : 0;
  const moving: Moving[] = [];
  for (const gather of gathers) {
    let entry = gather.start;
    for (let k = 0; k < strides.length; k++) entry += gather.coefficients[k] * counters[k];
    const step = along ? gather.coefficients[axis] : 0;
    if (step !== 0) moving.push({ entry, step, table: gather.table, stride: gather.stride });
    else address += gather.stride * gather.table[entry];
  }
  if (stride === 1 && moving.length === 0 && !add) {
    (target as unknown as Float64Array).set(piece(from, 0, length), address);
    return;
  }
  for (let i = 0; i < length; i++) {
    let place = address + i * stride;
    for (const { entry, step, table, stride: reach } of moving) place += reach * table[entry + i * step];
    target[place] = add ? add(target[place], from[i]) : from[i];
  }
}
