/** Eleven nests that everybody knows, as the library makes them, for tests of what is made of them. */
import { rowMajorStrides } from '../../src/extents.ts';
import type { RealDType } from '../../src/kernels/dtype.ts';
import * as e from '../../src/kernels/expression.ts';
import { type Access, checkNest, type Gather, type Nest, type Output } from '../../src/kernels/nest.ts';

const access = (dtype: RealDType, strides: readonly number[], gathers: readonly Gather[] = []): Access => ({
  dtype,
  strides,
  gathers,
  fill: 0,
});

/** An output without gaps. */
const dense = (shape: readonly number[], value: e.Expression): Output => ({
  dtype: value.dtype,
  strides: rowMajorStrides(shape),
  value,
});

/** A table of `length` places, the first one for index `first`. */
const tableOf = (length: number, first: number, place: (index: number) => number): Int32Array =>
  Int32Array.from({ length }, (_, k) => place(first + k));

const periodic = (extent: number) => (k: number) => (k + extent) % extent;
const zero = (extent: number) => (k: number) => (k < 0 || k >= extent ? -1 : k);
const mirror = (extent: number) => (k: number) => (k < 0 ? -k : k >= extent ? 2 * extent - 2 - k : k);

/** The sum over taps of image times kernel. */
const products = (dtype: RealDType): e.Expression =>
  e.reduce('sum', e.binary('multiply', e.load(0, dtype), e.load(1, dtype)));

/** Rows and columns of an image, extended by tables: axes are y, x, tap y, tap x. */
function extended(
  extents: readonly number[],
  step: number,
  place: (extent: number) => (k: number) => number,
) {
  const [height, width] = extents;
  const look = (extent: number, axis: number, stride: number): Gather => ({
    coefficients: [0, 1, 2, 3].map(other => (other === axis ? step : other === axis + 2 ? 1 : 0)),
    start: 0,
    table: tableOf(extent + 2, -1, place(extent)),
    stride,
  });
  return [look(height, 0, width), look(width, 1, 1)];
}

function convolution(size: number, step: number, place: (extent: number) => (k: number) => number): Nest {
  const shape = [size / step, size / step];
  return {
    shape,
    reduction: [3, 3],
    inputs: [
      access('float32', [0, 0, 0, 0], extended([size, size], step, place)),
      access('float32', [0, 0, 3, 1]),
    ],
    outputs: [dense(shape, products('float32'))],
  };
}

/** √(gx² + gy²), with the eight neighbours written out. */
function sobel(size: number): Nest {
  const at = (y: number, x: number) => e.load(0, 'float32', [y, x]);
  const twice = (a: e.Expression) => e.binary('multiply', e.constant(2, 'float32'), a);
  const side = (a: e.Expression, b: e.Expression, c: e.Expression) =>
    e.binary('add', e.binary('add', a, twice(b)), c);
  const gx = e.binary(
    'subtract',
    side(at(-1, 1), at(0, 1), at(1, 1)),
    side(at(-1, -1), at(0, -1), at(1, -1)),
  );
  const gy = e.binary(
    'subtract',
    side(at(1, -1), at(1, 0), at(1, 1)),
    side(at(-1, -1), at(-1, 0), at(-1, 1)),
  );
  const square = (a: e.Expression) => e.binary('multiply', a, a);
  const shape = [size, size];
  const look = (axis: number, stride: number): Gather => ({
    coefficients: [axis === 0 ? 1 : 0, axis === 1 ? 1 : 0],
    start: 1,
    table: tableOf(size + 2, -1, mirror(size)),
    stride,
  });
  return {
    shape,
    reduction: [],
    inputs: [access('float32', [0, 0], [look(0, size), look(1, 1)])],
    outputs: [dense(shape, e.unary('sqrt', e.binary('add', square(gx), square(gy))))],
  };
}

const pointwise = (shape: readonly number[], input: Access, value: e.Expression): Nest => ({
  shape,
  reduction: [],
  inputs: [input],
  outputs: [dense(shape, value)],
});

/** A 3×3 convolution of 64 channels into 32, extended by zeros: axes are output, y, x, input channel, tap y, tap x. */
function channels(): Nest {
  const [outputs, inputs, size] = [32, 64, 56];
  const look = (axis: number, stride: number): Gather => ({
    coefficients: [0, 1, 2, 3, 4, 5].map(other => (other === axis || other === axis + 3 ? 1 : 0)),
    start: 0,
    table: tableOf(size + 2, -1, zero(size)),
    stride,
  });
  const shape = [outputs, size, size];
  return {
    shape,
    reduction: [inputs, 3, 3],
    inputs: [
      access('float32', [0, 0, 0, size * size, 0, 0], [look(1, size), look(2, 1)]),
      access('float32', [9 * inputs, 0, 0, 9, 3, 1]),
    ],
    outputs: [dense(shape, products('float32'))],
  };
}

/** A convolution of so many taps along each axis at the places where the kernel lies inside: `rows` × 100 results. */
export function insideConvolution(rows: number, taps: number): Nest {
  const look = (axis: number, extent: number, stride: number): Gather => ({
    coefficients: [0, 1, 2, 3].map(other => (other === axis || other === axis + 2 ? 1 : 0)),
    start: 0,
    table: tableOf(extent, 0, k => k),
    stride,
  });
  const [height, width] = [rows + taps - 1, 100 + taps - 1];
  const shape = [rows, 100];
  return {
    shape,
    reduction: [taps, taps],
    inputs: [
      access('float32', [0, 0, 0, 0], [look(0, height, width), look(1, width, 1)]),
      access('float32', [0, 0, taps, 1]),
    ],
    outputs: [dense(shape, products('float32'))],
  };
}

const sumOf = (dtype: RealDType) => e.reduce('preciseSum', e.load(0, dtype));

/** Nests by name. */
export const namedNests: Readonly<Record<string, Nest>> = {
  'periodic 3×3 convolution of 512×512 float32': convolution(512, 1, periodic),
  'Sobel magnitude of 512×512 float32': sobel(512),
  'sum of all of 1024×1024 float32': {
    shape: [],
    reduction: [1024, 1024],
    inputs: [access('float32', [1024, 1])],
    outputs: [dense([], sumOf('float32'))],
  },
  'sum over the rows of 1024×1024 float64': {
    shape: [1024],
    reduction: [1024],
    inputs: [access('float64', [1, 1024])],
    outputs: [dense([1024], sumOf('float64'))],
  },
  'maximum over the rows of 1024×3000 float32': {
    shape: [3000],
    reduction: [1024],
    inputs: [access('float32', [1, 3000])],
    outputs: [dense([3000], e.reduce('maximum', e.load(0, 'float32')))],
  },
  'transposed copy of 512×300 float32': pointwise(
    [300, 512],
    access('float32', [1, 300]),
    e.load(0, 'float32'),
  ),
  'product of 256×64 and 64×128 float32': {
    shape: [256, 128],
    reduction: [64],
    inputs: [access('float32', [64, 0, 1]), access('float32', [0, 1, 128])],
    outputs: [dense([256, 128], products('float32'))],
  },
  '3×3 convolution at every second pixel of 512×512 float32, zeros outside': convolution(512, 2, zero),
  'gather of 1000 of 4000 float32': pointwise(
    [1000],
    access(
      'float32',
      [0],
      [
        {
          coefficients: [1],
          start: 0,
          table: tableOf(1000, 0, k => (k * 7) % 4000),
          stride: 1,
          extent: 4000,
        },
      ],
    ),
    e.load(0, 'float32'),
  ),
  'dense 3×3 convolution of 64 channels of 56×56 float32 into 32': channels(),
  'cast of 1000×1000 uint8 to float32': pointwise(
    [1000, 1000],
    access('uint8', [1000, 1]),
    e.cast(e.load(0, 'uint8'), 'float32'),
  ),
};

for (const nest of Object.values(namedNests)) checkNest(nest);
