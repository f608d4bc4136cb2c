/**
 * Runs a transform axis by axis. Between axes the numbers stay in float64 parts, in the order in which the last pass
 * left them; only the last axis writes the result.
 */
import { type NDArray, newArray } from '../array/ndarray.ts';
import type { DType } from '../kernels/dtype.ts';
import { scope } from '../runtime/scope.ts';
import { combine } from './combine.ts';
import { extentsOf, type Request, type Step } from './options.ts';
import {
  axisFromFront,
  axisToFront,
  layout,
  mapParts,
  newParts,
  type Parts,
  partsOf,
  rows,
  zeroPart,
} from './parts.ts';
import { realForward, realInverse } from './real.ts';
import { transform } from './transform.ts';

/** Carries out a request on `x`; the result has element type `dtype`. Work arrays are freed at once. */
export const runSteps = (x: NDArray, request: Request, dtype: DType): NDArray =>
  scope(() => runAll(x, request, dtype));

function runAll(x: NDArray, { steps, inverse, factor, shape }: Request, dtype: DType): NDArray {
  const result = newArray(dtype, shape);
  let parts = partsOf(x);
  steps.forEach((step, index) => {
    const source = fit(axisToFront(parts, step.axis), extentsOf(step).reads);
    const last = index === steps.length - 1;
    const target = last
      ? axisToFront(partsOf(result), step.axis)
      : newParts(layout(source).shape.with(0, extentsOf(step).writes));
    scope(() => runStep(step, source, target, inverse, last ? factor : 1));
    parts = axisFromFront(target, step.axis);
  });
  if (steps.length === 0) combine([parts], [partsOf(result)], z => [z]);
  return result;
}

function runStep({ kind }: Step, source: Parts, target: Parts, inverse: boolean, factor: number): void {
  if (kind === 'spectrum') realForward(source, target, factor);
  else if (kind === 'reals') realInverse(source, target, factor);
  else transform(source, target, inverse, factor);
}

/** The first `extent` places along the first axis, followed by zeros where there are fewer. */
function fit(parts: Parts, extent: number): Parts {
  const { shape } = layout(parts);
  if (shape[0] >= extent) return rows(parts, 0, extent);
  const padded = mapParts(parts, () => zeroPart(shape.with(0, extent)));
  combine([parts], [rows(padded, 0, shape[0])], z => [z]);
  return padded;
}
