/** Medians and minima of samples. */

/** The middle of the samples; the mean of the two middle ones when their number is even. */
export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new Error('median: there are no samples');
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest sample. */
export const minimum = (samples: readonly number[]): number =>
  samples.reduce((least, sample) => Math.min(least, sample), Number.POSITIVE_INFINITY);

/** The mean of the samples. */
export const mean = (samples: readonly number[]): number =>
  samples.reduce((total, sample) => total + sample, 0) / samples.length;
