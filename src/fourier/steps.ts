/**
 * Runs a transform axis by axis. Between axes the numbers stay in float64 parts, in the order in which the last pass
 * left them; only the last axis writes the result.
 */

import { sizeOf } from '../extents.ts';
import { type ComplexDType, type DType, dtypes } from '../kernels/dtype.ts';
import { scope } from '../runtime/scope.ts';
import { newView, type View, view } from '../views/view.ts';
import { combine } from './combine.ts';
import { type AxisTransform, extentsOf, type TransformRequest } from './options.ts';
import {
  anyPart,
  axisFromFront,
  axisToFront,
  mapParts,
  newParts,
  type Parts,
  partsOf,
  rowsOfParts,
  zeroPart,
} from './parts.ts';
import { realForward, realInverse } from './real.ts';
import { transform } from './transform.ts';

/** The type of a spectrum: as precise as its input, float64 unless that is float32. */
const spectrumType = (dtype: DType): ComplexDType =>
  dtypes[dtype].component === 'float32' ? 'complex64' : 'complex128';

/** Carries out a request on `x`. Work arrays are freed at once. */
export function transformed(x: View, request: TransformRequest): View {
  const spectrum = spectrumType(x.dtype);
  return scope(() => runAll(x, request, request.real ? dtypes[spectrum].component : spectrum));
}

function runAll(x: View, { steps, inverse, factor, shape }: TransformRequest, dtype: DType): View {
  let result: View | undefined;
  let parts = partsOf(x);
  let before: Parts = {};
  steps.forEach((step, index) => {
    const source = fit(axisToFront(parts, step.axis), extentsOf(step).reads);
    const last = index === steps.length - 1;
    if (last) result = newView(dtype, shape);
    const target = result
      ? axisToFront(partsOf(result), step.axis)
      : newParts(anyPart(source).shape.with(0, extentsOf(step).writes));
    for (const [from, to] of slabs(source, target))
      scope(() => runStep(step, from, to, inverse, last ? factor : 1));
    disposeParts(before);
    parts = axisFromFront(target, step.axis);
    before = target;
  });
  if (result) return result;
  const copy = newView(dtype, shape);
  combine([parts], [partsOf(copy)], z => [z]);
  return copy;
}

/**
 * Elements that are transformed together. A step needs up to three times as many besides: 48 MB. Fewer would take longer,
 * for every pass is planned anew.
 */
const TOGETHER = 2 ** 20;

/**
 * The rows of a step in pieces, cut along the longest axis that is not transformed: rows are independent, and the work
 * arrays of a piece are small.
 */
function slabs(source: Parts, target: Parts): [source: Parts, target: Parts][] {
  const { shape } = anyPart(target);
  const size = sizeOf(shape);
  const longest = shape.reduce(
    (best, extent, axis) => (axis > 0 && extent > (shape[best] ?? 0) ? axis : best),
    Infinity,
  );
  if (size <= 2 * TOGETHER || longest === Infinity) return [[source, target]];
  const extent = shape[longest];
  const step = Math.max(1, Math.round((TOGETHER * extent) / size));
  return Array.from({ length: Math.ceil(extent / step) }, (_, k) => {
    const first = k * step;
    const length = Math.min(step, extent - first);
    const piece = (parts: Parts) =>
      mapParts(parts, part =>
        view(
          part,
          part.shape.with(longest, length),
          part.strides,
          part.offset + first * part.strides[longest],
        ),
      );
    return [piece(source), piece(target)];
  });
}

const disposeParts = ({ re, im }: Parts): void => {
  re?.storage.dispose();
  im?.storage.dispose();
};

function runStep(
  { kind }: AxisTransform,
  source: Parts,
  target: Parts,
  inverse: boolean,
  factor: number,
): void {
  if (kind === 'spectrum') realForward(source, target, factor);
  else if (kind === 'reals') realInverse(source, target, factor);
  else transform(source, target, inverse, factor);
}

/** The first `extent` places along the first axis, followed by zeros where there are fewer. */
function fit(parts: Parts, extent: number): Parts {
  const { shape } = anyPart(parts);
  if (shape[0] >= extent) return rowsOfParts(parts, 0, extent);
  const padded = mapParts(parts, () => zeroPart(shape.with(0, extent)));
  combine([parts], [rowsOfParts(padded, 0, shape[0])], z => [z]);
  return padded;
}
