/** Convolutions of other libraries: channels and groups, wider accumulators, saturating casts. */
import type { NDArray } from 'concordat';
import type { Random } from '../../random.ts';
import { callText, drawArray, extents } from '../arrays.ts';
import type { Case, Family } from '../cases.ts';
import type { Library } from '../library.ts';
import { exact, sumOf } from '../tolerance.ts';
import { drawKernelShape } from './convolution.ts';

const positive = extents.filter(extent => extent > 0);

/** torch's conv2d: dense, grouped and depthwise. */
function conv2d(library: Library, random: Random): Case {
  const dtype = random.pick(['float32', 'float32', 'float64'] as const);
  const flavour = random.pick(['whole', 'plain'] as const);
  const groups = random.pick([1, 1, 2, 3, 4]);
  const [inner, outer] = [random.integer(1, 3), random.integer(1, 3)];
  const taps = drawKernelShape(random, 2);
  const draw = (shape: number[]) => drawArray(library, random, dtype, shape, { flavour });
  const x = draw([random.integer(1, 2), groups * inner, random.integer(5, 9), random.pick(positive)]);
  const w = draw([groups * outer, inner, ...taps]);
  const bias = random.chance(0.3) ? draw([groups * outer]) : null;
  const options = {
    groups,
    stride: random.integer(1, 3),
    padding: random.pick([0, 1, 2, [0, 3]]),
    dilation: random.pick([1, 1, 2]),
  };
  const call = (image: NDArray, weight: NDArray, offset: NDArray | null) =>
    library.torch.nn.functional.conv2d(image, weight, { ...options, bias: offset });
  const size = (y: NDArray) => library.abs(library.astype(y, 'float64'));
  return {
    text: callText('conv2d', x, w, bias, options),
    compute: () => call(x, w, bias),
    tolerance:
      flavour === 'whole'
        ? exact
        : sumOf(2 * inner * taps[0] * taps[1], () => call(size(x), size(w), bias && size(bias))),
  };
}

/** scipy.ndimage sums in float64, whatever the image. */
function ndimage(library: Library, random: Random): Case {
  const dtype = random.pick(['float32', 'float64', 'uint8', 'int16', 'int32'] as const);
  const flavour = random.pick(['whole', 'plain'] as const);
  const x = drawArray(library, random, dtype, [random.integer(1, 5), random.pick(positive)], { flavour });
  const taps = drawKernelShape(random, 2);
  const h = drawArray(library, random, 'float64', taps, {
    flavour: dtype.startsWith('f') ? flavour : 'whole',
  });
  const mode = random.pick(['reflect', 'mirror', 'nearest', 'constant', 'wrap'] as const);
  const size = (y: NDArray) => library.abs(library.astype(y, 'float64'));
  const call = (a: NDArray, b: NDArray) => library.scipy.ndimage.convolve(a, b, { mode });
  return {
    text: callText('ndimage.convolve', x, h, { mode }),
    compute: () => call(x, h),
    tolerance: dtype.startsWith('f') ? sumOf(2 * h.size, () => call(size(x), size(h))) : exact,
  };
}

/** OpenCV rounds half to even and saturates. */
function filter2D(library: Library, random: Random): Case {
  const dtype = random.pick(['uint8', 'uint8', 'uint16', 'int16'] as const);
  const x = drawArray(library, random, dtype, [random.integer(1, 5), random.pick(positive)], {
    flavour: 'special',
  });
  // Eighths are exact, and make halves.
  const whole = drawArray(library, random, 'float32', drawKernelShape(random, 2), { flavour: 'whole' });
  const h = library.multiply(whole, library.full([1, 1], 0.125, { dtype: 'float32' }));
  const borderType = random.pick([0, 1, 2, 4]);
  return {
    text: callText('filter2D', x, -1, h, { borderType }),
    compute: () => library.opencv.filter2D(x, -1, h, { borderType }),
  };
}

export const dialects: Family = (library, random) =>
  random.pick([conv2d, conv2d, ndimage, filter2D])(library, random);
