import { expect, it } from 'vitest';
import { normalise } from '../../../src/kernels/passes/index.ts';
import { unrolledAxes } from '../../../src/kernels/passes/unrolled.ts';
import { insideConvolution, namedNests } from '../named-nests.ts';

const axes = (name: string) => unrolledAxes(normalise(namedNests[name]));

it('writes the nine taps of a 3×3 kernel out', () => {
  expect(axes('periodic 3×3 convolution of 512×512 float32')).toEqual([
    { axis: 2, extent: 3 },
    { axis: 3, extent: 3 },
  ]);
});
it('writes the taps of a dense convolution out, and loops over channels', () => {
  expect(axes('dense 3×3 convolution of 64 channels of 56×56 float32 into 32')).toEqual([
    { axis: 4, extent: 3 },
    { axis: 5, extent: 3 },
  ]);
});
it('writes nothing out where no load serves two taps', () => {
  expect(axes('product of 256×64 and 64×128 float32')).toEqual([]);
});
it('writes at most a hundred taps out: of 11×11, one row', () => {
  const square = (taps: number) => normalise(insideConvolution(50, taps));
  expect(unrolledAxes(square(10)).map(({ extent }) => extent)).toEqual([10, 10]);
  expect(unrolledAxes(square(11)).map(({ extent }) => extent)).toEqual([11]);
});
