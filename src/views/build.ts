/**
 * Builds a nest over arrays and runs it: `load` inputs as values, combine them, `store` into new arrays, `run`.
 */
import type { DType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { castValue, realValue, type Value } from '../kernels/value.ts';
import { sameNest } from '../runtime/plans.ts';
import {
  accessesOf,
  loadedValue,
  nestOf,
  type ReadReach,
  runOver,
  sinksOf,
  sourcesOf,
  type WriteReach,
} from './bind.ts';
import { checkApart, checkOut } from './out.ts';
import type { Sink, Source } from './streams.ts';
import { newView, type View } from './view.ts';

export class NestBuilder {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  private readonly sources: Source[] = [];
  private readonly sinks: Sink[] = [];
  /** The arrays of callers that are written. */
  private readonly given: View[] = [];
  private readonly name: string | undefined;

  /** @param name the function whose errors speak of `out` */
  constructor(shape: readonly number[], reduction: readonly number[] = [], name?: string) {
    this.shape = shape;
    this.reduction = reduction;
    this.name = name;
  }

  /** The element of `array` at the current point; without strides, the array's axes are the first loop axes. */
  load(array: View, reach: ReadReach & { readonly offset?: number } = {}): Value {
    const accesses = accessesOf(array, reach, this.shape.length + this.reduction.length);
    const value = loadedValue(array.dtype, this.sources.length);
    this.sources.push(...sourcesOf(array, accesses, reach.offset));
    return value;
  }

  /**
   * Keeps `value` in a new array of the nest's shape; of the value's own type unless another is named. With `out`, in
   * that array, which must have the shape and type, and may be one that is read.
   */
  store<D extends DType = DType>(
    value: Value,
    dtype = value.dtype as D,
    mode: e.CastMode = 'c',
    out?: View,
  ): View<D> {
    const result = out
      ? checkOut(this.name ?? 'array', out, this.shape, dtype)
      : newView(dtype, this.shape, { name: this.name });
    if (out) {
      this.given.push(result);
      checkApart(this.name ?? 'array', this.given);
    }
    this.storeInto(result, castValue(value, dtype, mode));
    return result;
  }

  /**
   * Writes `value` through a view whose shape is the nest's, or wherever `reach` says. Nothing of what is written may be
   * read by the nest.
   */
  storeInto(target: View, value: Value, reach: WriteReach = {}): void {
    this.sinks.push(...sinksOf(target, value, reach));
  }

  /** Runs what was built. A nest of the same structure is planned once. */
  run(): void {
    const { shape, reduction, sources, sinks, given } = this;
    runOver(sameNest(nestOf(shape, reduction, sources, sinks)), sources, sinks, given);
  }
}

/** The loop counter of `axis` as a value, for arrays made from nothing. */
export const loopCounter = (axis: number): Value => realValue(e.coordinate(axis, 'float64'));
