/**
 * Barriers: points of the code before which the accumulators must be up to date. V8 before version 12 schedules
 * arithmetic as late as it can and loads where they stand, so that a long body first loads everything, and spills it.
 * What the target of a branch reads must be there before the branch: a barrier is one that is never taken, to an end of
 * the function that stores every accumulator. It costs a comparison with an immediate; to store the accumulators in
 * its place costs a store for each (a dense convolution: 61 ms, with branches 50, with neither 100). Engines with relaxed SIMD keep the
 * order of the code by themselves.
 */
import type { Index } from './encoder.ts';
import type { Accumulator } from './fold.ts';
import type { Emitter } from './vector.ts';

/** Vector registers of x64, but for the one that V8 keeps and the one that a product passes through. */
const REGISTERS = 14;

export class Barriers {
  private readonly emitter: Emitter;
  private target = 0;
  private count = 0;

  constructor(emitter: Emitter) {
    this.emitter = emitter;
  }

  /** How many loads may stand before the arithmetic that uses them, while so many other vectors are kept. */
  ahead(kept: number): number {
    return this.emitter.relaxed ? Infinity : Math.max(2, REGISTERS - kept);
  }

  /** The whole function, and the end that barriers lead to. */
  around(emit: () => void, accumulators: () => Iterable<Accumulator>): void {
    const { code, module } = this.emitter;
    code.block(() => {
      code.block(() => {
        this.target = code.depth;
        emit();
        code.branch(1);
      });
      if (this.count === 0) return;
      const global = module.addGlobal();
      for (const accumulator of accumulators()) accumulator.storeIn(global);
    });
  }

  /**
   * A barrier. `counter` is never negative, which the compiler does not know; each barrier compares it with another
   * number, because the same condition twice would be one branch.
   */
  place(counter: Index): void {
    this.count++;
    this.emitter.code.get(counter).i32(-this.count).op('i32.lt_s').leaveIf(this.target);
  }
}
