/** Numbers on which functions are tested, and how far a result is from the right one. */
import { mulberry32 } from '../../random.ts';

/** Numbers in [0, 1), the same on every run; others with CONCORDAT_SEED. */
export const randomNumbers = (): (() => number) =>
  mulberry32(Number(process.env.CONCORDAT_SEED ?? 1) * 0x9e3779b9).next;

export const specials: readonly number[] = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  -2,
  3,
  -3,
  -3.5,
  1e-20,
  -1e-20,
  Infinity,
  -Infinity,
  NaN,
  // Subnormal, least normal and largest numbers of float32; whole numbers that are odd, even, and only even.
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  8388607,
  -8388607,
  16777215,
  -16777216,
  1 + 2 ** -23,
  1 - 2 ** -24,
  -1 - 2 ** -23,
  // Bounds of the usual cases of the functions, and of the results' range.
  87,
  -87,
  88.72283935546875,
  88.72284,
  -103.97208,
  -103.97209,
  2 ** 21,
  2 ** 21 + 1,
  2 ** 22,
  1e30,
];

export const specials64: readonly number[] = [
  ...specials,
  2 ** -1074,
  -(2 ** -1074),
  2 ** -1022,
  Number.MAX_VALUE,
  -Number.MAX_VALUE,
  1 + 2 ** -52,
  1 - 2 ** -53,
  708,
  -708,
  709.782712893384,
  709.7827128933841,
  -745.1332191019411,
  -745.1332191019412,
  2 ** 20,
  2 ** 20 + 1,
  2 ** -27,
  1e300,
];

/** Where the largest errors were found among all float32 numbers: of exp, log, sin, cos; and next to multiples of π/2. */
export const worstCases: readonly number[] = [
  -27.378984451293945, -5.8606462478637695, 0.7059239745140076, 0.6986648440361023, 89.71023559570312,
  1.742776870727539, 22.16992950439453, 19.028778076171875, 252.89820861816406, 505.7964172363281,
  52516.43359375, 105032.8671875, 267058.9375, 534117.875,
];

/** All pairs, as two lists. */
export function pairs(values: readonly number[]): [number[], number[]] {
  return [values.flatMap(a => values.map(() => a)), values.flatMap(() => [...values])];
}

/** float32 numbers of every sign and exponent, with the least, the largest and random mantissas. */
export function everyExponent(random: () => number, each: number): Float32Array {
  const bits = Array.from({ length: 512 }, (_, k) => {
    const mantissas = [
      0,
      1,
      0x7fffff,
      ...Array.from({ length: each - 3 }, () => Math.floor(random() * 2 ** 23)),
    ];
    return mantissas.map(mantissa => k * 2 ** 23 + mantissa);
  });
  return new Float32Array(new Uint32Array(bits.flat()).buffer);
}

/**
 * |got − right| in units of float32's last place at `right`, which is a float64 number; Infinity if a zero, an infinity,
 * NaN or a sign is wrong.
 */
export function distance32(got: number, right: number): number {
  const exact = Math.fround(right);
  if (Object.is(got, exact) && (right === 0 || !Number.isFinite(exact))) return 0;
  if (right === 0 || !Number.isFinite(right) || Number.isNaN(got)) return Infinity;
  if (Object.is(Math.sign(got), -Math.sign(right)) || Object.is(got, Math.sign(right) * -0)) return Infinity;
  // Past the largest number, infinity stands for the number that would come next.
  const finite = Number.isFinite(got) ? got : Math.sign(got) * 2 ** 128;
  return Math.abs(finite - right) / unit(right);
}

function unit(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const below = 2 ** exponent > Math.abs(value) ? exponent - 1 : exponent;
  return 2 ** (Math.min(127, Math.max(below, -126)) - 23);
}
