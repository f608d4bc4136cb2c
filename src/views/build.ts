/**
 * Builds a nest over arrays and runs it: `load` inputs as values, combine them, `store` into new arrays, `run`.
 */
import type { DType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import { castValue, realValue, type Value } from '../kernels/value.ts';
import { kept } from '../runtime/kept.ts';
import {
  accessesOf,
  loadedValue,
  nestOf,
  type Reach,
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
  load(array: View, reach: Reach & { readonly offset?: number } = {}): Value {
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

  /**
   * Runs what was built.
   *
   * @param key a name of the computation and of the tables in it: where it is the same, and the arrays have the same
   *   types and strides, the nest must be the same. With it the nest is kept, and what was planned for it
   */
  run(key?: string): void {
    const { shape, reduction, sources, sinks, given } = this;
    const make = () => nestOf(shape, reduction, sources, sinks);
    const nest = key === undefined ? make() : kept(nests, this.formOf(key), MOST_NESTS, make);
    runOver(nest, sources, sinks, given);
  }

  /** What decides over the nest of a computation, as text. */
  private formOf(key: string): string {
    const reached = this.sources.map(
      ({ access: { dtype, strides, gathers } }) =>
        `${dtype} ${strides} ${gathers.map(({ stride }) => stride)}`,
    );
    const written = this.sinks.map(({ strides, value: { dtype } }) => `${dtype} ${strides}`);
    return [key, this.shape, this.reduction, ...reached, ...written].join('|');
  }
}

/** Nests that are kept by name. */
const MOST_NESTS = 512;
const nests = new Map<string, Nest>();

/** A computation point by point, planned: all of it but the memory. */
interface Plan {
  readonly value: Value;
  readonly accesses: readonly (readonly Access[])[];
  /** By strides of the result. */
  readonly nests: Map<string, Nest>;
}

/** Plans that are kept: a program that computes the same again pays for the run alone. */
const MOST_PLANS = 256;
const plans = new Map<string, Plan>();

function planOf(
  key: string | undefined,
  inputs: readonly View[],
  shape: readonly number[],
  compute: (...values: Value[]) => Value,
): Plan {
  const form = key && [key, shape, ...inputs.map(({ dtype, strides }) => `${dtype} ${strides}`)].join('|');
  const make = () => {
    const accesses = inputs.map(input => accessesOf(input, {}, shape.length));
    let first = 0;
    const values = inputs.map(({ dtype }, k) => {
      const value = loadedValue(dtype, first);
      first += accesses[k].length;
      return value;
    });
    return { value: compute(...values), accesses, nests: new Map<string, Nest>() };
  };
  return form === undefined ? make() : kept(plans, form, MOST_PLANS, make);
}

/**
 * Computes one array point by point from others of the same shape (already broadcast).
 *
 * @param options `name`: the function that errors name; `out`: an array for the result; `key`: a name of the
 *   computation, which must be the same whenever that is; with it the plan is kept
 */
export function pointwise(
  inputs: readonly View[],
  shape: readonly number[],
  compute: (...values: Value[]) => Value,
  { name, out, key }: { name?: string; out?: View; key?: string } = {},
): View {
  const plan = planOf(key, inputs, shape, compute);
  const { value, accesses } = plan;
  const result = out
    ? checkOut(name ?? 'array', out, shape, value.dtype)
    : newView(value.dtype, shape, { name });
  const sources = inputs.flatMap((input, k) => sourcesOf(input, accesses[k]));
  const sinks = sinksOf(result, value);
  const strides = result.strides.join();
  let nest = plan.nests.get(strides);
  if (!nest) {
    nest = nestOf(shape, [], sources, sinks);
    plan.nests.set(strides, nest);
  }
  runOver(nest, sources, sinks, out ? [result] : []);
  return result;
}

/** Copies an array into row-major order. */
export function contiguousCopy<D extends DType>(array: View<D>): View<D> {
  return pointwise([array], array.shape, value => value) as View<D>;
}

/** The loop counter of `axis` as a value, for arrays made from nothing. */
export const counter = (axis: number): Value => realValue(e.coordinate(axis, 'float64'));
