/** Arrays made from nothing. */
import { ConcordatError, checkIntegers, checkOptions, show } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { checkDType } from '../views/check-dtype.ts';
import { filled, generated, identityMatrix } from '../views/fill.ts';
import { type ScalarLike, scalarParts } from '../views/scalar.ts';
import { newView } from '../views/view.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

/** Options of the functions that make arrays. */
export interface CreateOptions<D extends DType> {
  /** The element type; float64 unless said. */
  dtype?: D;
}

const checkShape = (functionName: string, shape: number | readonly number[]): number[] =>
  checkIntegers(functionName, 'an extent of shape', shape, 0);

function dtypeOf<D extends DType>(functionName: string, options: CreateOptions<D>): D {
  checkOptions(functionName, options, ['dtype']);
  return checkDType(functionName, options.dtype ?? ('float64' as D));
}

/** What an array made from nothing is to be. */
interface Made {
  readonly dtype: DType;
  readonly shape: readonly number[];
}

const zerosOperation = defineOperation<Made>({
  name: 'zeros',
  run: (_, { dtype, shape }) => newView(dtype, shape, { zeroed: true, name: 'zeros' }),
});

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
  return zerosOperation([], { dtype, shape: extents }) as NDArray<D>;
}

const fill = (name: string) =>
  defineOperation<Made & { value: ScalarLike }>({
    name,
    run: (_, { dtype, shape, value }) => filled(name, shape, value, dtype),
  });
const fullOperation = fill('full');
const onesOperation = fill('ones');

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
  const dtype = dtypeOf('full', options);
  scalarParts(value, 'full', 'value');
  return fullOperation([], { dtype, shape: checkShape('full', shape), value }) as NDArray<D>;
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
  const dtype = dtypeOf('ones', options);
  return onesOperation([], { dtype, shape: checkShape('ones', shape), value: 1 }) as NDArray<D>;
}

const arangeOperation = defineOperation<Made & { start: number; step: number }>({
  name: 'arange',
  run: (_, { dtype, shape, start, step }) => {
    const place = e.binary('multiply', e.coordinate(0, 'float64'), e.constant(step, 'float64'));
    const value = realValue(e.binary('add', e.constant(start, 'float64'), place));
    return generated('arange', shape, dtype, value);
  },
});

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
  return arangeOperation([], { dtype, shape: checkShape('arange', count), start, step }) as NDArray<D>;
}

const eyeOperation = defineOperation<Made>({
  name: 'eye',
  run: (_, { dtype, shape: [n] }) => identityMatrix('eye', n, dtype),
});

/**
 * The identity matrix of size n.
 *
 * @example
 * import { eye } from 'concordat';
 * eye(2).toArray(); // => [[1, 0], [0, 1]]
 */
export function eye<D extends DType = 'float64'>(n: number, options: CreateOptions<D> = {}): NDArray<D> {
  const shape = checkShape('eye', [n, n]);
  return eyeOperation([], { dtype: dtypeOf('eye', options), shape }) as NDArray<D>;
}
