/**
 * The plan of a transform: the list of passes for a length, as data. A pass of radix r takes a transform of length
 * r·rest apart into r of length `rest`, for each of `done` interleaved ones; Stockham's order keeps every pass a
 * plain loop nest that needs no reordering at the end. With s = done, m = rest, N = n ÷ s, p < m and q < s:
 *
 *     y[q + s(r·p + j)] = exp(−2πi·p·j ÷ N) · Σ_k x[q + s(p + m·k)] · exp(−2πi·j·k ÷ r)
 *
 * A length with a prime factor too large for a written-out butterfly is transformed as a convolution with a chirp,
 * over a longer length that has passes. Sources: P. N. Swarztrauber, Parallel Computing 1 (1984), 45–63;
 * L. I. Bluestein, IEEE Trans. Audio Electroacoustics 18 (1970), 451–455.
 */
import { primeFactors, smoothLengths } from './length.ts';

/** One pass: `rest`·`done`·`radix` is the length. */
export interface TransformPass {
  readonly radix: number;
  readonly rest: number;
  readonly done: number;
}

/** Beyond this prime the ≈ 2r² operations of a butterfly cost more than the chirp's three longer transforms. */
const LARGEST_RADIX = 31;

/** The radices of a length, ascending: the last pass needs no twiddle factors, so it should be the largest. */
function radices(n: number): number[] {
  const factors = primeFactors(n);
  const odd = factors.filter(factor => factor > 2);
  const twos = factors.length - odd.length;
  // Eights, with one or two fours where three does not divide the number of twos: a pass of radix 2 is the dearest.
  const fours = twos === 1 ? 0 : (3 - (twos % 3)) % 3;
  const eights = (twos - 2 * fours) / 3;
  const even = twos === 1 ? [2] : [...new Array(fours).fill(4), ...new Array(eights).fill(8)];
  return n === 1 ? [1] : [...odd, ...even].sort((a, b) => a - b);
}

/** Whether length n ≥ 1 has passes. */
export const hasPasses = (n: number): boolean => radices(n).at(-1)! <= LARGEST_RADIX;

/** The passes of a length that has them. */
export function passesOf(n: number): TransformPass[] {
  let done = 1;
  return radices(n).map(radix => {
    const pass = { radix, rest: n / (done * radix), done };
    done *= radix;
    return pass;
  });
}

/**
 * The length over which the chirp convolution of length n runs. It holds all 2n − 1 distances and, of the lengths up
 * to the next power of two, has the cheapest passes: often longer than need be, but with fewer of them.
 */
export function paddedLength(n: number): number {
  const cost = (length: number) => length * radices(length).reduce((sum, radix) => sum + costs[radix], 0);
  return smoothLengths(2 * n - 1).reduce((best, length) => (cost(length) < cost(best) ? length : best));
}

/** Loads, stores and operations of a pass for each element, by radix. */
const costs: Readonly<Record<number, number>> = { 1: 4, 2: 10, 3: 15, 4: 14, 5: 20, 8: 18 };
