/** Kernels for the tests of the threads. Arguments: addresses of the input and of the output, rounds a unit. */
import { FunctionCode, ModuleCode } from '../../src/kernels/wasm/encoder/encoder.ts';
import { controlOf, slotWords, workerStates } from '../../src/runtime/control.ts';
import type { Heap } from '../../src/runtime/heap.ts';
import type { Kernel, Threads } from '../../src/runtime/threads.ts';

/** Where tests put arguments: the area of the runner. */
export const argsAt = 4096;

/** A kernel of a module. */
export function kernelOf(heap: Heap, bytes: Uint8Array<ArrayBuffer>): Kernel {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { memory: heap.memory },
  });
  return { bytes, instance: instance.exports as unknown as Kernel['instance'] };
}

/**
 * The module of output[unit] = input[unit] + added, in 32-bit integers, after a countdown of so many rounds a unit. Where
 * `trap` says so, the unit of that number ends in a trap.
 */
export function addModule(heap: Heap, added: number, trap?: number): Uint8Array<ArrayBuffer> {
  const code = new FunctionCode(['i32', 'i32', 'i32']);
  const [args, first, last] = [0, 1, 2];
  const rounds = code.local('i32');
  const place = (offset: number) =>
    code.get(args).op('i32.load', offset).get(first).i32(4).op('i32.mul').op('i32.add');
  code.block(() => {
    code.loop(() => {
      code.get(first).get(last).op('i32.ge_s').branchIf(1);
      if (trap !== undefined)
        code
          .get(first)
          .i32(trap)
          .op('i32.eq')
          .when(() => code.i32(1).i32(0).op('i32.div_s').op('drop'));
      code.get(args).op('i32.load', 8).set(rounds);
      code.block(() => {
        code.loop(() => {
          code.get(rounds).op('i32.eqz').branchIf(1);
          code.get(rounds).i32(1).op('i32.sub').set(rounds).branch(0);
        });
      });
      place(4);
      place(0).op('i32.load').i32(added).op('i32.add').op('i32.store');
      code.get(first).i32(1).op('i32.add').set(first).branch(0);
    });
  });
  const module = new ModuleCode({ shared: heap.shared, maximum: 65536 });
  module.addFunction(code, 'run');
  return module.bytes();
}

/** The module of a kernel that never returns. */
export function endlessModule(heap: Heap): Uint8Array<ArrayBuffer> {
  const code = new FunctionCode(['i32', 'i32', 'i32']);
  code.loop(() => code.branch(0));
  const module = new ModuleCode({ shared: heap.shared, maximum: 65536 });
  module.addFunction(code, 'run');
  return module.bytes();
}

/** An input of `units` numbers and its output in a heap, with the arguments written. */
export function workspace(heap: Heap, units: number, rounds = 0) {
  const address = heap.allocate(8 * units + 128);
  const input = heap.view('int32', address, units);
  const output = heap.view('int32', address + 4 * units + 64, units);
  for (let k = 0; k < units; k++) input[k] = 3 * k;
  output.fill(-1);
  heap.view('int32', argsAt, 3).set([input.byteOffset, output.byteOffset, rounds]);
  return { input, output, free: () => heap.free(address) };
}

/** Waits until so many workers are ready; starts them. */
export async function ready({ memory }: Heap, { team }: Threads, workers: number): Promise<void> {
  const words = controlOf(memory);
  const starting = () =>
    team.members.some(({ slot }) => Atomics.load(words, slot + slotWords.state) === workerStates.starting);
  team.gather(workers);
  while (team.members.length < workers || starting()) await new Promise(done => setTimeout(done, 2));
}
