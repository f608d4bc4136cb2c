/**
 * Executes a program: the kernel of each step, what it reads beside its inputs (tables, fill values) put into memory, and the
 * launch.
 */
import { dtypes, type RealDType } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import {
  type Program,
  type ProgramStep,
  type RunNumbers,
  SLACK,
  writeArguments,
  writeTable,
} from '../kernels/wasm/index.ts';
import type { Heap } from './heap.ts';
import { type CompiledKernel, kernelFor } from './kernel-cache.ts';
import { launch, type Scratch, scratchOf } from './launch.ts';

const kernels = new WeakMap<ProgramStep, { heap: Heap; kernel: CompiledKernel }>();

/** What a program runs on. */
export interface ProgramMemory {
  /** Memory for the time of the run; throws when there is no room. */
  readonly borrow: Scratch;
  /** Addresses of the base elements of sources, temporaries after them. */
  readonly sources: readonly number[];
  readonly targets: readonly number[];
  readonly parameters: readonly Scalar[];
  /** Tables in the place of those that the program was worked out for. */
  readonly exchanged: ReadonlyMap<Int32Array, Int32Array> | null;
}

/** The kernels of the steps of a program; null when the engine refuses one. */
export function kernelsOf({ steps }: Program, heap: Heap): readonly CompiledKernel[] | null {
  const made = steps.map(step => kernelOf(step, heap));
  return made.every(kernel => kernel !== null) ? made : null;
}

/** Runs the steps of a program, one after the other. */
export function execute(
  heap: Heap,
  program: Program,
  made: readonly CompiledKernel[],
  memory: ProgramMemory,
): void {
  program.steps.forEach((step, k) => {
    executeStep(heap, step, made[k], program, memory);
  });
}

/** The kernel of a step; null when the engine refuses its code. */
function kernelOf(step: ProgramStep, heap: Heap): CompiledKernel | null {
  const found = kernels.get(step);
  if (found?.heap === heap) return found.kernel;
  const kernel = kernelFor(step.layout, heap);
  if (kernel) kernels.set(step, { heap, kernel });
  return kernel;
}

function executeStep(
  heap: Heap,
  step: ProgramStep,
  { kernel, compiled }: CompiledKernel,
  program: Program,
  { borrow, sources, targets, parameters, exchanged }: ProgramMemory,
): void {
  const { layout, work } = step;
  const { inputs } = layout.nest;
  const scratch = scratchOf(borrow);
  const tables: number[][] = inputs.map(() => []);
  const outputTables: number[][] = layout.nest.outputs.map(() => []);
  for (const each of step.tables) {
    const address = scratch(each.table.byteLength);
    const table = exchanged?.get(each.table) ?? each.table;
    writeTable({ ...each, table }, new Int32Array(heap.memory.buffer, address, table.length));
    (each.of === 'input' ? tables : outputTables)[each.number][each.dimension] = address + 4 * each.start;
  }
  const filled = (dtype: RealDType, fill: Scalar, length: number): number => {
    const address = scratch(length * dtypes[dtype].bytes);
    (heap.view(dtype, address, length) as Float64Array).fill(fill as number);
    return address;
  };
  const numbers: RunNumbers = {
    parameters,
    tables,
    outputTables,
    fillRows: inputs.map(({ dtype, fill }, k) =>
      step.fillRows[k] > 0 ? filled(dtype, fill, step.fillRows[k]) + SLACK : 0,
    ),
    fillCells: inputs.map(({ dtype, fill }, k) => (tables[k].length > 0 ? filled(dtype, fill, 16) : 0)),
  };
  const { argumentBytes, slots } = compiled;
  const call = {
    sources: inputs.map(({ source, shift, dtype }) => sources[source] + shift * dtypes[dtype].bytes),
    targets: step.targets.map(target =>
      'output' in target
        ? targets[target.output]
        : sources[program.sources + target.temporary] + target.offset,
    ),
    arguments: {
      bytes: argumentBytes,
      write: (view: DataView, address: number) =>
        writeArguments(slots, view, address, layout.numbers, numbers),
    },
    units: layout.units,
    work,
    alone: layout.shape.inPlace,
  };
  launch(heap, kernel, call, scratch);
}
