/** Lengths and their prime factors (integers only). */

/** The prime factors of n ≥ 1, ascending, each as often as it divides. Cost: √n divisions at most. */
export function primeFactors(n: number): number[] {
  const factors: number[] = [];
  let rest = n;
  for (let prime = 2; prime * prime <= rest; prime += prime === 2 ? 1 : 2)
    for (; rest % prime === 0; rest /= prime) factors.push(prime);
  if (rest > 1) factors.push(rest);
  return factors;
}

/** All lengths from n to the next power of two, both included, that have no prime factor above 5. */
export function smoothLengths(n: number): number[] {
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, n)));
  const lengths = [power];
  for (let fives = 1; fives < power; fives *= 5)
    for (let odd = fives; odd < power; odd *= 3) {
      let length = odd;
      while (length < n) length *= 2;
      if (length < power) lengths.push(length);
    }
  return lengths;
}

/**
 * The smallest length ≥ n with no prime factor above 5: what to pad to before a fast transform: 100 for 97.
 */
export const goodLength = (n: number): number => Math.min(...smoothLengths(n));
