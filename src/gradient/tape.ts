/**
 * What ran while a function was differentiated: every operation through which a gradient may come back, in order. It lives as
 * long as one call of `grad`, and holds the arrays that adjoints will ask for.
 */
import { fault } from '../errors.ts';
import { onStep, type Passage } from '../gate/operation.ts';
import { onRead } from '../gate/reading.ts';
import type { Adjoint } from '../gate/record.ts';
import { type DType, dtypes } from '../kernels/dtype.ts';
import type { Storage } from '../runtime/storage.ts';
import { isView, type View } from '../views/view.ts';

/** A value that depends on an argument: an array as it was at one time. */
export interface Tracked {
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** An array as an operation met it, and how often its memory had been written to. */
interface Met {
  readonly view: View;
  readonly writes: number;
}

/** An operation that ran. */
export interface Entry {
  readonly name: string;
  readonly adjoint?: Adjoint<unknown>;
  readonly options: unknown;
  readonly inputs: readonly (Met & { readonly tracked: Tracked | null })[];
  readonly results: readonly (Met & { readonly tracked: Tracked })[];
}

/** Types of which there are derivatives. */
export const isDifferentiable = (dtype: DType): boolean => ['f', 'c'].includes(dtypes[dtype].kind);

export class Tape {
  readonly entries: Entry[] = [];
  private readonly tracked = new WeakMap<View, Tracked>();
  private readonly metAt = new WeakMap<View, number>();
  private readonly writes = new WeakMap<Storage, number>();
  /** Memory of values that were computed while the tape ran. */
  private readonly own = new WeakSet<Storage>();
  private readonly name: string;

  /** @param name the function whose errors speak of what cannot be differentiated */
  constructor(name: string) {
    this.name = name;
  }

  /** Tracks an argument. */
  track(view: View): Tracked {
    const { shape, dtype } = view;
    const made: Tracked = { shape, dtype };
    this.tracked.set(view, made);
    this.metAt.set(view, this.writesOf(view));
    return made;
  }

  /** What depends on an argument in an array, if anything. */
  trackedOf = (view: View): Tracked | undefined => this.tracked.get(view);

  /** Records while a function runs. */
  during<Result>(run: () => Result): Result {
    const stops = [
      onStep(passage => this.record(passage)),
      onRead((method, view) => this.refuseReading(method, view)),
    ];
    try {
      return run();
    } finally {
      for (const stop of stops) stop();
    }
  }

  /** How often the memory of a view was written to. */
  writesOf = ({ storage }: View): number => this.writes.get(storage) ?? 0;

  private record({ name, adjoint, overwrites, inputs, options, results }: Passage): void {
    const met = inputs.map(view => ({
      view,
      writes: overwrites && view === inputs[0] ? this.writesOf(view) : this.checkFresh(name, view),
      tracked: this.tracked.get(view) ?? null,
    }));
    const written = results.filter(
      result =>
        (overwrites && result === inputs[0]) || (result !== undefined && outsOf(options).includes(result)),
    );
    const depends = met.some(({ tracked }) => tracked !== null);
    for (const { storage } of written) this.writes.set(storage, (this.writes.get(storage) ?? 0) + 1);
    if (!depends) {
      for (const result of written) this.tracked.delete(result);
      return;
    }
    // A cast to the type that an array has gives the array.
    const made = results.filter(
      result => isDifferentiable(result.dtype) && (written.includes(result) || !inputs.includes(result)),
    );
    if (made.length === 0) return;
    const tracked = results.map(result => {
      if (!inputs.some(({ storage }) => storage === result.storage)) this.own.add(result.storage);
      return { view: result, writes: this.writesOf(result), tracked: this.track(result) };
    });
    this.entries.push({
      name,
      adjoint: adjoint as Adjoint<unknown> | undefined,
      options,
      inputs: met,
      results: tracked,
    });
  }

  /** Throws where an array shows what was written into its memory after it was taken. */
  private checkFresh(name: string, view: View): number {
    const now = this.writesOf(view);
    const known = this.tracked.get(view);
    const stale = known ? this.metAt.get(view) !== now : this.own.has(view.storage) && now > 0;
    if (stale)
      throw fault(
        'value',
        this.name,
        `${name} reads an array whose memory was written to since it was taken (by set, scatterAdd or out); take the view again, or write into a copy`,
        { operation: name },
      );
    return now;
  }

  private refuseReading(method: string, view: View): void {
    if (!this.tracked.has(view)) return;
    throw fault(
      'value',
      this.name,
      `${method} would make numbers of an array that the result depends on, and its derivative would be lost; stopGradient(x) says that this is meant`,
      { method },
    );
  }
}

/** The arrays that options say results are written into. */
function outsOf(options: unknown): readonly unknown[] {
  if (options === null || typeof options !== 'object') return [];
  const { out, outs } = options as { out?: unknown; outs?: readonly unknown[] };
  return [...(isView(out) ? [out] : []), ...(outs ?? [])];
}
