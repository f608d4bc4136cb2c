/** Runs generated nests by the interpreter and by compiled code, and says where the two part. */
import { sizeOf } from '../../../src/extents.ts';
import type { Binding } from '../../../src/kernels/bindings.ts';
import { isFloating, type TypedArray } from '../../../src/kernels/dtype.ts';
import * as e from '../../../src/kernels/expression.ts';
import { interpret } from '../../../src/kernels/interpret.ts';
import type { Nest } from '../../../src/kernels/nest.ts';
import { wasmRunner } from '../../../src/runtime/compiled.ts';
import { hasFusedMultiplyAdd } from '../../../src/runtime/features.ts';
import { theHeap } from '../../../src/runtime/heap.ts';
import { stepsBetween } from '../../runners/outcome.ts';
import type { DrawnNest, Place } from './nest-draw.ts';
import { isCompiled } from './nest-expressions.ts';

/** Where the memory of a run lies: with the caller, be it shared, or in the heap, off the alignment of vectors. */
export type Where = 'ordinary' | 'shared' | 'heap';

const bind = (places: readonly Place[], memories: readonly TypedArray[]): Binding[] =>
  places.map(({ memory, base }) => ({ data: memories[memory], base }));

/** What all memories hold after a compiled run; null where the nest was left to the interpreter. */
export function compiledRun(drawn: DrawnNest, where: Where): TypedArray[] | null {
  const { nest, inputs, outputs, parameters, memories } = drawn;
  const heap = theHeap()!;
  const blocks = memories.map(({ byteLength }) => (where === 'heap' ? heap.allocate(byteLength + 64) : 0));
  const copies = memories.map((memory, k) => {
    const { constructor: type, length, BYTES_PER_ELEMENT: bytes } = memory;
    const View = type as unknown as new (
      buffer: ArrayBufferLike,
      address: number,
      length: number,
    ) => Float64Array;
    const copy = blocks[k]
      ? new View(heap.memory.buffer, blocks[k] + bytes * ((k % 3) + 1), length)
      : new View(new (where === 'shared' ? SharedArrayBuffer : ArrayBuffer)(bytes * length), 0, length);
    copy.set(memory as Float64Array);
    return copy as TypedArray;
  });
  try {
    // Nests without points are no runner's affair.
    const ran =
      nest.shape.includes(0) ||
      (wasmRunner.supports(nest) &&
        wasmRunner.run(nest, bind(inputs, copies), bind(outputs, copies), parameters));
    return ran ? copies.map(copy => copy.slice()) : null;
  } finally {
    for (const block of blocks) if (block) heap.free(block);
  }
}

/** The same by the definition. */
export function interpretedRun({ nest, inputs, outputs, parameters, memories }: DrawnNest): TypedArray[] {
  const copies = memories.map(memory => memory.slice());
  interpret(nest, bind(inputs, copies), bind(outputs, copies), parameters);
  return copies;
}

/** The sum of the absolute values of what each rounded fold folds; 0 elsewhere. */
function scalesOf(drawn: DrawnNest): TypedArray[] {
  const outputs = drawn.nest.outputs.map((output, k) => {
    const rounded = drawn.nearness[k] === 'precise' || drawn.nearness[k] === 'fused';
    const node = output.value;
    const value =
      rounded && node.op === 'reduce'
        ? e.reduce('preciseSum', e.unary('abs', node.a))
        : e.constant(0, output.dtype);
    return { ...output, value };
  });
  return interpretedRun({ ...drawn, nest: { ...drawn.nest, outputs } });
}

/** How far two numbers of an output may be apart. */
function near(drawn: DrawnNest, memory: number) {
  const kinds = drawn.nearness.filter((_, k) => drawn.outputs[k].memory === memory);
  const output = drawn.nest.outputs.find((_, k) => drawn.outputs[k].memory === memory);
  if (!output || !isFloating(output.dtype) || kinds.every(kind => kind === 'exact')) return () => false;
  const single = output.dtype === 'float32';
  const unit = single ? 2 ** -23 : 2 ** -52;
  const terms = sizeOf(drawn.nest.reduction);
  const scales = kinds.some(kind => kind === 'precise' || kind === 'fused') ? scalesOf(drawn) : null;
  const largest = single ? 1e37 : 1e300;
  return (a: number, b: number, place: number): boolean => {
    if (a === b) return true;
    const finite = Number.isFinite(a) && Number.isFinite(b);
    if (kinds.includes('math') && finite && stepsBetween(a, b, single) <= (single ? 2 : 4)) return true;
    if (!scales) return false;
    const scale = Number(scales[memory][place]);
    // Sums that overflow on the way do so in their own order.
    if (scale > largest) return true;
    if (!finite) return false;
    if (kinds.includes('fused') && hasFusedMultiplyAdd())
      return Math.abs(a - b) <= (terms + 2) * unit * scale;
    // Sums of float32 are folded in float64, sums of float64 in about twice that.
    const inner = single ? 2 ** -52 : 2 ** -100;
    return (
      kinds.includes('precise') && Math.abs(a - b) <= unit * Math.abs(a) + terms * inner * scale + 2 ** -1074
    );
  };
}

/** Where two runs part, in words; undefined when they do not. */
export function difference(drawn: DrawnNest, wanted: readonly TypedArray[], got: readonly TypedArray[]) {
  for (const [memory, values] of wanted.entries()) {
    const close = near(drawn, memory);
    for (let place = 0; place < values.length; place++) {
      const [a, b] = [values[place], got[memory][place]];
      if (Object.is(a, b) || (typeof a === 'number' && close(a, b as number, place))) continue;
      return `memory ${memory} at ${place} of ${values.length}: ${show(a)}, not ${show(b)}`;
    }
  }
  return undefined;
}
const show = (value: number | bigint) => (Object.is(value, -0) ? '-0' : String(value));

/** The faults of a nest: compiled code must do it, and give what the interpreter gives. */
export function faultOf(
  drawn: DrawnNest,
  places: readonly Where[] = ['ordinary', 'shared', 'heap'],
): string | undefined {
  const wanted = interpretedRun(drawn);
  const compiled =
    drawn.nest.shape.includes(0) ||
    (!drawn.nest.reduction.includes(0) &&
      drawn.nest.outputs.every(({ value }) => everyNode(value, isCompiled)));
  for (const where of places) {
    const got = compiledRun(drawn, where);
    if ((got !== null) !== compiled) return `${where}: ${got ? 'it was compiled' : 'it was not compiled'}`;
    const fault = got && difference(drawn, wanted, got);
    if (fault) return `${where}: ${fault}`;
  }
  return undefined;
}

const everyNode = (node: e.Expression, test: (node: e.Expression) => boolean): boolean =>
  test(node) && e.operandsOf(node).every(operand => everyNode(operand, test));

/** A nest as text, for a failure. */
export const describeNest = ({
  nest,
  inputs,
  outputs,
}: Pick<DrawnNest, 'nest' | 'inputs' | 'outputs'>): string =>
  JSON.stringify({ nest: shorten(nest), inputs, outputs }, (_, value) =>
    typeof value === 'bigint' ? `${value}n` : value,
  );

const shorten = (nest: Nest) => ({
  ...nest,
  inputs: nest.inputs.map(input => ({
    ...input,
    gathers: input.gathers.map(gather => ({ ...gather, table: `${gather.table.subarray(0, 40)}` })),
  })),
});
