/**
 * Text of single elements, as NumPy writes them inside an array: all of one width, with digits chosen by looking at
 * every element that is shown. Source: `numpy/core/arrayprint.py` of NumPy 1.24 (precision 8, floatmode `maxprec`).
 */
import { type DType, dtypes, isComplex, type TypedArray } from '../kernels/dtype.ts';
import { roundedDecimal, roundScaled, shortestDecimal, wholeAndFraction } from './decimal.ts';

/** Digits after the point that are shown at most. */
const PRECISION = 8;

/** Writes the element at a place of the memory, counted in elements. */
export type ElementText = (index: number) => string;

/** How to write elements of `flat`; the width and the digits are chosen from the elements `shown`. */
export function elementFormat(
  flat: TypedArray,
  shown: readonly number[],
  dtype: DType,
  isScalar: boolean,
): ElementText {
  const { kind, component } = dtypes[dtype];
  if (kind === 'b') return index => (flat[index] ? (isScalar ? 'True' : ' True') : 'False');
  const single = component === 'float32';
  if (isComplex(dtype)) {
    const re = (index: number) => Number(flat[2 * index]);
    const im = (index: number) => Number(flat[2 * index + 1]);
    const [writeRe, writeIm] = [
      floatFormat(shown.map(re), single, false),
      floatFormat(shown.map(im), single, true),
    ];
    // The j goes before the spaces that make all imaginary parts equally long.
    return index => writeRe(re(index)) + writeIm(im(index)).replace(/ *$/, spaces => `j${spaces}`);
  }
  if (kind === 'f') {
    const write = floatFormat(
      shown.map(index => Number(flat[index])),
      single,
      false,
    );
    return index => write(Number(flat[index]));
  }
  const width = Math.max(...shown.map(index => String(flat[index]).length));
  return index => String(flat[index]).padStart(width);
}

type FloatText = (x: number) => string;

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0);

/** How to write floats beside each other; with `plus`, positive ones carry a sign. */
function floatFormat(values: readonly number[], single: boolean, plus: boolean): FloatText {
  const finite = values.filter(Number.isFinite);
  const magnitudes = finite.filter(x => x !== 0).map(Math.abs);
  const sign = (x: number) => (isNegative(x) ? '-' : plus ? '+' : '');
  const style = finite.length === 0 ? null : isWide(magnitudes, single) ? scientific : positional;
  const layout = style?.(finite, single, sign);
  let left = layout?.left ?? 0;
  const right = layout?.right ?? 0;
  if (finite.length < values.length) {
    const signed = plus || values.includes(-Infinity) ? 1 : 0;
    // 3 letters of nan and inf, where the point and the digits after it would stand.
    left = Math.max(left, 3 - (right + 1), 3 + signed - (right + 1));
  }
  return x => {
    if (layout && Number.isFinite(x)) return layout.write(x, left);
    const text = Number.isNaN(x) ? `${plus ? '+' : ''}nan` : `${sign(x)}inf`;
    return text.padStart(left + right + 1);
  };
}

/** Whether the numbers differ so much in size that NumPy writes exponents. */
function isWide(magnitudes: readonly number[], single: boolean): boolean {
  if (magnitudes.length === 0) return false;
  const largest = magnitudes.reduce((a, b) => Math.max(a, b));
  const smallest = magnitudes.reduce((a, b) => Math.min(a, b));
  const ratio = single ? Math.fround(largest / smallest) : largest / smallest;
  return largest >= 1e8 || smallest < 0.0001 || ratio > 1000;
}

interface Layout {
  /** Characters before the point, and after it. */
  readonly left: number;
  readonly right: number;
  readonly write: (x: number, left: number) => string;
}

const longest = (texts: readonly string[]): number =>
  texts.reduce((width, text) => Math.max(width, text.length), 0);
const withoutZeros = (digits: string): string => digits.replace(/0+$/, '');

function positional(finite: readonly number[], single: boolean, sign: (x: number) => string): Layout {
  const text = (x: number): [string, string] => {
    const decimal = shortestDecimal(Math.abs(x), single);
    const [whole, fraction] = wholeAndFraction(decimal);
    // Digits before the point are all true ones, also where float32 would need fewer.
    if (decimal.digits.length <= decimal.exponent) return [sign(x) + roundScaled(Math.abs(x), 0), ''];
    if (fraction.length <= PRECISION) return [sign(x) + whole, fraction];
    const digits = String(roundScaled(Math.abs(x), PRECISION)).padStart(PRECISION + 1, '0');
    return [sign(x) + digits.slice(0, -PRECISION), withoutZeros(digits.slice(-PRECISION))];
  };
  const texts = finite.map(text);
  const right = longest(texts.map(([, fraction]) => fraction));
  return {
    left: longest(texts.map(([whole]) => whole)),
    right,
    write(x, left) {
      const [whole, fraction] = text(x);
      return `${whole.padStart(left)}.${fraction.padEnd(right)}`;
    },
  };
}

function scientific(finite: readonly number[], single: boolean, sign: (x: number) => string): Layout {
  // Digits beyond the shortest are the true ones of the binary number, not zeros: float32 0.1 becomes 1.00000001e-01.
  const decimal = (x: number, fraction: number) => {
    const short = shortestDecimal(Math.abs(x), single);
    return short.digits.length === fraction + 1 ? short : roundedDecimal(Math.abs(x), fraction);
  };
  const first = finite.map(x => {
    const short = shortestDecimal(Math.abs(x), single);
    return short.digits.length <= PRECISION + 1 ? short : roundedDecimal(Math.abs(x), PRECISION);
  });
  const fraction = longest(first.map(({ digits }) => withoutZeros(digits.slice(1))));
  const power = longest(first.map(({ exponent }) => String(Math.abs(exponent)).padStart(2, '0')));
  return {
    left: longest(finite.map(x => `${sign(x)}0`)),
    right: fraction + power + 2,
    write(x, left) {
      const { digits, exponent } = decimal(x, fraction);
      const scale = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(power, '0')}`;
      return `${(sign(x) + digits[0]).padStart(left)}.${digits.slice(1)}e${scale}`;
    },
  };
}

/** A number that stands alone, as NumPy's `str` writes a scalar: with all the digits that tell it from others. */
export function scalarText(flat: TypedArray, index: number, dtype: DType): string {
  const { kind, component } = dtypes[dtype];
  if (kind === 'b') return flat[index] ? 'True' : 'False';
  if (kind === 'i' || kind === 'u') return String(flat[index]);
  const single = component === 'float32';
  if (kind === 'f') return loneFloat(Number(flat[index]), single, '.0');
  const [re, im] = [Number(flat[2 * index]), Number(flat[2 * index + 1])];
  const imaginary = loneFloat(im, single, '');
  if (re === 0 && !isNegative(re)) return `${imaginary}j`;
  return `(${loneFloat(re, single, '')}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`;
}

/** `ending` follows a whole number. */
function loneFloat(x: number, single: boolean, ending: string): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf';
  const [sign, size] = [isNegative(x) ? '-' : '', Math.abs(x)];
  const decimal = shortestDecimal(size, single);
  if (size === 0 || (size >= 1e-4 && size < 1e16)) {
    const [whole, fraction] = wholeAndFraction(decimal);
    return sign + whole + (fraction ? `.${fraction}` : ending);
  }
  const { digits, exponent } = decimal;
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
