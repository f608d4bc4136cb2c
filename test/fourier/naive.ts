/** The discrete Fourier transform as its definition: a sum for every place, without any plan. */

import { NDArray } from '../../src/array/ndarray.ts';
import { rowMajorStrides, sizeOf } from '../../src/extents.ts';
import { type DType, isComplex } from '../../src/kernels/dtype.ts';
import { mulberry32 } from '../random.ts';

/** Complex numbers of a shape, in row-major order. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly re: readonly number[];
  readonly im: readonly number[];
}

/** The elements of an array. */
export function numbersOf(x: NDArray): Numbers {
  const flat = Array.from(x.toTypedArray() as Iterable<number | bigint>, Number);
  const { shape } = x;
  if (!isComplex(x.dtype)) return { shape, re: flat, im: flat.map(() => 0) };
  return {
    shape,
    re: flat.filter((_, index) => index % 2 === 0),
    im: flat.filter((_, index) => index % 2 === 1),
  };
}

/** The elements first to last along `axis` of a row-major array, for each of its rows. */
function eachRow(shape: readonly number[], axis: number, visit: (places: number[]) => void): void {
  const strides = rowMajorStrides(shape);
  for (let place = 0; place < sizeOf(shape); place++) {
    if (Math.floor(place / strides[axis]) % shape[axis] !== 0) continue;
    visit(Array.from({ length: shape[axis] }, (_, k) => place + k * strides[axis]));
  }
}

/** Σ_j x[j]·exp(sign·2πi·j·k ÷ n) along one axis. */
export function naive({ shape, re, im }: Numbers, axis: number, sign: -1 | 1): Numbers {
  const n = shape[axis];
  const result = { shape, re: [...re], im: [...im] };
  const turn = Array.from({ length: n }, (_, t) => (sign * 2 * Math.PI * t) / n);
  const [cos, sin] = [turn.map(Math.cos), turn.map(Math.sin)];
  eachRow(shape, axis, places => {
    for (let k = 0; k < n; k++) {
      let [sumRe, sumIm] = [0, 0];
      for (let j = 0; j < n; j++) {
        const [a, b, t] = [re[places[j]], im[places[j]], (j * k) % n];
        sumRe += a * cos[t] - b * sin[t];
        sumIm += a * sin[t] + b * cos[t];
      }
      result.re[places[k]] = sumRe;
      result.im[places[k]] = sumIm;
    }
  });
  return result;
}

/** Cut to, or followed by zeros up to, `extent` along one axis. */
export function fitted(x: Numbers, axis: number, extent: number): Numbers {
  const shape = x.shape.with(axis, extent);
  const result = { shape, re: new Array(sizeOf(shape)).fill(0), im: new Array(sizeOf(shape)).fill(0) };
  if (sizeOf(shape) === 0 || sizeOf(x.shape) === 0) return result;
  const rows: number[][] = [];
  eachRow(x.shape, axis, places => rows.push(places));
  let row = 0;
  eachRow(shape, axis, places => {
    const from = rows[row++];
    places.forEach((place, k) => {
      result.re[place] = k < from.length ? x.re[from[k]] : 0;
      result.im[place] = k < from.length ? x.im[from[k]] : 0;
    });
  });
  return result;
}

/** All numbers times a real one. */
export const scaled = ({ shape, re, im }: Numbers, factor: number): Numbers => ({
  shape,
  re: re.map(x => x * factor),
  im: im.map(x => x * factor),
});

/** The largest |a − b| ÷ the largest |b|; infinite when shapes differ, NaN when a number is. */
export function relativeError(a: NDArray | Numbers, b: NDArray | Numbers): number {
  const [x, y] = [a, b].map(one => (one instanceof NDArray ? numbersOf(one) : one));
  if (x.shape.join() !== y.shape.join()) return Infinity;
  const largest = (sizes: number[]) => sizes.reduce((most, size) => (size <= most ? most : size), 0);
  const error = largest(x.re.map((re, k) => Math.hypot(re - y.re[k], x.im[k] - y.im[k])));
  const size = largest(y.re.map((re, k) => Math.hypot(re, y.im[k])));
  return error === 0 ? 0 : error / size;
}

/** Numbers that look random, the same on every run, between −1 and 1; whole ones for types that hold no others. */
export function sample<D extends DType>(shape: readonly number[], dtype: D, seed = 1): NDArray<D> {
  const memory = {
    bool: Uint8Array,
    int32: Int32Array,
    int64: BigInt64Array,
    uint8: Uint8Array,
    float32: Float32Array,
    float64: Float64Array,
    complex64: Float32Array,
    complex128: Float64Array,
  }[dtype as string]!;
  const data = new memory(sizeOf(shape) * (isComplex(dtype) ? 2 : 1));
  const whole = /int|bool/.test(dtype);
  const random = mulberry32(seed);
  for (let place = 0; place < data.length; place++) {
    const value = random.next() * 2 - 1;
    const kept = !whole ? value : dtype === 'bool' ? Number(value > 0) : Math.abs(Math.round(value * 100));
    data[place] = (dtype === 'int64' ? BigInt(kept) : kept) as never;
  }
  return new NDArray(dtype, { data: data as never }, [...shape]);
}
