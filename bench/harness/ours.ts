/** The library under test, as a user has it: the built package, by its name. */
import type { Candidate } from './measure.ts';
import type { Values } from './values.ts';

/** What the benchmarks need of an array. */
export interface Ours {
  readonly shape: readonly number[];
  readonly toTypedArray: () => ArrayLike<number>;
  readonly dispose?: () => void;
  // biome-ignore lint/suspicious/noExplicitAny: only `copy` looks inside, for where the elements lie.
  readonly storage?: any;
}

// biome-ignore lint/suspicious/noExplicitAny: a benchmark asks for a function by name and reports the ones missing.
type Functions = Record<string, any>;

/** The functions of one entry of the package: '' for the root, or 'scipy', 'torch', … */
export function load(entry = ''): Promise<Functions> {
  return import(['concordat', ...(entry ? [entry] : [])].join('/'));
}

/** The library with its thread count set. */
export async function loadLibrary(threads: number): Promise<Functions> {
  const library = await load();
  library.setThreads?.(threads);
  return library;
}

/** An array of float32 in memory of the library's own, where results of its operations live. */
export function resident(library: Functions, data: Float32Array, shape: readonly number[]): Ours {
  return library.multiply({ data, shape }, { data: new Float32Array([1]), shape: [1] });
}

/** Gives an array's memory back, where that is possible. */
export const recycle = (made: Ours): void => made.dispose?.();

/** The numbers of one of our arrays. */
export const valuesOf = (made: Ours): Values => ({ shape: made.shape, data: made.toTypedArray() });

/** One of our functions as a candidate. Results are recycled, not counting the time that takes. */
export function ourCandidate(
  who: string,
  run: () => Ours,
  rest: Partial<Candidate> & { keep?: boolean } = {},
): Candidate {
  const { keep, ...more } = rest;
  const release = keep ? () => {} : recycle;
  return {
    who,
    side: 'ours',
    time: calls =>
      Array.from({ length: calls }, () => {
        const start = performance.now();
        const made = run();
        const taken = performance.now() - start;
        release(made);
        return taken;
      }),
    result: () => {
      const made = run();
      const values = valuesOf(made);
      release(made);
      return values;
    },
    ...more,
  };
}

/** Says that functions are missing, if they are. */
export function missing(library: Functions, ...names: string[]): string | undefined {
  const absent = names.filter(name => typeof library[name] !== 'function');
  return absent.length > 0 ? `the package has no ${absent.join(', ')}` : undefined;
}
