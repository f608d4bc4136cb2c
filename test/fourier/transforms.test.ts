/** Every transform of one literal, by hand. */
import { expect, it } from 'vitest';
import { add, imaginaryPart, realPart } from '../../src/array/arithmetic.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import {
  fft,
  fft2,
  fftfreq,
  fftn,
  fftshift,
  ifft,
  ifft2,
  ifftn,
  ifftshift,
  irfft,
  irfft2,
  irfftn,
  rfft,
  rfft2,
  rfftfreq,
  rfftn,
} from '../../src/fourier/index.ts';

/** The real parts and the imaginary ones; what is added makes 0 of −0. */
const parts = (x: NDArray) => [realPart, imaginaryPart].map(part => add(part(x), 0).toArray());

const one = [
  [1, 0],
  [0, 0],
];
const flat = [
  [1, 1],
  [1, 1],
];
const none = [
  [0, 0],
  [0, 0],
];

it('fft of an impulse is flat', () =>
  expect(parts(fft([1, 0, 0, 0]))).toEqual([
    [1, 1, 1, 1],
    [0, 0, 0, 0],
  ]));
it('fft of an impulse one place later turns clockwise', () =>
  expect(parts(fft([0, 1, 0, 0]))).toEqual([
    [1, 0, -1, 0].map(re => expect.closeTo(re, 12)),
    [0, -1, 0, 1].map(im => expect.closeTo(im, 12)),
  ]));
it('ifft divides by the length', () =>
  expect(parts(ifft([4, 0, 0, 0]))).toEqual([
    [1, 1, 1, 1],
    [0, 0, 0, 0],
  ]));
it('fft2 and fftn go along both axes', () => {
  expect(parts(fft2(one))).toEqual([flat, none]);
  expect(parts(fftn(one))).toEqual([flat, none]);
});
it('ifft2 and ifftn go back', () => {
  expect(realPart(ifft2(flat)).toArray()).toEqual(one);
  expect(realPart(ifftn(flat)).toArray()).toEqual(one);
});
it('rfft keeps n ÷ 2 + 1 places', () =>
  expect(parts(rfft([1, 1, 1, 1]))).toEqual([
    [4, 0, 0],
    [0, 0, 0],
  ]));
it('irfft takes the length that they come from', () =>
  expect(irfft([4, 0, 0], { n: 4 }).toArray()).toEqual([1, 1, 1, 1]));
it('rfft2 and rfftn halve the last axis', () => {
  expect(rfft2(one).shape).toEqual([2, 2]);
  expect(realPart(rfftn(one)).toArray()).toEqual(flat);
});
it('irfft2 and irfftn go back', () => {
  expect(irfft2(rfft2(one)).toArray()).toEqual(one);
  expect(irfftn(rfftn(one)).toArray()).toEqual(one);
});
it('fftfreq counts up, then from below', () => expect(fftfreq(4).toArray()).toEqual([0, 0.25, -0.5, -0.25]));
it('rfftfreq has no negative ones', () => expect(rfftfreq(4).toArray()).toEqual([0, 0.25, 0.5]));
it('fftshift brings frequency 0 to the middle', () =>
  expect(fftshift([0, 1, 2, -2, -1]).toArray()).toEqual([-2, -1, 0, 1, 2]));
it('ifftshift brings it back', () =>
  expect(ifftshift([-2, -1, 0, 1, 2]).toArray()).toEqual([0, 1, 2, -2, -1]));
