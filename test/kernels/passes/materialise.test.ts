import { describe, expect, it } from 'vitest';
import * as e from '../../../src/kernels/expression.ts';
import { type NormalNest, normalise } from '../../../src/kernels/passes/index.ts';
import { materialise } from '../../../src/kernels/passes/materialise.ts';
import { namedNests } from '../named-nests.ts';
import { placeOf, pointsOf, targetOf } from './places.ts';

interface Sketch {
  readonly size: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
}

/** A convolution of uint8 in float32, with rows and columns extended by zeros. */
function convolution({ size, taps, stride, dilation }: Sketch): NormalNest {
  const reach = dilation * (taps - 1);
  // Two entries before the first one that is read.
  const table = Int32Array.from({ length: size + 2 * reach + 2 }, (_, k) =>
    k < reach + 2 || k >= size + reach + 2 ? -1 : k - reach - 2,
  );
  const extent = Math.floor((size + reach - 1) / stride) + 1;
  const look = (axis: number, step: number) => ({
    coefficients: [0, 1, 2, 3].map(other => (other === axis ? stride : other === axis + 2 ? dilation : 0)),
    start: 2,
    table,
    stride: step,
  });
  const pixel = e.cast(e.load(0, 'uint8'), 'float32');
  return normalise({
    shape: [extent, extent],
    reduction: [taps, taps],
    inputs: [
      { dtype: 'uint8', strides: [0, 0, 0, 0], gathers: [look(0, size), look(1, 1)], fill: 0 },
      { dtype: 'float32', strides: [0, 0, taps, 1], gathers: [], fill: 0 },
    ],
    outputs: [
      {
        dtype: 'float32',
        strides: [extent, 1],
        value: e.reduce('sum', e.binary('multiply', pixel, e.load(1, 'float32'))),
      },
    ],
  });
}

describe('an input of a long fold', () => {
  it('is copied where it is extended and read more than a hundred times', () => {
    const laid = materialise(convolution({ size: 40, taps: 11, stride: 1, dilation: 1 }), 1)!;
    expect(laid.copies.map(({ input, dtype }) => [input, dtype])).toEqual([[0, 'float32']]);
    expect(laid.nest.inputs[0]).toMatchObject({
      dtype: 'float32',
      dimensions: [{ table: null }, { table: null, stride: 1 }],
    });
  });
  it('is cast once, in the copy, and not at every tap', () => {
    const laid = materialise(convolution({ size: 40, taps: 11, stride: 1, dilation: 1 }), 1)!;
    expect(laid.nest.outputs[0].value).toMatchObject({
      a: { op: 'multiply', a: { op: 'load', dtype: 'float32' } },
    });
    expect(laid.copies[0].nest.outputs[0].value).toMatchObject({
      op: 'cast',
      a: { op: 'load', dtype: 'uint8' },
    });
  });
  it('is sorted apart where a stride skips some of it', () => {
    const laid = materialise(
      normalise(namedNests['3×3 convolution at every second pixel of 512×512 float32, zeros outside']),
      1,
    )!;
    expect(laid.nest.inputs[0].dimensions[1]).toMatchObject({
      coefficients: [0, 2, 0, 1],
      table: null,
      phase: 257,
    });
  });
  it('stays where it is for few taps, and where it is read once', () => {
    expect(materialise(normalise(namedNests['periodic 3×3 convolution of 512×512 float32']), 1)).toBeNull();
    expect(materialise(normalise(namedNests['sum over the rows of 1024×1024 float64']), 0)).toBeNull();
  });
});

describe('a copy', () => {
  const sketches: Sketch[] = [];
  for (const taps of [2, 3, 11])
    for (const stride of [1, 2, 3])
      for (const dilation of [1, 2]) sketches.push({ size: 13, taps, stride, dilation });
  it.each(sketches)('holds at each place what the tap there reads: %o', sketch => {
    const nest = convolution(sketch);
    const laid = materialise(nest, 1);
    if (sketch.taps > 10 || sketch.stride > 1) expect(laid).not.toBeNull();
    if (!laid) return;
    const [copy] = laid.copies;
    const held = new Map<number, number | null>();
    for (const counters of pointsOf(copy.nest.shape))
      held.set(targetOf(copy.nest, 0, counters), placeOf(copy.nest.inputs[0], counters));
    expect(Math.max(...held.keys())).toBeLessThan(copy.elements);
    for (const counters of pointsOf([...nest.shape, ...nest.reduction])) {
      const place = placeOf(laid.nest.inputs[0], counters, 1)!;
      expect(held.get(place), `${counters}`).toBe(placeOf(nest.inputs[0], counters));
    }
  });
});
