/** What runs nests. */
import type { Binding } from '../kernels/bindings.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Nest } from '../kernels/nest.ts';
import type { Runner } from './settings.ts';

/** A way to run nests: a row of `runners.ts`. Nests are whole, and have points. */
export interface NestRunner {
  /** The name by which `setRunner` asks for it. */
  readonly name: Exclude<Runner, 'auto'>;
  /** Why it cannot run anything here, in words; null where it can. */
  readonly unavailable: () => string | null;
  readonly supports: (nest: Nest) => boolean;
  /**
   * Runs a nest. False where it finds that it cannot after all; nothing was written then that the next runner may not write again.
   * Throws an internal error, before any write, where memory does not fit the nest.
   */
  readonly run: (
    nest: Nest,
    inputs: readonly Binding[],
    outputs: readonly Binding[],
    parameters: readonly Scalar[],
  ) => boolean;
}
