/** The scales of a figure: which value has which colour, and the ticks of the colour bar. */
import type { NDArray } from '../array/ndarray.ts';
import { finiteRange, magnitudes } from './levels.ts';

/** A scale from −limit to limit. Where `largest` is more than `limit`, what lies beyond has the colours of the ends. */
export interface SymmetricScale {
  readonly limit: number;
  /** The largest magnitude that is to be shown. */
  readonly largest: number;
}

/** The part of all elements that a scale must hold, and how much larger it may be to hold them all. */
const [part, slack] = [0.99, 1.5];
/** Less than this is zero: its half could be. */
const tiny = 1e-300;

/**
 * The scale of some arrays. Edges of natural pictures have a few very strong elements, and a scale that reached them
 * would leave the rest pale. So it holds at least 99 of 100 elements, zeros and rounding errors not counted, and all
 * of them when that takes no more than half as much again. Without any element but zeros it reaches 1.
 */
export function symmetricScale(arrays: readonly NDArray[]): SymmetricScale {
  const sorted = joined(arrays.map(magnitudes)).sort();
  const largest = sorted.at(-1) ?? 0;
  if (largest < tiny) return { limit: 1, largest: 0 };
  const first = sorted.findIndex(magnitude => magnitude > largest * 1e-6);
  const enough = sorted[first + Math.ceil(part * (sorted.length - 1 - first))];
  return { limit: largest <= slack * enough ? largest : roundUp(enough), largest };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const values of parts) {
    all.set(values, at);
    at += values.length;
  }
  return all;
}

/** The next of 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 times a power of ten. */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8].find(candidate => candidate * power >= value) ?? 10;
  return Math.min(Number((step * power).toPrecision(12)), Number.MAX_VALUE);
}

/** The lowest and highest value of all arrays; stretched to zero, or to 0..1, when they are one value. */
export function valueRange(arrays: readonly NDArray[]): [low: number, high: number] {
  const ranges = arrays.map(finiteRange);
  const low = Math.min(...ranges.map(([least]) => least));
  const high = Math.max(...ranges.map(([, greatest]) => greatest));
  if (high / 2 - low / 2 > tiny) return [low, high];
  if (low > high || Math.abs(low) < tiny) return [0, 1];
  return [Math.min(low, 0), Math.max(high, 0)];
}

/** Round values from −limit to limit, zero among them: steps of 1, 2 or 5 times a power of ten, `most` a side or fewer. */
export function ticks(limit: number, most = 4): number[] {
  const power = 10 ** Math.floor(Math.log10(limit));
  const steps = [0.2, 0.5, 1, 2, 5].map(step => step * power);
  const countOf = (step: number) => Math.floor((limit / step) * (1 + 1e-12));
  const step = steps.find(candidate => countOf(candidate) <= most && countOf(candidate) >= 1) ?? limit;
  return Array.from({ length: 2 * countOf(step) + 1 }, (_, k) =>
    Number(((k - countOf(step)) * step).toPrecision(12)),
  );
}
