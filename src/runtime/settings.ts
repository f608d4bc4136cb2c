/** How kernels are run: which runner, on how many threads. Environment variables set the first values in Node. */
import { checkChoice, checkInteger } from '../errors.ts';
import { mostThreads } from './control.ts';
import { fromEnvironment, wholeNumber } from './environment.ts';
import { mayHaveThreads } from './threads-start.ts';

/** `auto` compiles where WebAssembly SIMD may be compiled, else interprets. */
export type Runner = 'auto' | 'wasm' | 'interpret';

const runnerNames = ['auto', 'wasm', 'interpret'] as const;

const settings = {
  runner:
    fromEnvironment(
      'CONCORDAT_RUNNER',
      text => runnerNames.find(name => name === text),
      `one of ${runnerNames.join(', ')}`,
    ) ?? 'auto',
  threads: fromEnvironment('CONCORDAT_THREADS', wholeNumber, 'a whole number of at least 0') ?? 0,
};

/** The processors of this machine, as far as it tells. */
const processors = (): number =>
  globalThis.navigator?.hardwareConcurrency ??
  globalThis.process?.getBuiltinModule?.('node:os').availableParallelism() ??
  1;

/** The runner that was asked for. */
export const chosenRunner = (): Runner => settings.runner;

/**
 * Chooses the runner: 'auto' (compiled where that works), 'wasm' (an error where it does not), or 'interpret', the
 * slow definition.
 *
 * @throws ConcordatError for another name
 * @example
 * import { add, setRunner } from 'concordat';
 * setRunner('interpret');
 * add([1, 2], 1).toArray(); // => [2, 3]
 * setRunner('auto');
 */
export function setRunner(runner: Runner): void {
  settings.runner = checkChoice('setRunner', 'runner', runner, runnerNames);
}

let possible: boolean | undefined;

/** Whether there can be more threads than this one; asked once, since every run asks. */
function canShare(): boolean {
  possible ??= mayHaveThreads() && (globalThis.process !== undefined || typeof Worker === 'function');
  return possible;
}

/**
 * The number of threads that large work is shared among, the calling one included: what `setThreads` or
 * CONCORDAT_THREADS said, else the processors of the machine; 16 at most. It is 1 where there can be no more: on a
 * page's main thread, on pages that are not cross-origin isolated, and where there are no workers.
 *
 * @example
 * import { setThreads, threads } from 'concordat';
 * setThreads(1);
 * threads(); // => 1
 */
export const threads = (): number =>
  canShare() ? Math.min(settings.threads || processors(), mostThreads) : 1;

/**
 * Sets the number of threads, the calling one included; 0 means one for each processor, and more than 16 mean 16. Results
 * do not depend on it.
 *
 * @throws ConcordatError when it is not a whole number of at least 0
 * @example
 * import { setThreads } from 'concordat';
 * setThreads(2);
 */
export function setThreads(count: number): void {
  settings.threads = checkInteger('setThreads', 'count', count, 0);
}
