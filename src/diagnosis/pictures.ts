/** The image and the kernel of a comparison: as they are given, and as a route convolves them. */
import { tile } from '../array/arrange.ts';
import { astype } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import type { Boundary } from '../boundary/table.ts';
import { ConcordatError, showShape } from '../errors.ts';
import { dtypes } from '../kernels/dtype.ts';
import { allFinite } from '../views/reduce.ts';
import type { RouteFinding } from './comparison.ts';
import type { Model } from './model.ts';
import type { Route } from './routes.ts';

/** A picture of two axes of finite numbers, as float64. */
export function checkPicture(argument: 'image' | 'kernel', given: NDArray): NDArray {
  const fail = (code: 'shape' | 'dtype' | 'value', what: string): never => {
    throw new ConcordatError(code, `compare: the ${argument} ${what}`, {
      function: 'compare',
      argument,
      shape: given.shape,
      dtype: given.dtype,
    });
  };
  const { kind } = dtypes[given.dtype];
  if (given.ndim !== 2)
    fail('shape', `has shape ${showShape(given.shape)}; it must have two axes (rows, columns)`);
  if (given.size === 0)
    fail('shape', `has shape ${showShape(given.shape)}; it must have at least one element`);
  if (kind === 'c') fail('dtype', `is ${given.dtype}; it must hold real numbers`);
  if (!allFinite(given))
    fail(
      'value',
      'has NaN or infinity, which a product of spectra spreads everywhere; replace them first (by 0, say)',
    );
  // A view at least: results are kept for it, and its owner may change the elements later.
  return given.dtype === 'float64' ? slice(given) : astype(given, 'float64');
}

/** The pictures that a route convolves, to be made when somebody looks at them. */
export const picturesOf = (
  { tiles, ...route }: Route,
  { image, kernel }: Model,
  boundary: Boundary,
): RouteFinding['made'] => ({
  image: () => (tiles ? tile(image, tiles) : (route.image?.(image, kernel, boundary) ?? image)),
  kernel: () => route.kernel?.(image, kernel) ?? kernel,
});
