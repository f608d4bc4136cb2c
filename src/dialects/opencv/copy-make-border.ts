/** OpenCV's copyMakeBorder. */

import { stack } from '../../array/join.ts';
import type { NDArray } from '../../array/ndarray.ts';
import { extend } from '../../array/pad.ts';
import { slice, squeeze } from '../../array/views.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { checkInteger, fault, show } from '../../errors.ts';
import { castFunction } from '../../kernels/scalar.ts';
import type { View } from '../../views/view.ts';
import { integer } from '../kinds.ts';
import { nullable, optional, type Parameter, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { borderFrom } from './border.ts';
import { destination, fromMatrix, matrix } from './matrix.ts';

/** A scalar as OpenCV has them: up to four numbers, one a channel; those that are missing are 0. */
export type ScalarValue = number | readonly number[];

/** The arguments of `copyMakeBorder` after `borderType`, by name. */
export interface CopyMakeBorderKeywords {
  /** Must be null: results are returned. */
  dst?: null;
  /** What BORDER_CONSTANT fills with: 0 unless said. */
  value?: ScalarValue | null;
}

/** Rows or columns to add: not below 0. */
const width: Parameter<number, number> = {
  words: 'a whole number of at least 0',
  read: (name, argument, value) => {
    const number = checkInteger(name, argument, value);
    if (number >= 0) return number;
    throw fault(
      'value',
      name,
      `Assertion failed: top >= 0 && bottom >= 0 && left >= 0 && right >= 0; ${argument} is ${number}`,
      { argument, value: number },
    );
  },
};

/** The four numbers of a scalar. */
const scalar: Parameter<ScalarValue, number[]> = {
  words: 'a number, or a list of up to four',
  read: (name, argument, value) => {
    const given: unknown[] = Array.isArray(value) ? value : [value];
    const refuse = (what: string) =>
      fault('value', name, `Scalar value for argument '${argument}' ${what}`, { argument, value });
    if (given.length > 4) throw refuse(`is longer than 4; it has ${given.length} numbers`);
    const numbers = given.filter(one => typeof one === 'number');
    if (numbers.length < given.length)
      throw refuse(`is not numeric; it is ${show(value)}, a number or up to four are right`);
    return Array.from({ length: 4 }, (_, channel) => numbers[channel] ?? 0);
  },
};

const bordering = signature('cv2.copyMakeBorder', {
  src: matrix,
  top: width,
  bottom: width,
  left: width,
  right: width,
  borderType: integer(),
  dst: destination,
  value: optional(nullable(scalar), null),
} satisfies Takes<CopyMakeBorderKeywords>);

/**
 * `cv2.copyMakeBorder`: continues an image past its edges, at any distance.
 *
 * @param src (rows, columns) or (rows, columns, channels) of uint8, int8, uint16, int16, int32, float32 or float64;
 *   a flat array is one column, and 64-bit integers become int32
 * @param top rows added above
 * @param bottom rows added below
 * @param left columns added before
 * @param right columns added behind
 * @param borderType a `BORDER_` constant
 * @param rest `dst`, which must be null; `value`, what BORDER_CONSTANT fills with: a plain number is for the first
 *   channel, and the others get 0. It is rounded, halves to even, and clipped to the element type
 * @returns of the element type of `src`; empty where OpenCV's Python returns None
 * @throws ConcordatError where OpenCV raises: negative widths, border types that it does not know, element types
 *   that it does not have, values that differ for more than four channels; and where an empty axis would be continued
 * @example
 * import * as cv2 from 'concordat/opencv';
 * cv2.copyMakeBorder([[1, 2, 3]], 0, 0, 2, 1, cv2.BORDER_WRAP).toArray(); // => [[2, 3, 1, 2, 3, 1]]
 * cv2.copyMakeBorder([[1, 2]], 0, 0, 1, 0, cv2.BORDER_CONSTANT, { value: 9 }).toArray(); // => [[9, 1, 2]]
 */
export function copyMakeBorder(
  src: ArrayLike,
  top: number,
  bottom: number,
  left: number,
  right: number,
  borderType: number,
  ...rest: Rest<[dst: null | undefined, value: ScalarValue | null | undefined], CopyMakeBorderKeywords>
): NDArray {
  return bordering.call([src, top, bottom, left, right, borderType, ...rest], bordered);
}

function bordered(call: Bound<typeof bordering.parameters>): NDArray {
  const { name } = bordering;
  const { src: image } = call;
  const pairs = [
    [call.top, call.bottom],
    [call.left, call.right],
    [0, 0],
  ] as const;
  const values = call.value ?? [0, 0, 0, 0];
  if (pairs.every(([before, after]) => before + after === 0)) return fromMatrix(image);
  const boundary = borderFrom('cv2.copyMakeBorder', name, call.borderType);
  return fromMatrix(
    boundary === 'constant' ? surround(image, pairs, values) : extend(image, pairs, boundary, 0, name),
  );
}

/** Fills around an image, each channel with its own value. */
function surround(
  image: View,
  pairs: readonly (readonly [number, number])[],
  values: readonly number[],
): NDArray {
  const channels = image.shape[2];
  const saturate = castFunction('float64', image.dtype as never, 'saturate');
  const fill = (channel: number) => ({ re: Number(saturate(values[channel])), im: 0 });
  const used = values.slice(0, Math.max(1, channels));
  const alike = used.every(value => Object.is(value, values[0]));
  if (channels > 4 && !alike)
    throw fault(
      'value',
      'cv2.copyMakeBorder',
      'Assertion failed: value[0] == value[1] && value[0] == value[2] && value[0] == value[3]; ' +
        `value is ${show(values)}, and src has ${channels} channels`,
      { argument: 'value', value: values, channels },
    );
  if (alike) return extend(image, pairs, 'constant', fill(0), 'cv2.copyMakeBorder');
  const planes = used.map((_, channel) => {
    const plane = squeeze(slice(image, null, null, [channel, channel + 1]), { axis: 2 });
    return extend(plane, pairs.slice(0, 2), 'constant', fill(channel), 'cv2.copyMakeBorder');
  });
  return stack(planes, { axis: 2 });
}
