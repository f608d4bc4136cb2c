/**
 * Runs nests by compiled code: normal form → program → kernels → execution. Memory that lies in the heap is used where it is,
 * small ordinary memory is copied in whole; what is larger, or thin, is done in portions.
 */
import { checkBindings } from '../kernels/bindings.ts';
import { dtypes } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Interval, Nest } from '../kernels/nest.ts';
import { accumulates, type NormalNest, normalise } from '../kernels/passes/index.ts';
import type { Program } from '../kernels/wasm/index.ts';
import { isNoRoom } from './borrowed.ts';
import { execute, kernelsOf } from './execute.ts';
import { canCompile } from './features.ts';
import { type Heap, theHeap } from './heap.ts';
import { type PlacedBinding, placeOf, writesWhatItReads } from './places.ts';
import { portionSize } from './portions/plan.ts';
import { runPortions } from './portions/run-portions.ts';
import { type PreparedNest, prepare, preparedOf, programFor } from './prepared.ts';
import type { NestRunner } from './runner.ts';
import { chosenRunner } from './settings.ts';
import { leavesNoGap, type NestMemory, Staging } from './staging.ts';
import { countStarved } from './starved.ts';

export const wasmRunner: NestRunner = {
  name: 'wasm',
  unavailable: () => (canCompile() ? null : 'WebAssembly with SIMD cannot be compiled here'),
  supports: nest => {
    // Tables need not reach where no loop goes, but compiled code looks ahead of its loops.
    if (!canCompile() || nest.reduction.includes(0) || !theHeap()) return false;
    const { supported, small } = preparedOf(nest).prepared;
    return supported && !(small && chosenRunner() === 'auto');
  },
  run: (nest, inputs, outputs, parameters) => {
    const heap = theHeap();
    if (!heap) return false;
    const reached = checkBindings(nest, inputs, outputs, parameters);
    const known = preparedOf(nest);
    const memory: NestMemory = {
      inputs: inputs.map(binding => placeOf(heap, binding)),
      outputs: outputs.map(binding => placeOf(heap, binding)),
      reached,
    };
    try {
      const whole = isSmall(nest, memory) ? runWhole(heap, nest, known, memory, parameters) : null;
      const done = whole ?? runInPortions(heap, nest, known, memory, parameters);
      if (!done) known.prepared.supported = false;
      return done;
    } catch (error) {
      if (!isNoRoom(error)) throw error;
      countStarved();
      return false;
    }
  },
};

/** Whether the ordinary memory that a nest reaches is little. Shared memory keeps what others write in between. */
function isSmall(nest: Nest, { inputs, outputs, reached }: NestMemory): boolean {
  let bytes = 0;
  const add = ({ data, address }: PlacedBinding, range: Interval | null): void => {
    if (range && address === 0) bytes += (range.high - range.low) * data.BYTES_PER_ELEMENT;
  };
  inputs.forEach((input, k) => {
    add(input, reached.inputs[k]);
  });
  outputs.forEach((output, k) => {
    add(output, reached.outputs[k]);
  });
  const keeps = ({ data, address }: PlacedBinding, k: number) =>
    address !== 0 || !reached.outputs[k] || !isShared(data.buffer) || leavesNoGap(nest, outputs, k);
  return bytes <= portionSize.least && outputs.every(keeps);
}

const isShared = (buffer: ArrayBufferLike): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

/** Runs a nest in one piece; null when the code needs more memory on the way than is set aside for that. */
function runWhole(
  heap: Heap,
  nest: Nest,
  { prepared: known, tables }: PreparedNest,
  memory: NestMemory,
  parameters: readonly Scalar[],
): boolean | null {
  const { normal } = known;
  const inPlace = accumulates(normal) || writesWhatItReads(normal, memory.inputs, memory.outputs);
  // What copies share was worked out for outputs apart from inputs.
  const alone = tables !== null && inPlace;
  const program = programFor(nest, alone ? prepare(nest) : known, inPlace);
  if (needed(program) > heap.room / 2) return null;
  // All of them before anything is written: where one cannot be had, the interpreter does the whole nest.
  const kernels = kernelsOf(program, heap);
  if (!kernels) return false;
  const staging = new Staging(heap, nest, memory);
  try {
    const sources = staging.inputs();
    const targets = staging
      .outputs()
      .map((address, k) => address + (normal.outputs[k].shift ?? 0) * dtypes[nest.outputs[k].dtype].bytes);
    const borrow = (bytes: number) => staging.borrow(bytes);
    sources.push(...program.temporaries.map(borrow));
    execute(heap, program, kernels, {
      borrow,
      sources,
      targets,
      parameters,
      exchanged: alone ? null : tables,
    });
    staging.deliver();
    return true;
  } finally {
    staging.release();
  }
}

/** Bytes that a program borrows beside its inputs and outputs. */
const needed = ({ temporaries, steps }: Program): number =>
  temporaries.reduce((sum, bytes) => sum + bytes, 0) +
  steps.reduce((sum, { tables }) => sum + tables.reduce((all, { table }) => all + table.byteLength, 0), 0);

function runInPortions(
  heap: Heap,
  nest: Nest,
  { prepared, tables }: PreparedNest,
  { inputs: sources, outputs: targets }: NestMemory,
  parameters: readonly Scalar[],
): boolean {
  const normal = tables === null ? prepared.normal : normalFor(nest);
  const inPlace =
    normal.outputs.some(({ accumulate }, k) => accumulate && targets[k].address !== 0) ||
    writesWhatItReads(normal, sources, targets);
  return runPortions({ heap, sources, targets, parameters, inPlace }, normal);
}

const normals = new WeakMap<Nest, NormalNest>();

/** The normal form of a nest that has its own tables. */
function normalFor(nest: Nest): NormalNest {
  const found = normals.get(nest) ?? normalise(nest);
  normals.set(nest, found);
  return found;
}
