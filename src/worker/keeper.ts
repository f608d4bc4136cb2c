/** What stays on the worker's side until the caller gives it up: arrays, and functions of stencils. */
import { NDArray } from '../array/ndarray.ts';
import { fault } from '../errors.ts';
import type { KeptParcel } from './messages.ts';

type Callable = (...given: unknown[]) => unknown;

/** Keeps things by number. */
export class Keeper {
  private readonly things = new Map<number, NDArray | Callable>();
  private newest = 0;

  /** Keeps something, and says what it is. */
  keep(thing: NDArray | Callable): KeptParcel {
    const id = ++this.newest;
    this.things.set(id, thing);
    if (!(thing instanceof NDArray)) return { concordat: 'kept', id };
    const { dtype, shape } = thing;
    return { concordat: 'kept', id, dtype, shape };
  }

  /** What is kept as a number. */
  find(id: number): NDArray | Callable {
    const thing = this.things.get(id);
    if (thing) return thing;
    throw fault('internal', 'startWorker', `the worker keeps nothing as number ${id}`, { id });
  }

  /** Lets something go, which the collector then finds; `free` frees the memory of an array at once. */
  release(id: number, free: boolean): void {
    const thing = this.things.get(id);
    this.things.delete(id);
    if (free && thing instanceof NDArray) thing.dispose();
  }
}
