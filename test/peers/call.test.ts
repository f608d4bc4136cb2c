/** The calls by which a convention is written: in the real libraries, and in this one. */

import { boundaryNames, convolve, correlate, type NDArray } from 'concordat';
import { expect, it } from 'vitest';
import { arrayOf } from '../../src/array/ndarray.ts';
import { lowerMiddle, makeConvention, upperMiddle } from '../../src/convolution/convention.ts';
import { referenceConvolution } from '../../src/convolution/reference.ts';
import { callOf } from '../../src/diagnosis/call.ts';
import { randomArray } from './generate.ts';
import { peerCases } from './harness.ts';

const cases = ([-1, 1] as const).flatMap(sign =>
  boundaryNames.flatMap(boundary =>
    (['same', 'full', 'valid'] as const).flatMap(window =>
      [lowerMiddle, upperMiddle].flatMap(origin =>
        [
          [3, 3],
          [2, 4],
          [1, 3],
          [4, 3],
        ].map(taps => {
          const convention = makeConvention({ sign, boundary, window, origin });
          const [image, kernel] = [randomArray([7, 9], 'float64'), randomArray(taps, 'float64')];
          const call = callOf(convention, taps);
          const ours = () =>
            new Function('convolve', 'correlate', 'image', 'kernel', `return ${call.typescript}`)(
              convolve,
              correlate,
              image,
              kernel,
            ) as NDArray;
          return { convention, image, kernel, python: call.python, arrays: { image, kernel }, ours };
        }),
      ),
    ),
  ),
);

it('mean the convention, in this library', () => {
  for (const { convention, image, kernel, ours } of cases) {
    const right = arrayOf(referenceConvolution(image, kernel, convention)).toTypedArray();
    const result = ours();
    expect([...result.toTypedArray()].map(x => Number(x) + 0)).toEqual(
      [...right].filter((_, k) => k % 2 === 0).map(x => x + 0),
    );
  }
});

peerCases('calls of conventions', cases);
