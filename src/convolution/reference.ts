/**
 * The definition, as a loop: for every output, for every tap, the extension of the image is read and multiplied. It
 * is never called by the library; tests hold every method and every dialect to it. It computes in float64 numbers.
 */

import { extensions } from '../boundary/table.ts';
import { OUTSIDE, sizeOf } from '../extents.ts';
import { castTo } from '../views/cast.ts';
import { elementsOf } from '../views/elements.ts';
import { fromElements, type View } from '../views/view.ts';
import type { Convention } from './convention.ts';
import { resolve } from './resolve.ts';

/** Every index of a shape, in row-major order. */
export function* everyIndexOf(shape: readonly number[]): Generator<number[]> {
  if (shape.length === 0) {
    yield [];
    return;
  }
  for (let first = 0; first < shape[0]; first++)
    for (const rest of everyIndexOf(shape.slice(1))) yield [first, ...rest];
}

/** Computes `convention` on an image and a kernel of equal rank, as complex128. */
export function referenceConvolution(image: View, kernel: View, convention: Convention): View<'complex128'> {
  const axes = resolve(convention, image.shape, kernel.shape);
  const shape = axes.map(axis => axis.length);
  const [x, h] = [image, kernel].map(each => elementsOf(castTo(each, 'complex128')));
  const fill = typeof convention.fill === 'object' ? convention.fill : { re: Number(convention.fill), im: 0 };
  const result = new Float64Array(2 * sizeOf(shape));
  let output = 0;
  for (const n of everyIndexOf(shape)) {
    let [re, im, tap] = [0, 0, 0];
    for (const j of everyIndexOf(kernel.shape)) {
      const places = axes.map(({ stride, offset, step, boundary, extent }, k) =>
        extensions[boundary].index(stride * n[k] + offset + step * j[k], extent),
      );
      if (convention.skipOutside && places.includes(OUTSIDE)) {
        tap++;
        continue;
      }
      const place = places.reduce((flat, index, k) => flat * image.shape[k] + index, 0);
      const [a, b] = places.includes(OUTSIDE) ? [fill.re, fill.im] : [x[2 * place], x[2 * place + 1]];
      const [c, d] = [h[2 * tap], convention.conjugate ? -h[2 * tap + 1] : h[2 * tap + 1]];
      tap++;
      if (Math.hypot(c, d) <= convention.ignoreBelow) continue;
      re += a * c - b * d;
      im += a * d + b * c;
    }
    result[output++] = re;
    result[output++] = im;
  }
  return fromElements('complex128', result, shape);
}
