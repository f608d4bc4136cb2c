/** Random convolutions: images and kernels of every layout, and every option. */
import * as fc from 'fast-check';
import { flip, type NDArray, slice, transpose } from '../../src/array/index.ts';
import { boundaryNames } from '../../src/boundary/table.ts';
import {
  type AxisConvention,
  type Convention,
  lowerMiddle,
  makeConvention,
  perAxis,
  upperMiddle,
} from '../../src/convolution/convention.ts';
import { type ConvolveOptions, convolve, correlate } from '../../src/convolution/index.ts';
import { type DType, isBigInt } from '../../src/kernels/dtype.ts';
import { counting } from '../array/support.ts';

export type Draw = fc.GeneratorValue;
export const whole = (draw: Draw, min: number, max: number): number => draw(fc.integer, { min, max });
export const pick = <T>(draw: Draw, list: readonly T[]): T => list[whole(draw, 0, list.length - 1)];

/** Small whole numbers (their products and sums are exact in every type), seen through a view of any layout. */
export function drawArray(draw: Draw, shape: readonly number[], dtype: DType): NDArray {
  const order = draw(
    fc.shuffledSubarray<number>,
    shape.map((_, axis) => axis),
    { minLength: shape.length },
  );
  const steps = shape.map(() => whole(draw, 1, 2));
  const base = counting(
    order.map(axis => shape[axis] * steps[axis]),
    dtype,
  );
  for (let i = 0; i < base.data.length; i++) {
    const value = dtype === 'bool' ? whole(draw, 0, 1) : whole(draw, dtype.startsWith('u') ? 0 : -8, 8);
    base.data[i] = (isBigInt(dtype) ? BigInt(value) : value) as never;
  }
  const stepped = slice(base, ...order.map((axis): [null, null, number] => [null, null, steps[axis]]));
  const turned = transpose(
    stepped,
    shape.map((_, axis) => order.indexOf(axis)),
  );
  return flip(turned, { axis: shape.map((_, axis) => axis).filter(() => whole(draw, 0, 2) === 0) });
}

/** A call of `convolve` or `correlate`, and the convention that it should mean. */
export interface Call {
  readonly run: (extra?: ConvolveOptions) => NDArray;
  readonly image: NDArray;
  readonly kernel: NDArray;
  readonly convention: Convention;
  readonly options: ConvolveOptions;
}

/** Draws what one axis does, as options and as a convention. */
function drawAxis(draw: Draw, sign: 1 | -1, empty: boolean) {
  const boundary = empty ? 'constant' : pick(draw, boundaryNames);
  const origin = pick<'lower' | 'upper' | number>(draw, ['lower', 'upper', whole(draw, -2, 7)]);
  const window = pick<'same' | 'full' | 'valid' | { start: number; length: number }>(draw, [
    'same',
    'full',
    'valid',
    { start: whole(draw, -9, 9), length: whole(draw, 0, 5) },
  ]);
  const [stride, dilation] = [whole(draw, 1, 3), whole(draw, 1, 3)];
  const rule = origin === 'lower' ? lowerMiddle : origin === 'upper' ? upperMiddle : origin;
  const axis: AxisConvention = { sign, boundary, origin: rule, window, stride, dilation };
  return { boundary, origin, window, stride, dilation, axis };
}

/** Draws a call: rank 1 to 3, kernels of any size up to larger than the image, the types given. */
export function drawCall(draw: Draw, types: readonly DType[]): Call {
  const rank = pick(draw, [1, 1, 2, 2, 2, 3]);
  const [most, taps] = rank === 1 ? [9, 9] : rank === 2 ? [5, 4] : [3, 2];
  const shape = Array.from({ length: rank }, () => (whole(draw, 0, 12) === 0 ? 0 : whole(draw, 1, most)));
  const image = drawArray(draw, shape, pick(draw, types));
  const kernel = drawArray(
    draw,
    shape.map(() => whole(draw, 1, taps)),
    pick(draw, types),
  );
  const sign = pick(draw, [1, -1] as const);
  const drawn = shape.map(extent => drawAxis(draw, sign, extent === 0));
  const value = whole(draw, 0, 3);
  const convention = perAxis(
    makeConvention({ sign }, { fill: value }),
    drawn.map(({ axis }) => axis),
  );
  const options: ConvolveOptions = {
    boundary: drawn.map(({ boundary }) => boundary),
    origin: drawn.map(({ origin }) => origin),
    window: drawn.map(({ window }) => window),
    stride: drawn.map(({ stride }) => stride),
    dilation: drawn.map(({ dilation }) => dilation),
    value,
  };
  const call = sign === 1 ? correlate : convolve;
  return { run: extra => call(image, kernel, { ...options, ...extra }), image, kernel, convention, options };
}
