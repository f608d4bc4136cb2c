/**
 * The inverse cosine transform of blocks of 8 × 8, in whole numbers, bit for bit as libjpeg's `jidctint` does it, which
 * OpenCV and Pillow use. Source: C. Loeffler, A. Ligtenberg, G. Moschytz, "Practical Fast 1-D DCT Algorithms with 11
 * Multiplications", 1989; T. Lane, libjpeg, jidctint.c.
 */

/** Factors are multiplied by 2^13; columns keep two more bits than pixels have. */
const [FACTOR_BITS, COLUMN_BITS] = [13, 2];
const factor = (value: number): number => Math.round(value * 2 ** FACTOR_BITS);
const F0298 = factor(0.298631336);
const F0390 = factor(0.390180644);
const F0541 = factor(0.5411961);
const F0765 = factor(0.765366865);
const F0899 = factor(0.899976223);
const F1175 = factor(1.175875602);
const F1501 = factor(1.50132111);
const F1847 = factor(1.847759065);
const F1961 = factor(1.96157056);
const F2053 = factor(2.053119869);
const F2562 = factor(2.562915447);
const F3072 = factor(3.072711026);

/** The samples of a grey in the middle are 0 before they are moved up. */
const MIDDLE = 128;
const work = new Int32Array(64);

/**
 * Transforms the block at `start`, whose coefficients are multiplied by `steps`, into 8 rows of samples, `stride` apart,
 * from `to` on.
 */
export function inverseCosine(
  coefficients: Int16Array,
  start: number,
  steps: Int32Array,
  samples: Uint8ClampedArray,
  to: number,
  stride: number,
): void {
  for (let k = 0; k < 64; k++) work[k] = Math.imul(coefficients[start + k], steps[k]);
  for (let x = 0; x < 8; x++) transform(x, 8, FACTOR_BITS - COLUMN_BITS);
  // A two-dimensional transform is 8 times too large.
  for (let y = 0; y < 8; y++) transform(8 * y, 1, FACTOR_BITS + COLUMN_BITS + 3);
  for (let y = 0, from = 0; y < 8; y++, to += stride)
    for (let x = 0; x < 8; x++) samples[to + x] = work[from++] + MIDDLE;
}

/** The same for a block of which only the first coefficient is not zero: all samples are alike. */
export function flatBlock(first: number, samples: Uint8ClampedArray, to: number, stride: number): void {
  const value = ((first + 4) >> 3) + MIDDLE;
  for (let y = 0; y < 8; y++, to += stride) samples.fill(value, to, to + 8);
}

/** Transforms eight numbers in `work` where they are, and shifts them right by `shift`, rounded. */
function transform(place: number, step: number, shift: number): void {
  const c0 = work[place];
  const c1 = work[place + step];
  const c2 = work[place + 2 * step];
  const c3 = work[place + 3 * step];
  const c4 = work[place + 4 * step];
  const c5 = work[place + 5 * step];
  const c6 = work[place + 6 * step];
  const c7 = work[place + 7 * step];
  const half = 1 << (shift - 1);
  if ((c1 | c2 | c3 | c4 | c5 | c6 | c7) === 0) {
    const value = ((c0 << FACTOR_BITS) + half) >> shift;
    for (let k = 0; k < 8; k++) work[place + k * step] = value;
    return;
  }
  // Even coefficients.
  const z1 = Math.imul(c2 + c6, F0541);
  const even2 = z1 - Math.imul(c6, F1847);
  const even3 = z1 + Math.imul(c2, F0765);
  const even0 = (c0 + c4) << FACTOR_BITS;
  const even1 = (c0 - c4) << FACTOR_BITS;
  const a0 = even0 + even3 + half;
  const a3 = even0 - even3 + half;
  const a1 = even1 + even2 + half;
  const a2 = even1 - even2 + half;
  // Odd ones.
  const z5 = Math.imul(c7 + c3 + c5 + c1, F1175);
  const y1 = -Math.imul(c7 + c1, F0899);
  const y2 = -Math.imul(c5 + c3, F2562);
  const y3 = z5 - Math.imul(c7 + c3, F1961);
  const y4 = z5 - Math.imul(c5 + c1, F0390);
  const b0 = Math.imul(c7, F0298) + y1 + y3;
  const b1 = Math.imul(c5, F2053) + y2 + y4;
  const b2 = Math.imul(c3, F3072) + y2 + y3;
  const b3 = Math.imul(c1, F1501) + y1 + y4;
  work[place] = (a0 + b3) >> shift;
  work[place + 7 * step] = (a0 - b3) >> shift;
  work[place + step] = (a1 + b2) >> shift;
  work[place + 6 * step] = (a1 - b2) >> shift;
  work[place + 2 * step] = (a2 + b1) >> shift;
  work[place + 5 * step] = (a2 - b1) >> shift;
  work[place + 3 * step] = (a3 + b0) >> shift;
  work[place + 4 * step] = (a3 - b0) >> shift;
}
