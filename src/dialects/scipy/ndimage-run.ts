/** How scipy.ndimage computes a filter: in which types, complex arrays part by part. Source: SciPy 1.10. */

import { imaginaryPart, realPart } from '../../array/arithmetic.ts';
import { astype } from '../../array/convert.ts';
import { defineOperation, type NDArray } from '../../array/ndarray.ts';
import type { Boundary } from '../../boundary/table.ts';
import { makeConvention, perAxis } from '../../convolution/convention.ts';
import { convolveWith } from '../../convolution/operation.ts';
import { fault, show } from '../../errors.ts';
import { type ComplexDType, type DType, dtypes, isComplex } from '../../kernels/dtype.ts';
import * as v from '../../kernels/value.ts';
import { pointwise } from '../../views/computation.ts';
import type { View } from '../../views/view.ts';

/** A filter whose arguments are read, for real arrays. */
export interface Filter {
  readonly name: string;
  readonly sign: 1 | -1;
  /** By how much the origin lies past the middle of the kernel, for each axis. */
  readonly origins: readonly number[];
  readonly boundary: Boundary;
  /** Weights of at most this magnitude are left out; −1 keeps all. */
  readonly ignoreBelow: number;
}

/**
 * Runs a filter: sums in float64, stored as C stores a double in the output's type. Complex arrays are filtered part by
 * part, so that an infinity in one part leaves the other alone.
 *
 * @param weights of the rank of the image, not conjugated here
 */
export function runFilter(filter: Filter, x: View, weights: View, cval: unknown, output: DType): NDArray {
  const fill = fillParts(filter.name, cval, isComplex(x.dtype));
  const { component } = dtypes[output];
  if (!isComplex(output)) return filterReal(filter, x, weights, fill.re, output);
  const [xr, wr] = [realPart(x), realPart(weights)];
  const [xi, wi] = [
    isComplex(x.dtype) && imaginaryPart(x),
    isComplex(weights.dtype) && imaginaryPart(weights),
  ];
  const one = (image: View, kernel: View, value: number, dtype: DType = component) =>
    filterReal(filter, image, kernel, value, dtype);
  if (!xi) return complexOf([one(xr, wr, fill.re), one(xr, wi as View, fill.re)], { dtype: output });
  if (!wi) return complexOf([one(xr, wr, fill.re), one(xi, wr, fill.im)], { dtype: output });
  const [re, im] = [one(xr, wr, fill.re), one(xr, wi, fill.re)];
  const [less, more] = [one(xi, wi, fill.im, xi.dtype), one(xi, wr, fill.im, xi.dtype)];
  return complexProduct([re, less, im, more], { dtype: output });
}

const joined = pointwise<DType>((dtype, re, im) => ({ dtype, re: re.re, im: im.re }));

/** The complex array of two real ones. */
const complexOf = defineOperation<{ dtype: DType }>({
  name: 'complexOf',
  run: ([re, im], { dtype }) => joined(dtype, [re, im], re.shape),
  adjoint: (_, [g], { realPart, negate, timesI }) => [realPart(g), realPart(negate(timesI(g)))],
});

const complexSums = pointwise<ComplexDType>((dtype, re, less, im, more) => {
  const { component } = dtypes[dtype];
  return {
    dtype,
    re: v.castValue(v.subtract(re, less), component).re,
    im: v.castValue(v.add(im, more), component).re,
  };
});

/** (re − less) + i·(im + more), in a complex type. */
const complexProduct = defineOperation<{ dtype: ComplexDType }>({
  name: 'complexProduct',
  run: ([re, less, im, more], { dtype }) => complexSums(dtype, [re, less, im, more], re.shape),
  adjoint: (_, [g], { realPart, negate, timesI }) => {
    const [re, im] = [realPart(g), realPart(negate(timesI(g)))];
    return [re, negate(re), im, im];
  },
});

function filterReal(filter: Filter, x: View, weights: View, fill: number, output: DType): NDArray {
  const { name, sign, origins, boundary, ignoreBelow } = filter;
  // C stores a truth value as the low byte of the sum; any byte but 0 is true.
  const result = output === 'bool' ? 'uint8' : output;
  const rules = makeConvention(
    { sign, boundary, window: 'same' },
    { fill, accumulator: 'float64', result, ignoreBelow },
  );
  const convention = perAxis(
    rules,
    origins.map(plus => ({ origin: { at: 'upper', plus } as const })),
  );
  // To widen float32 where it is loaded costs less than a wider copy (3×3 over 2048²: 9 ms instead of 11).
  const image = x.dtype === 'float32' ? x : astype(x, 'float64');
  const sums = convolveWith(name, image, astype(weights, 'float64'), convention);
  return astype(sums, output);
}

function fillParts(name: string, cval: unknown, complexInput: boolean): { re: number; im: number } {
  if (cval !== null && typeof cval === 'object' && 're' in cval && 'im' in cval) {
    if (complexInput) return cval as { re: number; im: number };
  } else if (['number', 'bigint', 'boolean'].includes(typeof cval)) return { re: Number(cval), im: 0 };
  throw fault(
    'value',
    name,
    `cval is ${show(cval)}; it must be a number${complexInput ? '' : ', and a real one: Cannot provide a complex-valued cval when the input is real'}`,
    { argument: 'cval', value: cval },
  );
}
