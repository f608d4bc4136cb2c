/**
 * Runs nests by compiled code: normal form → program → kernels from the library → arguments in memory → units of work
 * on all threads. What does not depend on the memory is kept for as long as the nest itself lives, so that a caller who
 * runs the same nest again pays for the run alone.
 */
import { dtypes, type RealDType } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Nest } from '../kernels/nest.ts';
import {
  accumulates,
  type NormalNest,
  normalise,
  type Program,
  programOf,
  roundsAlike,
  SLACK,
  type Step,
  supports,
  weightOf,
  writeTable,
} from '../kernels/wasm/index.ts';
import { compactOf, isSparse } from './compact.ts';
import { canCompile, hasFusedMultiplyAdd } from './features.ts';
import { type Heap, theHeap } from './heap.ts';
import { kernelFor, type LibraryKernel } from './library.ts';
import { chosenRunner, threads } from './settings.ts';
import { type Ground, isNoRoom, Staging } from './staging.ts';
import { formOf, isFree, tablesOf } from './structure.ts';
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
  /** Whether it is so small that the interpreter gives the same bits before code is compiled. */
  readonly trifle: boolean;
  /** Whether the interpreter gives the same bits. */
  readonly alike: boolean;
  /** The form of a copy that others may share. */
  readonly form: string | null;
  apart?: Program;
  inPlace?: Program;
}

/** What is known, and the tables of this nest in the place of those that it was worked out for. */
interface Study {
  readonly facts: Known;
  readonly tables: ReadonlyMap<Int32Array, Int32Array> | null;
}

const known = new WeakMap<Nest, Study>();
/** Copies by their form, with the tables of the first one. */
const forms = new Map<string, { readonly facts: Known; readonly tables: readonly Int32Array[] }>();
const MOST_FORMS = 256;
const kernels = new WeakMap<Step, { heap: Heap; kernel: LibraryKernel }>();
let started = false;
/** Points, times taps and the weight of expressions, that are interpreted sooner than a new kernel is compiled, which takes one or two milliseconds. */
const TRIFLE = 1024;

function study(nest: Nest): Study {
  const found = known.get(nest);
  if (found) return found;
  const form = formOf(nest);
  const like = form === null ? undefined : forms.get(form);
  const made = like
    ? { facts: like.facts, tables: exchange(like.tables, tablesOf(nest)) }
    : { facts: factsOf(nest, form), tables: null };
  known.set(nest, made);
  return made;
}

const exchange = (from: readonly Int32Array[], to: readonly Int32Array[]) =>
  new Map(from.map((table, k) => [table, to[k]]));

function factsOf(nest: Nest, form: string | null): Known {
  const normal = normalise(nest);
  const alike = roundsAlike(normal, hasFusedMultiplyAdd());
  const trifle = alike && sizeOf([...nest.shape, ...nest.reduction]) * weightOf(normal) <= TRIFLE;
  return { normal, supported: supports(normal), trifle, alike, form };
}

/** The program of a nest, worked out when it is first needed. */
function programFor(nest: Nest, facts: Known, inPlace: boolean): Program {
  const kind = inPlace ? 'inPlace' : 'apart';
  const found = facts[kind];
  if (found) return found;
  const program = programOf(facts.normal, nest.inputs.length, inPlace);
  facts[kind] = program;
  if (facts.form !== null && !inPlace && isFree(program)) {
    if (forms.size >= MOST_FORMS) forms.delete(forms.keys().next().value!);
    forms.set(facts.form, { facts, tables: tablesOf(nest) });
  }
  return program;
}

/** Runs the nest; false when it must be interpreted instead. */
export function runCompiled(nest: Nest, ground: Ground, parameters: readonly Scalar[]): boolean {
  if (!canCompile()) return false;
  if (nest.shape.includes(0)) return true;
  // Tables need not reach where no loop goes, but compiled code looks ahead of its loops.
  if (nest.reduction.includes(0)) return false;
  const heap = theHeap();
  if (!heap) return false;
  const studied = study(nest);
  const { facts } = studied;
  if (!facts.supported || (facts.trifle && chosenRunner() === 'auto')) return false;
  const compact = compactOf(heap, nest, ground);
  if (compact === null || (!compact && facts.alike && isSparse(heap, nest, ground))) return false;
  if (!compact) return runStaged(heap, nest, studied, ground, parameters);
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
  { facts: known, tables }: Study,
  ground: Ground,
  parameters: readonly Scalar[],
): boolean {
  const { normal } = known;
  const staging = new Staging(heap, nest, ground);
  try {
    const inPlace = accumulates(normal) || staging.writesWhatItReads(normal);
    // Another nest of the form may have been worked out apart from its tables, but not in place.
    const shared = tables !== null && inPlace;
    const facts = shared ? factsOf(nest, null) : known;
    const program = programFor(nest, facts, inPlace);
    // All of them before anything is written: where one cannot be had, the interpreter does the whole nest.
    const made = program.steps.map(step => kernelOf(step, heap));
    if (!made.every(kernel => kernel !== null)) {
      known.supported = false;
      return false;
    }
    const sources = staging.inputs();
    const targets = staging
      .outputs()
      .map((address, k) => address + (normal.outputs[k].shift ?? 0) * dtypes[nest.outputs[k].dtype].bytes);
    for (const bytes of program.temporaries) sources.push(staging.borrow(bytes));
    const exchanged = shared ? null : tables;
    program.steps.forEach((step, k) => {
      execute(step, made[k], program, { heap, staging, sources, targets, parameters, exchanged });
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
  readonly exchanged: ReadonlyMap<Int32Array, Int32Array> | null;
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
  const { heap, staging, sources, targets, parameters, exchanged } = places;
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
  const outputTables: number[][] = layout.nest.outputs.map(() => []);
  for (const each of step.tables) {
    const address = scratch(each.table.byteLength);
    const table = exchanged?.get(each.table) ?? each.table;
    writeTable({ ...each, table }, new Int32Array(heap.memory.buffer, address, table.length));
    (each.of === 'input' ? tables : outputTables)[each.number][each.dimension] = address + 4 * each.start;
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
    outputTables,
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
