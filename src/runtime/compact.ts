/**
 * Thin accesses made compact. A column, a crop or every tenth row of a caller's large image reaches few of the elements
 * between the first and the last, and to stage them all would cost as much as the whole image. The few are copied into a
 * block of the heap row by row; the nest is the same but for its strides. Results likewise: they are computed into a block
 * without gaps and copied to their places, so that memory shared with others keeps what they write beside them.
 */
import type { Binding } from '../kernels/bindings.ts';
import { dtypes, type RealDType } from '../kernels/dtype.ts';
import { interpret } from '../kernels/interpret.ts';
import type { Nest } from '../kernels/nest.ts';
import { compactNest, formsOf } from './compact-form.ts';
import type { Heap } from './heap.ts';
import { fills, type Ground } from './staging.ts';

/** When it is worth while. */
const worth = {
  /** Ranges of fewer bytes are staged sooner than anything is looked into: copying them takes some microseconds. */
  bytes: 65536,
  /** How many times more elements the range has than are reached of it: one copied singly costs as much as so many. */
  times: 8,
};

/** A nest that runs over blocks in place of what is thin. */
export interface Compact {
  readonly nest: Nest;
  readonly ground: Ground;
  /** Copies results to where they belong. */
  deliver(): void;
  release(): void;
}

/** The nest over compact blocks; undefined where nothing is thin, null where there is no room for the blocks. */
export function compactOf(
  heap: Heap,
  nest: Nest,
  { inputs, outputs, reached }: Ground,
  { bytes: least, times } = worth,
): Compact | null | undefined {
  const isThinInput = ({ data, base }: Binding, k: number): boolean => {
    const range = reached.inputs[k];
    if (!range || (range.high - range.low) * data.BYTES_PER_ELEMENT < least || heap.addressOf(data))
      return false;
    if (range.high - range.low < times * pointsMoving(nest, k)) return false;
    const { low, high, size } = formsOf(nest).inputs[k];
    const inside = base + low >= 0 && base + high < data.length;
    return inside && range.high - range.low >= times * size;
  };
  const isThinOutput = ({ data }: Binding, k: number): boolean => {
    const range = reached.outputs[k];
    const shared = isShared(data.buffer);
    if (!range || (!shared && (range.high - range.low) * data.BYTES_PER_ELEMENT < least)) return false;
    if (heap.addressOf(data) || fills(nest, outputs, k)) return false;
    return shared || range.high - range.low >= times * formsOf(nest).outputs[k].size;
  };
  if (!inputs.some(isThinInput) && !outputs.some(isThinOutput)) return undefined;

  const placesOf = (list: readonly Binding[], test: (binding: Binding, k: number) => boolean) =>
    new Set(list.map((_, k) => k).filter(k => test(list[k], k)));
  const thin = { inputs: placesOf(inputs, isThinInput), outputs: placesOf(outputs, isThinOutput) };
  const forms = formsOf(nest);
  const blocks: number[] = [];
  const release = (): void => {
    for (const address of blocks) heap.free(address);
  };
  const borrow = (dtype: RealDType, size: number): number => {
    const address = heap.borrow(size * dtypes[dtype].bytes);
    if (address) blocks.push(address);
    return address;
  };
  const places = {
    inputs: inputs.map((_, k) =>
      thin.inputs.has(k) ? borrow(nest.inputs[k].dtype, forms.inputs[k].size) : -1,
    ),
    outputs: outputs.map((_, k) =>
      thin.outputs.has(k) ? borrow(nest.outputs[k].dtype, forms.outputs[k].size) : -1,
    ),
  };
  if (places.inputs.includes(0) || places.outputs.includes(0)) {
    release();
    return null;
  }
  // Views last: to borrow may move the heap.
  const view = (dtype: RealDType, address: number, size: number, base: number): Binding => ({
    data: heap.view(dtype, address, size),
    base,
  });
  const result = (k: number): Binding =>
    view(nest.outputs[k].dtype, places.outputs[k], forms.outputs[k].size, 0);
  const ground = {
    inputs: inputs.map((given, k) => {
      if (!thin.inputs.has(k)) return given;
      const { start, base, size, copy } = forms.inputs[k];
      const block = view(nest.inputs[k].dtype, places.inputs[k], size, base);
      interpret(copy, [{ data: given.data, base: given.base + start }], [{ data: block.data, base: 0 }]);
      return block;
    }),
    outputs: outputs.map((given, k) => (thin.outputs.has(k) ? result(k) : given)),
    reached,
  };
  return {
    nest: compactNest(nest, forms, thin),
    ground,
    deliver() {
      for (const k of thin.outputs) interpret(forms.outputs[k].copy, [result(k)], [outputs[k]]);
    },
    release,
  };
}

/** Points along the axes along which an input moves: about as many elements are reached, or more. */
function pointsMoving({ shape, inputs }: Nest, input: number): number {
  const { strides, gathers } = inputs[input];
  const moves = (axis: number) =>
    strides[axis] !== 0 || gathers.some(({ coefficients }) => coefficients[axis] !== 0);
  return shape.reduce((points, extent, axis) => (moves(axis) ? points * extent : points), 1);
}

/** Points that the interpreter reads one by one sooner than so many times as many elements are copied. */
const SPARSE = 32;

/**
 * Whether a nest reads so little of a range that has no compact form (places picked by several tables at once), that to
 * stage the range would take longer than to interpret the nest.
 */
export function isSparse(heap: Heap, nest: Nest, { inputs, reached }: Ground): boolean {
  // Long folds are added up in another order.
  if (nest.reduction.length > 0) return false;
  return inputs.some(({ data }, k) => {
    const range = reached.inputs[k];
    if (!range || (range.high - range.low) * data.BYTES_PER_ELEMENT < worth.bytes || heap.addressOf(data))
      return false;
    const points = nest.shape.reduce((product, extent) => product * extent, 1);
    return range.high - range.low >= SPARSE * points;
  });
}

const isShared = (buffer: ArrayBufferLike): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
