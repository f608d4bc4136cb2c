/** Elementary functions to 250 bits and more, on integers; slow and plain, to measure errors of float64 functions. */

/** Bits after the point. */
const FRACTION = 300n;
const ONE = 1n << FRACTION;
const times = (a: bigint, b: bigint) => (a * b) >> FRACTION;
const over = (a: bigint, b: bigint) => (a << FRACTION) / b;
const rounded = (a: bigint, b: bigint) => (2n * a + b) / (2n * b) - ((2n * a + b) % (2n * b) < 0n ? 1n : 0n);

/** mantissa · 2^exponent. */
export interface Exact {
  readonly mantissa: bigint;
  readonly exponent: number;
}

/** A finite float64 number. */
export function exactly(value: number): Exact {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(value));
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const mantissa = (bits & ((1n << 52n) - 1n)) + (biased > 0 ? 1n << 52n : 0n);
  return { mantissa: value < 0 ? -mantissa : mantissa, exponent: Math.max(biased, 1) - 1075 };
}

const shifted = (value: bigint, by: number) => (by >= 0 ? value << BigInt(by) : value >> BigInt(-by));
const fixed = ({ mantissa, exponent }: Exact) => shifted(mantissa, exponent + Number(FRACTION));
const length = (value: bigint) => (value < 0n ? -value : value).toString(2).length;

/** The sum of terms until they vanish; `next` gives term k + 1 from term k. */
function series(first: bigint, next: (term: bigint, k: bigint) => bigint): bigint {
  let sum = 0n;
  for (let [term, k] = [first, 0n]; term !== 0n && term !== -1n; k++) {
    sum += term;
    term = next(term, k);
  }
  return sum;
}

/** Σ ±s^(2k+1)/(2k+1): atanh, or atan with alternating signs. */
function inverseTangent(s: bigint, sign: bigint): bigint {
  const square = times(s, s) * sign;
  let [sum, power] = [0n, s];
  for (let k = 1n; power !== 0n && power !== -1n; k += 2n) {
    sum += power / k;
    power = times(power, square);
  }
  return sum;
}

const LN2 = 2n * inverseTangent(ONE / 3n, 1n);
// Machin's formula.
const HALF_PI = 8n * inverseTangent(ONE / 5n, -1n) - 2n * inverseTangent(ONE / 239n, -1n);

export function exactExp(value: number): Exact {
  const x = fixed(exactly(value));
  const k = rounded(x, LN2);
  const r = x - k * LN2;
  return {
    mantissa: series(ONE, (term, n) => times(term, r) / (n + 1n)),
    exponent: Number(k) - Number(FRACTION),
  };
}

export function exactLog(value: number): Exact {
  const { mantissa, exponent } = exactly(value);
  // Between 2/3 and 4/3, where no digit is lost near 1.
  const bits = length(mantissa);
  const k = bits - (3n * mantissa > 1n << BigInt(bits + 1) ? 0 : 1);
  const m = shifted(mantissa, Number(FRACTION) - k);
  const logarithm = 2n * inverseTangent(over(m - ONE, m + ONE), 1n) + BigInt(exponent + k) * LN2;
  return { mantissa: logarithm, exponent: -Number(FRACTION) };
}

function turned(value: number, quarters: bigint): Exact {
  const x = fixed(exactly(value));
  const k = rounded(x, HALF_PI);
  const r = x - k * HALF_PI;
  const square = -times(r, r);
  const quarter = (k + quarters) & 3n;
  const first = quarter & 1n ? ONE : r;
  const offset = quarter & 1n ? 1n : 2n;
  const sum = series(first, (term, n) => times(term, square) / ((2n * n + offset) * (2n * n + offset + 1n)));
  return { mantissa: quarter & 2n ? -sum : sum, exponent: -Number(FRACTION) };
}
export const exactSin = (value: number): Exact => turned(value, 0n);
export const exactCos = (value: number): Exact => turned(value, 1n);

/** |got − right| in units of float64's last place at `right`. */
export function distance64(got: number, right: Exact): number {
  if (!Number.isFinite(got)) return Infinity;
  const { mantissa, exponent } = exactly(got);
  const low = Math.min(exponent, right.exponent);
  const difference = shifted(mantissa, exponent - low) - shifted(right.mantissa, right.exponent - low);
  const last = Math.max(length(right.mantissa) + right.exponent - 53, -1074);
  return Number(shifted(difference < 0n ? -difference : difference, low - last + 30)) / 2 ** 30;
}
