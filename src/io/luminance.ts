/** The brightness of a colour image. */

import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { defineOperation } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { fault, showShape } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import { add, castValue, constantValue, divide, multiply, type Value } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { view } from '../views/view.ts';

/** Thousandths: sums of whole numbers stay exact, so a grey pixel (g, g, g) gives g itself. */
const weights = [299, 587, 114];

const luminanceOperation = defineOperation({
  name: 'luminance',
  run: ([image]) => {
    const [height, width, channels = 1] = image.shape;
    const nest = new NestBuilder([height, width]);
    const channel = (index: number): Value => {
      const offset = image.offset + index * (image.strides[2] ?? 0);
      return castValue(nest.load(view(image, [height, width], image.strides.slice(0, 2), offset)), 'float64');
    };
    const number = (value: number) => constantValue(value, 'float64');
    const weighted = () =>
      weights.map((weight, index) => multiply(channel(index), number(weight))).reduce(add);
    const result = nest.store(channels < 3 ? channel(0) : divide(weighted(), number(1000)));
    nest.run();
    return result;
  },
});

/**
 * The luminance of an image, as float64 of shape (H, W):
 *
 *     0.299 R + 0.587 G + 0.114 B
 *
 * with the weights of Rec. 601, which OpenCV (`COLOR_RGB2GRAY`) and Pillow (`convert('L')`) use; those round the result
 * to uint8, this does not. Values stay on the scale of the input (0..255, 0..65535, or whatever floats have). Alpha is
 * ignored; a NaN in a colour gives NaN.
 *
 * @param image (H, W) or (H, W, 1) grey, (H, W, 2) grey and alpha, (H, W, 3) RGB, (H, W, 4) RGB and alpha
 * @throws ConcordatError for another shape, or complex elements
 * @example
 * import { luminance } from 'concordat/io';
 * luminance([[[255, 0, 0], [100, 100, 100]]]).toArray(); // => [[76.245, 100]]
 */
export function luminance(image: ArrayLike): NDArray<'float64'> {
  const x = asArray(image, 'luminance', 'image');
  const [, , channels = 1] = x.shape;
  if ((x.ndim !== 2 && x.ndim !== 3) || channels < 1 || channels > 4)
    throw fault(
      'shape',
      'luminance',
      `image has shape ${showShape(x.shape)}; it must be (H, W) or (H, W, C) with 1 to 4 channels`,
      { argument: 'image', shape: x.shape },
    );
  if (isComplex(x.dtype))
    throw fault('dtype', 'luminance', `image is ${x.dtype}; it must be real`, {
      argument: 'image',
      dtype: x.dtype,
    });
  return luminanceOperation([x], {}) as NDArray<'float64'>;
}
