/** Views made from nothing. */
import type { DType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { castValue, constantValue, realValue, type Value } from '../kernels/value.ts';
import { NestBuilder } from './build.ts';
import { type ScalarLike, scalarParts } from './scalar.ts';
import type { View } from './view.ts';

/** A new view of values that are computed of the loop counters, cast to `dtype`. */
export function generated<D extends DType>(
  name: string,
  shape: readonly number[],
  dtype: D,
  value: Value,
): View<D> {
  const nest = new NestBuilder(shape, [], name);
  const result = nest.store(value, dtype);
  nest.run();
  return result;
}

/** A new view of one value, cast to `dtype`. */
export function filled<D extends DType>(
  name: string,
  shape: readonly number[],
  value: ScalarLike,
  dtype: D,
): View<D> {
  const { re, im } = scalarParts(value, name, 'value');
  if (typeof re === 'bigint') return generated(name, shape, dtype, constantValue(re, 'int64'));
  return generated(name, shape, dtype, constantValue(re, im === 0 ? 'float64' : 'complex128', im));
}

/** The identity matrix of size n. */
export function identityMatrix<D extends DType>(name: string, n: number, dtype: D): View<D> {
  const diagonal = e.binary('equal', e.coordinate(0, 'float64'), e.coordinate(1, 'float64'));
  return generated(name, [n, n], dtype, castValue(realValue(diagonal), 'float64'));
}
