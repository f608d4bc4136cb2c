/**
 * Executes a program: the kernel of each step from the library, its arguments and tables in memory, its units of work on
 * all threads.
 */
import { dtypes, type RealDType } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import {
  type Program,
  type RunNumbers,
  SLACK,
  type Step,
  writeArguments,
  writeTable,
} from '../kernels/wasm/index.ts';
import type { Heap } from './heap.ts';
import { kernelFor, type LibraryKernel } from './library.ts';
import { threads } from './settings.ts';
import { runUnits } from './threads.ts';

/** Where arguments and tables stand while a kernel runs. */
const SCRATCH = { start: 4096, end: 65536 };
/** Points, times taps and the weight of expressions, that are worth waking another thread for: about a tenth of a millisecond. */
const WORTH_SHARING = 2 ** 17;
/** The same for the first time, when a thread must be started, which takes 5 ms. */
const WORTH_STARTING = 2 ** 23;
/** Bands of a job: enough to share evenly, few enough that they cost nothing. */
const BANDS = 64;

const kernels = new WeakMap<Step, { heap: Heap; kernel: LibraryKernel }>();
let started = false;

/** What a program runs on. */
export interface Places {
  /** Memory for the time of the run; throws when there is no room. */
  readonly borrow: (bytes: number) => number;
  /** Addresses of the base elements of sources, temporaries after them. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  readonly parameters: readonly Scalar[];
  /** Tables in the place of those that the program was worked out for. */
  readonly exchanged: ReadonlyMap<Int32Array, Int32Array> | null;
}

/** The kernels of the steps of a program; null when the engine refuses one. */
export function kernelsOf({ steps }: Program, heap: Heap): readonly LibraryKernel[] | null {
  const made = steps.map(step => kernelOf(step, heap));
  return made.every(kernel => kernel !== null) ? made : null;
}

/** Runs the steps of a program, one after the other. */
export function execute(heap: Heap, program: Program, made: readonly LibraryKernel[], places: Places): void {
  program.steps.forEach((step, k) => {
    executeStep(heap, step, made[k], program, places);
  });
}

/** The kernel of a step; null when the engine refuses its code. */
function kernelOf(step: Step, heap: Heap): LibraryKernel | null {
  const found = kernels.get(step);
  if (found?.heap === heap) return found.kernel;
  const kernel = kernelFor(step.layout, heap);
  if (kernel) kernels.set(step, { heap, kernel });
  return kernel;
}

function executeStep(
  heap: Heap,
  step: Step,
  kernel: LibraryKernel,
  program: Program,
  { borrow, sources, targets, parameters, exchanged }: Places,
): void {
  const { layout, work } = step;
  const { inputs } = layout.nest;
  let next = SCRATCH.start;
  const scratch = (bytes: number): number => {
    const size = (bytes + 15) & ~15;
    if (next + size > SCRATCH.end) return borrow(size);
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
  const numbers: RunNumbers = {
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
  const view = new DataView(heap.memory.buffer);
  writeArguments(kernel.compiled.slots, view, args, layout.numbers, numbers);
  const shared = !layout.shape.inPlace && work >= (started ? WORTH_SHARING : WORTH_STARTING);
  const wanted = shared ? threads() : 1;
  if (wanted > 1) started = true;
  runUnits(kernel, args, layout.units, Math.max(1, Math.ceil(layout.units / BANDS)), wanted);
}
