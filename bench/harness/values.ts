/** Arrays as the harness passes them: numbers in row-major order and a shape. It shares no code with the library. */

/** The numbers of one result. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** The number of elements of a shape. */
export const countOf = (shape: readonly number[]): number =>
  shape.reduce((total, extent) => total * extent, 1);

/**
 * Noise that Python makes too, bit for bit (`noise.py`): element i is a hash of i and the seed, between −0.5 and 0.5 in
 * steps of 2⁻²⁴, so exact in float32. The hash is Chris Wellons' lowbias32.
 */
export function noise(seed: number, shape: readonly number[]): Float32Array {
  const data = new Float32Array(countOf(shape));
  const start = Math.imul(seed, 0x9e3779b9);
  for (let i = 0; i < data.length; i++) {
    let h = (start + i) | 0;
    h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
    h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
    h ^= h >>> 16;
    data[i] = (h >>> 8) / 16777216 - 0.5;
  }
  return data;
}

/** The same numbers with the axes in another order, laid out anew: axis a of the result is axis `axes[a]`. */
export function permute({ shape, data }: Values, axes: readonly number[]): Values {
  const strides = shape.map((_, axis) => countOf(shape.slice(axis + 1)));
  const extents = axes.map(axis => shape[axis]);
  const steps = axes.map(axis => strides[axis]);
  const out = new Float32Array(countOf(shape));
  let next = 0;
  const walk = (axis: number, place: number): void => {
    if (axis === extents.length) {
      out[next++] = data[place];
      return;
    }
    for (let i = 0; i < extents[axis]; i++) walk(axis + 1, place + i * steps[axis]);
  };
  walk(0, 0);
  return { shape: extents, data: out };
}
