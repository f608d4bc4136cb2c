/**
 * Executes a nest on the first runner that takes it: compiled code where WebAssembly may be compiled and the nest has only
 * what the compiler knows, else the interpreter. Callers do not notice which.
 */
import { ConcordatError } from '../errors.ts';
import type { Binding } from '../kernels/bindings.ts';
import type { Scalar } from '../kernels/expression.ts';
import { checkNest, type Nest } from '../kernels/nest.ts';
import type { NestRunner } from './runner.ts';
import { runners } from './runners.ts';
import { chosenRunner, type Runner } from './settings.ts';

/** Nests that were found whole. */
const checked = new WeakSet<Nest>();

/** Runs `nest` over `inputs` into `outputs`. Throws an internal error, before any write, when they do not fit it. */
export function run(
  nest: Nest,
  inputs: readonly Binding[],
  outputs: readonly Binding[],
  parameters: readonly Scalar[] = [],
): void {
  if (!checked.has(nest)) {
    checkNest(nest);
    checked.add(nest);
  }
  // Extents beside an empty one may be of any size: nothing is looked at, no table either.
  if (nest.shape.includes(0)) return;
  for (let row = firstRow(runners, chosenRunner()); row < runners.length; row++) {
    const runner = runners[row];
    if (runner.supports(nest) && runner.run(nest, inputs, outputs, parameters)) return;
  }
}

/** The row that is asked first: that of the runner which was chosen. Those behind it take what it does not. */
export function firstRow(rows: readonly NestRunner[], chosen: Runner): number {
  if (chosen === 'auto') return 0;
  const row = rows.findIndex(({ name }) => name === chosen);
  const reason = rows[row].unavailable();
  if (reason !== null)
    throw new ConcordatError(
      'value',
      `setRunner: the runner is '${chosen}', but ${reason}; 'auto' takes what there is`,
      { function: 'setRunner', runner: chosen },
    );
  return row;
}
