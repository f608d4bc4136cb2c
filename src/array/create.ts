/** Arrays made from nothing. */
import { ConcordatError, checkIntegers, checkOptions, show } from '../errors.ts';
import { type DType, dtypeNames, isDType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { castValue, constantValue, realValue, type Value } from '../kernels/value.ts';
import { NestBuilder } from './build.ts';
import { type NDArray, newArray } from './ndarray.ts';
import { type ScalarLike, scalarParts } from './scalar.ts';

/** Options of the functions that make arrays. */
export interface CreateOptions<D extends DType> {
  /** The element type; float64 unless said. */
  dtype?: D;
}

const checkShape = (functionName: string, shape: number | readonly number[]): number[] =>
  checkIntegers(functionName, 'an extent of shape', shape, 0);

function dtypeOf<D extends DType>(functionName: string, options: CreateOptions<D>): D {
  checkOptions(functionName, options, ['dtype']);
  const dtype = options.dtype ?? ('float64' as D);
  if (isDType(dtype)) return dtype;
  throw new ConcordatError(
    'dtype',
    `${functionName}: dtype is ${show(dtype)}; it must be one of ${dtypeNames.map(show).join(', ')}`,
    { function: functionName, dtype, allowed: dtypeNames },
  );
}

/** Fills a new array with a value computed from the loop counters. */
function generate<D extends DType>(
  name: string,
  shape: readonly number[],
  dtype: D,
  value: Value,
): NDArray<D> {
  const nest = new NestBuilder(shape, [], name);
  const result = nest.store(value, dtype);
  nest.run();
  return result;
}

/**
 * An array of zeros.
 *
 * @param shape its extents
 * @example
 * import { zeros } from 'concordat';
 * zeros([2, 2]).toArray(); // => [[0, 0], [0, 0]]
 */
export function zeros<D extends DType = 'float64'>(
  shape: number | readonly number[],
  options: CreateOptions<D> = {},
): NDArray<D> {
  const extents = checkShape('zeros', shape);
  const dtype = dtypeOf('zeros', options);
  return newArray(dtype, extents, { zeroed: true, name: 'zeros' });
}

/**
 * An array filled with one value.
 *
 * @example
 * import { full } from 'concordat';
 * full([3], 7, { dtype: 'int32' }).toArray(); // => [7, 7, 7]
 */
export function full<D extends DType = 'float64'>(
  shape: number | readonly number[],
  value: ScalarLike,
  options: CreateOptions<D> = {},
): NDArray<D> {
  return filled('full', shape, value, options);
}

function filled<D extends DType>(
  functionName: string,
  shape: number | readonly number[],
  value: ScalarLike,
  options: CreateOptions<D>,
): NDArray<D> {
  const dtype = dtypeOf(functionName, options);
  const { re, im } = scalarParts(value, functionName, 'value');
  const extents = checkShape(functionName, shape);
  if (typeof re === 'bigint') return generate(functionName, extents, dtype, constantValue(re, 'int64'));
  return generate(functionName, extents, dtype, constantValue(re, im === 0 ? 'float64' : 'complex128', im));
}

/**
 * An array of ones.
 *
 * @example
 * import { ones } from 'concordat';
 * ones([3]).toArray(); // => [1, 1, 1]
 */
export function ones<D extends DType = 'float64'>(
  shape: number | readonly number[],
  options: CreateOptions<D> = {},
): NDArray<D> {
  return filled('ones', shape, 1, options);
}

/**
 * The numbers from `start` (0) up to but not including `stop`, `step` (1) apart.
 *
 * @throws ConcordatError when `step` is 0 or a bound is not finite
 * @example
 * import { arange } from 'concordat';
 * arange(3).toArray(); // => [0, 1, 2]
 * arange(2, 8, 2, { dtype: 'int32' }).toArray(); // => [2, 4, 6]
 */
export function arange<D extends DType = 'float64'>(
  ...given: [...bounds: number[]] | [...bounds: number[], options: CreateOptions<D>]
): NDArray<D> {
  const last = given.at(-1);
  const options = (typeof last === 'object' ? last : {}) as CreateOptions<D>;
  const bounds = (typeof last === 'object' ? given.slice(0, -1) : given) as number[];
  if (bounds.length < 1 || bounds.length > 3 || bounds.some(bound => typeof bound !== 'number'))
    throw new ConcordatError(
      'value',
      `arange: the bounds are ${show(bounds)}; they must be one to three numbers, then options such as { dtype: 'int32' }`,
      { function: 'arange', bounds },
    );
  const dtype = dtypeOf('arange', options);
  const [start, stop, step] =
    bounds.length === 1 ? [0, bounds[0], 1] : [bounds[0], bounds[1], bounds[2] ?? 1];
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (step === 0 || !Number.isFinite(count))
    throw new ConcordatError(
      'value',
      `arange: cannot count from ${start} to ${stop} in steps of ${step}; bounds must be finite and the step not zero`,
      { function: 'arange', start, stop, step },
    );
  const place = e.binary('multiply', e.coordinate(0, 'float64'), e.constant(step, 'float64'));
  const value = realValue(e.binary('add', e.constant(start, 'float64'), place));
  return generate('arange', checkShape('arange', count), dtype, value);
}

/**
 * The identity matrix of size n.
 *
 * @example
 * import { eye } from 'concordat';
 * eye(2).toArray(); // => [[1, 0], [0, 1]]
 */
export function eye<D extends DType = 'float64'>(n: number, options: CreateOptions<D> = {}): NDArray<D> {
  const diagonal = e.binary('equal', e.coordinate(0, 'float64'), e.coordinate(1, 'float64'));
  return generate(
    'eye',
    checkShape('eye', [n, n]),
    dtypeOf('eye', options),
    castValue(realValue(diagonal), 'float64'),
  );
}
