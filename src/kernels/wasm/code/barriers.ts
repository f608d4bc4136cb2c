/**
 * Barriers: points of the code before which values must be computed. V8 before version 12 schedules arithmetic as late as
 * it can and loads where they stand, so that a long body first loads everything, and spills it. What the target of a
 * branch reads must be there before the branch: a barrier is one that is never taken, to a dead end that stores the
 * values. It costs a comparison with an immediate; to store the values in its place costs a store for each (a dense
 * convolution: 61 ms, with branches 50, with neither 100). Engines with relaxed SIMD keep the order of the code by
 * themselves.
 */
import type { Index } from '../encoder/encoder.ts';
import type { Loads } from './loads.ts';
import { type Emitter, REGISTERS, type Vector } from './vector.ts';

/**
 * Puts a barrier here, behind these values, if enough was loaded since the last one. `counter` is never negative, which the
 * compiler does not know.
 */
export type Pause = (counter: Index, pending?: Iterable<readonly Vector[]>) => void;

export class Barriers {
  private readonly emitter: Emitter;
  private readonly loads: Loads;
  private global: Index | null = null;
  private count = 0;

  constructor(emitter: Emitter, loads: Loads) {
    this.emitter = emitter;
    this.loads = loads;
  }

  /** How many loads may stand before the arithmetic that uses them, while so many other vectors are kept. */
  ahead(kept: number): number {
    return Math.max(2, REGISTERS - kept);
  }

  /**
   * Code with a barrier after every `ahead` loads or more; none where that is Infinity. All of them are behind `lasting`
   * too, values in locals of their own.
   */
  within(ahead: number, lasting: readonly Vector[], emit: (pause: Pause) => void): void {
    const { code, module, relaxed } = this.emitter;
    if (relaxed || ahead === Infinity) {
      emit(() => {});
      return;
    }
    const witnesses: Index[] = [];
    const before = this.count;
    let loaded = this.loads.count;
    code.block(() => {
      code.block(() => {
        const target = code.depth;
        emit((counter, pending = []) => {
          if (this.loads.count - loaded < ahead) return;
          loaded = this.loads.count;
          const locals = [...pending].flat().flatMap(({ parts }) => parts);
          for (const [k, local] of locals.entries()) {
            witnesses[k] ??= code.local('v128');
            code.get(local).set(witnesses[k]);
          }
          // Each compares with another number: the same condition twice would be one branch.
          this.count++;
          code.get(counter).i32(-this.count).op('i32.lt_s').leaveIf(target);
        });
        code.branch(1);
      });
      if (this.count > before) {
        this.global ??= module.addGlobal();
        for (const local of [...lasting.flatMap(({ parts }) => parts), ...witnesses])
          code.get(local).setGlobal(this.global);
      }
      code.unreachable();
    });
  }
}
