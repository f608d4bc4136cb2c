/** scipy.signal.convolve2d and correlate2d: direct sums in two dimensions with a boundary. Source: SciPy 1.10. */
import { conjugate } from '../../array/arithmetic.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { flip } from '../../array/views.ts';
import type { Boundary } from '../../boundary/table.ts';
import { type ArrayLike, asView } from '../../convert/convert.ts';
import { lowerMiddle, makeConvention, perAxis } from '../../convolution/convention.ts';
import { convolveWith } from '../../convolution/operation.ts';
import { fault, show, showShape } from '../../errors.ts';
import { type DType, isComplex, isInteger, promoteTypes } from '../../kernels/dtype.ts';
import { onlyElement } from '../../views/elements.ts';
import type { ScalarLike } from '../../views/scalar.ts';
import { countOf, type View } from '../../views/view.ts';
import { elementOf } from '../element.ts';
import { arrayLike, boundaryIn, later } from '../kinds.ts';
import { optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { checkLengths, type SignalMode, signalMode, swapNeeded, windowsOf } from './modes.ts';

/** How the first array continues past its edges. */
export type SignalBoundary = 'fill' | 'pad' | 'wrap' | 'circular' | 'symm' | 'symmetric';

/** The arguments of `convolve2d` and `correlate2d` after the arrays, by name. */
export interface Convolve2dKeywords {
  /** 'full' unless said. */
  mode?: SignalMode;
  /** 'fill' unless said; 'valid' reads none. */
  boundary?: SignalBoundary;
  /** What 'fill' fills with; 0 unless said. */
  fillvalue?: ScalarLike;
}

type Convolve2dRest = Rest<
  [mode: SignalMode | undefined, boundary: SignalBoundary | undefined, fillvalue: ScalarLike | undefined],
  Convolve2dKeywords
>;

const boundary = boundaryIn<SignalBoundary>('scipy.signal', value =>
  value === 'reflect'
    ? 'Incorrect boundary value. '
    : "Acceptable boundary flags are 'fill', 'circular' (or 'wrap'), and 'symmetric' (or 'symm'). ",
);

const parameters = {
  in1: arrayLike,
  in2: arrayLike,
  mode: optional(signalMode, 'full'),
  boundary: optional(boundary, 'fill'),
  fillvalue: optional(later<ScalarLike>('a number that the type of the result holds'), 0),
} satisfies Takes<Convolve2dKeywords>;

const convolution = signature('scipy.signal.convolve2d', parameters);
const correlation = signature('scipy.signal.correlate2d', parameters);

/**
 * `scipy.signal.convolve2d`: the convolution of two arrays of two axes, with a boundary of the first.
 *
 *     full[n] = Σ_k in2[k] · ext(in1)[n − k],  0 ≤ n < N + K − 1 along both axes
 *
 * 'same' starts at full[(K − 1) // 2] and has the shape of `in1`. 'valid' keeps what needs no boundary; there the larger
 * array is taken first. Products are summed in the type that holds both, where integers wrap. Source: SciPy 1.10.
 *
 * @param in1 (H, W)
 * @param in2 (kH, kW)
 * @param rest `mode` ('full'), `boundary` ('fill'), `fillvalue` (0): in this order, or by name in a last object
 * @throws ConcordatError where SciPy raises: another number of axes than two, bool, an unknown mode or boundary, 'valid'
 *   where neither array holds the other, a fill value that does not become an element; and for an empty `in1` that is
 *   to be wrapped or mirrored
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.convolve2d([[1, 2, 3]], [[1, 0, -1]], 'same', 'wrap').toArray(); // => [[-1, 2, -1]]
 * signal.convolve2d([[1, 2, 3]], [[1, 1]], { mode: 'same', fillvalue: 9 }).toArray(); // => [[10, 3, 5]]
 */
export function convolve2d(in1: ArrayLike, in2: ArrayLike, ...rest: Convolve2dRest): NDArray {
  return convolution.call([in1, in2, ...rest], given => {
    const call = readCall(convolution.name, given);
    return call.swap ? run(call, call.in2, call.in1, -1) : run(call, call.in1, call.in2, -1);
  });
}

/**
 * `scipy.signal.correlate2d`: the correlation of two arrays of two axes; `in2` is conjugated and not flipped.
 *
 *     full[n] = Σ_k conj(in2[k]) · ext(in1)[n + k − (K − 1)],  0 ≤ n < N + K − 1 along both axes
 *
 * 'same' starts at full[K // 2]: for an even K one place later than scipy.signal.correlate. Else as `convolve2d`.
 * Source: SciPy 1.10, but its 'valid' conjugates `in1` where `in2` is the larger one (see known-bugs.ts).
 *
 * @param in1 (H, W)
 * @param in2 (kH, kW)
 * @param rest `mode` ('full'), `boundary` ('fill'), `fillvalue` (0): in this order, or by name in a last object
 * @throws ConcordatError where `convolve2d` does
 * @example
 * import { signal } from 'concordat/scipy';
 * signal.correlate2d([[1, 2, 3]], [[1, 0, -1]], 'same', 'wrap').toArray(); // => [[1, -2, 1]]
 */
export function correlate2d(in1: ArrayLike, in2: ArrayLike, ...rest: Convolve2dRest): NDArray {
  return correlation.call([in1, in2, ...rest], given => {
    const call = readCall(correlation.name, given);
    if (!call.swap) return run(call, call.in1, call.in2, 1, true);
    // Σ_k in1[k]·conj(in2[k − n]) with the larger in2 as the image runs backwards in n.
    return flip(run(call, conjugate(call.in2), call.in1, 1));
  });
}

interface Call {
  readonly name: string;
  readonly in1: View;
  readonly in2: View;
  readonly swap: boolean;
  readonly mode: SignalMode;
  readonly boundary: Boundary;
  readonly fill: ScalarLike;
}

function run(
  { name, mode, boundary, fill }: Call,
  image: View,
  kernel: View,
  sign: 1 | -1,
  conjugated = false,
): NDArray {
  const convention = makeConvention({ sign, origin: lowerMiddle, boundary }, { fill, conjugate: conjugated });
  return convolveWith(name, image, kernel, perAxis(convention, windowsOf(mode, image.shape, kernel.shape)));
}

function readCall(name: string, call: Bound<typeof parameters>): Call {
  const { in1, in2 } = call;
  if (in1.shape.length !== 2 || in2.shape.length !== 2)
    throw fault(
      'shape',
      name,
      `inputs must both be 2-D arrays; they have shapes ${showShape(in1.shape)} and ${showShape(in2.shape)}`,
      { shapes: [in1.shape, in2.shape] },
    );
  const { mode } = call;
  const swap = swapNeeded(name, mode, in1.shape, in2.shape);
  const { boundary } = call;
  const dtype = promoteTypes(in1.dtype, in2.dtype);
  if (dtype === 'bool')
    throw fault('dtype', name, 'not available for this type: bool; cast one array, to uint8 say', { dtype });
  if (mode === 'full') checkLengths(name, in1.shape, in2.shape);
  const fill = checkFill(name, call.fillvalue, dtype);
  return { name, in1, in2, swap, mode, boundary, fill };
}

/** SciPy stores the fill value as an element before it begins: Python's own conversions decide what can be stored. */
function checkFill(name: string, value: unknown, dtype: DType): ScalarLike {
  const given = asView(value as ArrayLike, name, 'fillvalue');
  const refused =
    (isComplex(given.dtype) && !isComplex(dtype)) ||
    (countOf(given) === 1 && isInteger(dtype) && !storable(given, dtype));
  if (!refused) return elementOf(name, 'fillvalue', given, dtype);
  throw fault(
    'value',
    name,
    `could not cast \`fillvalue\` directly to the output type; it is ${show(value)} and the output ${dtype}`,
    { argument: 'fillvalue', value, dtype },
  );
}

function storable(given: View, dtype: DType): boolean {
  const number = Number(onlyElement(given));
  return number >= -(2 ** 63) && number < (dtype === 'uint64' ? 2 ** 64 : 2 ** 63);
}
