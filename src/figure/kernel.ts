/** The numbers of a small kernel, printed in its cells. */
import { levelsOf } from './levels.ts';
import { ink, type Label, paper } from './marks.ts';
import { isLight } from './palette.ts';
import type { Shading, ShownSample } from './panel.ts';
import { showNumber, textWidth } from './text.ts';

/** Larger kernels are shown by colour alone. */
const largestKernel = 7;
/** The largest and smallest size at which numbers are printed. */
const [largestSize, smallestSize] = [14, 6.5];
/** The largest n for which numbers are printed as multiples of 1/n. */
const largestDivisor = 1024;

/** Numbers as texts, and what they are to be multiplied by: `× 1/9`, or nothing. */
interface Writing {
  readonly texts: readonly string[];
  readonly factor: string;
}

/** Labels for the cells of a kernel, relative to its panel; none where they would not be readable. */
export function kernelNumbers(
  { values, cell }: ShownSample,
  shading: Shading,
): { labels: Label[]; factor: string } {
  const [rows, columns] = values.shape;
  const none = { labels: [], factor: '' };
  if (cell === null || Math.max(rows, columns) > largestKernel) return none;
  const numbers = Array.from(values.toTypedArray(), Number);
  const sizeOf = ({ texts }: Writing) => {
    const widest = Math.max(...texts.map(text => textWidth(text, 1)));
    return Math.min(largestSize, Math.floor(cell * 1.1) / 2, Math.floor((cell * 1.72) / widest) / 2);
  };
  const writing = writings(numbers, values.dtype === 'float32').find(
    choice => sizeOf(choice) >= smallestSize,
  );
  if (!writing) return none;
  const levels = levelsOf(values, shading.low, shading.high).toTypedArray();
  const labels = writing.texts.map((text, index) => ({
    text: [text],
    x: ((index % columns) + 0.5) * cell,
    y: (Math.floor(index / columns) + 0.5) * cell,
    size: sizeOf(writing),
    align: 'center' as const,
    baseline: 'middle' as const,
    colour: isLight(shading.palette[levels[index]]) ? ink : paper,
  }));
  return { labels, factor: writing.factor };
}

/** Ways to write the numbers, the best first: as they are, as multiples of a fraction, rounded ever more. */
function writings(numbers: readonly number[], single: boolean): Writing[] {
  const write = (digits: number) => numbers.map(number => showNumber(number, digits));
  const exact = numbers.every(number => !Number.isFinite(number) || Number(number.toPrecision(4)) === number);
  const divisor = commonDivisor(numbers, single);
  const whole = divisor && {
    texts: numbers.map(number => showNumber(Math.round(number * divisor))),
    factor: `× 1/${divisor}`,
  };
  const rounded = [4, 3, 2].map(digits => ({ texts: write(digits), factor: '' }));
  const short = [3, 2].map(digits => ({
    texts: write(digits).map(text => text.replace(/^(−?)0\./, '$1.')),
    factor: '',
  }));
  return [...(exact ? [rounded[0]] : []), ...(whole ? [whole] : []), ...rounded, ...short];
}

/** The smallest n up to 1024 with which all numbers become whole, but for their rounding errors; 0 without one. */
function commonDivisor(numbers: readonly number[], single: boolean): number {
  const error = single ? 2 ** -22 : 2 ** -50;
  const fits = (n: number) =>
    numbers.every(number => Math.abs(number * n - Math.round(number * n)) <= error * Math.abs(number * n));
  return Array.from({ length: largestDivisor - 1 }, (_, index) => index + 2).find(fits) ?? 0;
}
