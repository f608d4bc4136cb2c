/**
 * Runs nests by compiled code: normal form → program → kernels from the library → arguments in memory → units of work
 * on all threads. What does not depend on the memory is kept for as long as the nest itself lives, so that a caller who
 * runs the same nest again pays for the run alone.
 */
import { dtypes, type RealDType } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Nest } from '../kernels/nest.ts';
import {
  type NormalNest,
  normalise,
  type Program,
  programOf,
  roundsAlike,
  SLACK,
  type Step,
  supports,
} from '../kernels/wasm/index.ts';
import { compactOf } from './compact.ts';
import { canCompile, hasFusedMultiplyAdd } from './features.ts';
import { type Heap, theHeap } from './heap.ts';
import { kernelFor, type LibraryKernel } from './library.ts';
import { chosenRunner, threads } from './settings.ts';
import { type Ground, isNoRoom, Staging } from './staging.ts';
import { runUnits } from './threads.ts';

/** Where arguments and tables stand while a kernel runs. */
const SCRATCH = { start: 4096, end: 65536 };
/** Points, times taps and the weight of expressions, that are worth waking another thread for: about a tenth of a millisecond. */
const WORTH_SHARING = 2 ** 17;
/** The same for the first time, when a thread must be started, which takes 5 ms. */
const WORTH_STARTING = 2 ** 23;
/** Bands of a job: enough to share evenly, few enough that they cost nothing. */
const BANDS = 64;

/** What is known of a nest. */
interface Known {
  readonly normal: NormalNest;
  /** False also when the engine refused the code. */
  supported: boolean;
  /** Whether it is so small, and so plain, that the interpreter gives the same bits before code is compiled. */
  readonly trifle: boolean;
  apart?: Program;
  inPlace?: Program;
}

const known = new WeakMap<Nest, Known>();
const kernels = new WeakMap<Step, { heap: Heap; kernel: LibraryKernel }>();
let started = false;
/** Points, times taps, that are interpreted sooner than a new kernel is compiled, which takes one or two milliseconds. */
const TRIFLE = 1024;

function study(nest: Nest): Known {
  let found = known.get(nest);
  if (!found) {
    const normal = normalise(nest);
    const trifle =
      sizeOf([...nest.shape, ...nest.reduction]) <= TRIFLE && roundsAlike(normal, hasFusedMultiplyAdd());
    found = { normal, supported: supports(normal), trifle };
    known.set(nest, found);
  }
  return found;
}

/** Runs the nest; false when it must be interpreted instead. */
export function runCompiled(nest: Nest, ground: Ground, parameters: readonly Scalar[]): boolean {
  if (!canCompile()) return false;
  if (nest.shape.includes(0)) return true;
  const heap = theHeap();
  if (!heap) return false;
  const facts = study(nest);
  if (!facts.supported || (facts.trifle && chosenRunner() === 'auto')) return false;
  const compact = compactOf(heap, nest, ground);
  if (compact === null) return false;
  if (!compact) return runStaged(heap, nest, facts, ground, parameters);
  try {
    const done = runStaged(heap, compact.nest, study(compact.nest), compact.ground, parameters);
    if (done) compact.deliver();
    return done;
  } finally {
    compact.release();
  }
}

function runStaged(
  heap: Heap,
  nest: Nest,
  facts: Known,
  ground: Ground,
  parameters: readonly Scalar[],
): boolean {
  if (!facts.supported) return false;
  const { normal } = facts;
  const staging = new Staging(heap, nest, ground);
  try {
    const inPlace = staging.writesWhatItReads(normal);
    const kind = inPlace ? 'inPlace' : 'apart';
    facts[kind] ??= programOf(normal, nest.inputs.length, inPlace);
    const program = facts[kind];
    // All of them before anything is written: where one cannot be had, the interpreter does the whole nest.
    const made = program.steps.map(step => kernelOf(step, heap));
    if (!made.every(kernel => kernel !== null)) {
      facts.supported = false;
      return false;
    }
    const sources = staging.inputs();
    const targets = staging.outputs();
    for (const bytes of program.temporaries) sources.push(staging.borrow(bytes));
    program.steps.forEach((step, k) => {
      execute(step, made[k], program, { heap, staging, sources, targets, parameters });
    });
    staging.deliver();
    return true;
  } catch (error) {
    if (isNoRoom(error)) return false;
    throw error;
  } finally {
    staging.release();
  }
}

/** What a program runs on: addresses of the base elements of sources, temporaries after them, and of outputs. */
interface Places {
  readonly heap: Heap;
  readonly staging: Staging;
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  readonly parameters: readonly Scalar[];
}

/** The kernel of a step; null when the engine refuses its code. */
function kernelOf(step: Step, heap: Heap): LibraryKernel | null {
  const found = kernels.get(step);
  if (found?.heap === heap) return found.kernel;
  const kernel = kernelFor(step.layout, heap);
  if (kernel) kernels.set(step, { heap, kernel });
  return kernel;
}

function execute(step: Step, kernel: LibraryKernel, program: Program, places: Places): void {
  const { heap, staging, sources, targets, parameters } = places;
  const { layout, units, work } = step;
  const { inputs } = layout.nest;
  let next = SCRATCH.start;
  const scratch = (bytes: number): number => {
    const size = (bytes + 15) & ~15;
    if (next + size > SCRATCH.end) return staging.borrow(size);
    next += size;
    return next - size;
  };
  const args = scratch(kernel.compiled.argumentBytes);
  const tables: number[][] = inputs.map(() => []);
  for (const { input, dimension, bytes, start } of step.tables) {
    const address = scratch(bytes.byteLength);
    new Int32Array(heap.memory.buffer, address, bytes.length).set(bytes);
    tables[input][dimension] = address + 4 * start;
  }
  const fillWith = (dtype: RealDType, fill: Scalar, length: number): number => {
    const { array, bytes } = dtypes[dtype];
    const View = array as unknown as new (
      buffer: ArrayBufferLike,
      address: number,
      length: number,
    ) => Float64Array;
    const address = scratch(length * bytes);
    new View(heap.memory.buffer, address, length).fill(fill as number);
    return address;
  };
  const numbers = {
    layout,
    parameters,
    inputs: inputs.map(({ source, shift, dtype }) => sources[source] + shift * dtypes[dtype].bytes),
    outputs: step.targets.map(target =>
      'output' in target
        ? targets[target.output]
        : sources[program.sources + target.temporary] + target.offset,
    ),
    tables,
    fillRows: inputs.map(({ dtype, fill }, k) =>
      step.fillRows[k] > 0 ? fillWith(dtype, fill, step.fillRows[k]) + SLACK : 0,
    ),
    fillCells: inputs.map(({ dtype, fill }, k) => (tables[k].length > 0 ? fillWith(dtype, fill, 16) : 0)),
  };
  kernel.compiled.writeArguments(new DataView(heap.memory.buffer), args, numbers);
  const shared = !layout.inPlace && work >= (started ? WORTH_SHARING : WORTH_STARTING);
  const wanted = shared ? threads() : 1;
  if (wanted > 1) started = true;
  runUnits(kernel, args, units, Math.max(1, Math.ceil(units / BANDS)), wanted);
}

const sizeOf = (extents: readonly number[]): number =>
  extents.reduce((product, extent) => product * extent, 1);
