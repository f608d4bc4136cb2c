/**
 * Decimal digits of binary floating point numbers: the fewest digits that read back as the same number, and correct
 * rounding of the exact binary value. Both are what NumPy's printing is built on.
 * Source: G. L. Steele and J. L. White, "How to print floating-point numbers accurately", PLDI 1990.
 */

/** d.ddd… · 10^exponent: the first digit stands before the point. */
export interface Decimal {
  readonly digits: string;
  readonly exponent: number;
}

const ZERO: Decimal = { digits: '0', exponent: 0 };
const bits = new DataView(new ArrayBuffer(8));

/** x = mantissa · 2^power exactly, for finite x ≥ 0. */
function split(x: number): { mantissa: bigint; power: number } {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const power = Number(word >> 52n);
  const fraction = word & ((1n << 52n) - 1n);
  return power === 0
    ? { mantissa: fraction, power: -1074 }
    : { mantissa: fraction | (1n << 52n), power: power - 1075 };
}

/** The whole number nearest to x·10^places, ties to even, computed exactly; x ≥ 0 and finite. */
export function roundScaled(x: number, places: number): bigint {
  const { mantissa, power } = split(x);
  const up = (10n ** BigInt(Math.max(places, 0))) << BigInt(Math.max(power, 0));
  const down = (10n ** BigInt(Math.max(-places, 0))) << BigInt(Math.max(-power, 0));
  const quotient = (mantissa * up) / down;
  const twice = 2n * ((mantissa * up) % down);
  return twice > down || (twice === down && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** ⌊log10 x⌋ for finite x > 0. With 21 digits only an exact power of ten can round up to the next one. */
const exponentOf = (x: number): number => Number(x.toExponential(20).split('e')[1]);

/** x rounded to `fraction` digits after the first; x ≥ 0 and finite. */
export function roundedDecimal(x: number, fraction: number): Decimal {
  if (x === 0) return { digits: '0'.repeat(fraction + 1), exponent: 0 };
  const exponent = exponentOf(x);
  const digits = String(roundScaled(x, fraction - exponent));
  // 9.99… became 10.0…: one digit more than asked for.
  return digits.length > fraction + 1
    ? { digits: digits.slice(0, -1), exponent: exponent + 1 }
    : { digits, exponent };
}

/**
 * The fewest digits that read back as the same number, and of those the nearest to it; x ≥ 0 and finite. With `single`,
 * x is a float32 and must read back as one.
 */
export function shortestDecimal(x: number, single: boolean): Decimal {
  if (x === 0) return ZERO;
  if (!single) return parse(x.toExponential());
  for (let fraction = 0; fraction < 9; fraction++) {
    const nearest = roundedDecimal(x, fraction);
    if (readsBack(nearest, x)) return trimmed(nearest);
    // Above a power of two the neighbours are twice as far as below it: the second nearest can read back alone.
    const above = next(nearest);
    if (readsBack(above, x)) return trimmed(above);
  }
  return parse(x.toExponential());
}

const readsBack = (decimal: Decimal, x: number): boolean =>
  Math.fround(Number(`${decimal.digits}e${decimal.exponent - decimal.digits.length + 1}`)) === x;

/** One more in the last digit. */
function next({ digits, exponent }: Decimal): Decimal {
  const more = String(BigInt(digits) + 1n);
  return more.length > digits.length
    ? { digits: more.slice(0, -1), exponent: exponent + 1 }
    : { digits: more, exponent };
}

const trimmed = ({ digits, exponent }: Decimal): Decimal => ({
  digits: digits.replace(/(?<=.)0+$/, ''),
  exponent,
});

function parse(text: string): Decimal {
  const [mantissa, exponent] = text.split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** The digits before and after the decimal point. */
export function wholeAndFraction({ digits, exponent }: Decimal): [whole: string, fraction: string] {
  if (exponent < 0) return ['0', '0'.repeat(-exponent - 1) + digits];
  const padded = digits.padEnd(exponent + 1, '0');
  return [padded.slice(0, exponent + 1), padded.slice(exponent + 1)];
}
