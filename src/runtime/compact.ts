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
  const thin = { inputs: new Set<number>(), outputs: new Set<number>() };
  inputs.forEach(({ data, base }, k) => {
    const range = reached.inputs[k];
    if (!range || (range.high - range.low) * data.BYTES_PER_ELEMENT < least || heap.addressOf(data)) return;
    const { low, high, size } = formsOf(nest).inputs[k];
    const inside = base + low >= 0 && base + high < data.length;
    if (inside && range.high - range.low >= times * size) thin.inputs.add(k);
  });
  outputs.forEach(({ data }, k) => {
    const range = reached.outputs[k];
    if (!range || heap.addressOf(data)) return;
    const bytes = (range.high - range.low) * data.BYTES_PER_ELEMENT;
    if ((bytes < least && !isShared(data.buffer)) || fills(nest, outputs, k)) return;
    if (isShared(data.buffer) || range.high - range.low >= times * formsOf(nest).outputs[k].size)
      thin.outputs.add(k);
  });
  if (thin.inputs.size + thin.outputs.size === 0) return undefined;

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
      const { low, base, size, copy } = forms.inputs[k];
      const block = view(nest.inputs[k].dtype, places.inputs[k], size, base);
      interpret(copy, [{ data: given.data, base: given.base + low }], [{ data: block.data, base: 0 }]);
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

const isShared = (buffer: ArrayBufferLike): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;
