/**
 * A convolution of an image tiled 2 by 2, of which the middle is kept. The tiled picture has four times the elements, and
 * so has its convolution; of a large image they are made in bands of rows, a band with as many rows beyond its ends as
 * the kernel reaches. A point is the same sum of the same terms in whichever band it lies, bit by bit.
 */

import { gatherAxes } from '../array/gather.ts';
import { arrayOf, type NDArray } from '../array/ndarray.ts';
import { slice } from '../array/views.ts';
import { indexTable } from '../boundary/table.ts';
import { scope } from '../runtime/scope.ts';
import { NestBuilder } from '../views/build.ts';
import { newView } from '../views/view.ts';

/** Elements of a tiled picture that are made at a time: 8 MB of float64. */
const BAND = 2 ** 20;

const half = (extent: number) => Math.floor(extent / 2);

/** `result[H//2:-H//2, W//2:-W//2]`: Python reads −H//2 as −ceil(H/2). */
const middle = (extent: number): [number, number] => [half(extent), -Math.ceil(extent / 2)];

/**
 * The middle of `convolve(tiled)`.
 *
 * @param convolve filters a picture whose columns are those of the tiled one, and pads rows by as much above as below
 * @param onRows told after each band what part of the rows is done
 */
export function middleOfTiled(
  image: NDArray,
  kernel: NDArray,
  convolve: (tiled: NDArray) => NDArray,
  onRows: (part: number) => void = () => {},
): NDArray {
  const [height, width] = image.shape;
  const columns = indexTable('periodic', width, 0, 2 * width);
  const tiledRows = (first: number, stop: number) =>
    gatherAxes(image, [indexTable('periodic', height, first, stop - first), columns]);
  const reach = kernel.shape[0];
  const rows = Math.max(2 * reach, Math.ceil(BAND / (2 * width)));
  if (rows >= 2 * height) return slice(convolve(tiledRows(0, 2 * height)), middle(height), middle(width));

  // By how much a convolution is longer than its picture, one as long as the kernel tells.
  const longer = scope(() => convolve(tiledRows(0, reach)).shape[0] - reach);
  const start = half(height);
  const end = Math.max(start, 2 * height + longer - Math.ceil(height / 2));
  let result: NDArray | undefined;
  for (let from = start; from < end; from += rows) {
    const to = Math.min(end, from + rows);
    const first = Math.max(0, from - reach);
    const part = scope(() => {
      const filtered = convolve(tiledRows(first, Math.min(2 * height, to + reach)));
      return slice(filtered, [from - first, to - first], middle(width));
    });
    result ??= arrayOf(newView(part.dtype, [end - start, part.shape[1]]));
    const target = slice(result, [from - start, to - start]);
    const nest = new NestBuilder(target.shape);
    nest.storeInto(target, nest.load(part));
    nest.run();
    part.dispose();
    onRows((to - start) / (end - start));
  }
  return result!;
}
