/** Runs the cases of a family on every runner and says where two disagree. */

import { mulberry32 } from '../random.ts';
import { families } from './cases.ts';
import type { Library } from './library.ts';
import { difference, outcomeOf } from './outcome.ts';
import { exact } from './tolerance.ts';

/** Which cases are run, and on what. */
export interface SuiteOptions {
  readonly seed?: number;
  /** How many cases, in parts of what the table of families says. */
  readonly share?: number;
  /** The runner that is held to the interpreter. */
  readonly runner?: 'wasm' | 'auto';
  /** Numbers of threads; all must give the same bits. */
  readonly threads?: readonly number[];
}

/** What a family came to. `failures` are said in words, the first few. */
export interface Report {
  readonly family: string;
  readonly cases: number;
  /** Cases that threw on the interpreter: they compare no numbers. */
  readonly refused: number;
  readonly failed: number;
  readonly failures: readonly string[];
}

/** Runs one family. */
export function runFamily(library: Library, family: string, options: SuiteOptions = {}): Report {
  const { seed = 1, share = 1, runner = 'wasm', threads = [1, 2] } = options;
  const { draw, cases } = families[family];
  const count = Math.max(1, Math.round(cases * share));
  let [refused, failed] = [0, 0];
  const failures: string[] = [];
  for (let index = 0; index < count; index++) {
    const { text, compute, tolerance = exact } = draw(library, mulberry32(seed * 1_000_003 + index));
    const wanted = outcomeOf(library, { runner: 'interpret', threads: 1 }, compute);
    const [first, ...others] = threads.map(each => outcomeOf(library, { runner, threads: each }, compute));
    if (typeof wanted === 'string') refused++;
    const problem =
      difference(wanted, first, tolerance, library) ??
      others
        .map((other, at) => [difference(first, other, exact, library), threads[at + 1]])
        .filter(([each]) => each)
        .map(([each, number]) => `with ${number} threads ${each}`)[0];
    if (!problem) continue;
    if (failed++ < 5) failures.push(`${family} #${index} (seed ${seed}): ${text}: ${problem}`);
  }
  return { family, cases: count, refused, failed, failures };
}

/** Runs every family. */
export const runSuite = (library: Library, options: SuiteOptions = {}): Report[] =>
  Object.keys(families).map(family => runFamily(library, family, options));
