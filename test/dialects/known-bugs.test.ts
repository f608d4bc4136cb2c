/** The table of known bugs: what it says must be findable, and its predicates must tell calls apart. */
import { describe, expect, it } from 'vitest';
import type { CallDescription } from '../../src/dialects/known-bug.ts';
import { bugsOf, knownBugs } from '../../src/dialects/known-bugs.ts';

const ids = (functionName: string, call: CallDescription) => bugsOf(functionName, call).map(({ id }) => id);

describe('the table', () => {
  it('names each bug once, with calls, versions, one line of text and a source', () => {
    expect(new Set(knownBugs.map(({ id }) => id)).size).toBe(knownBugs.length);
    for (const { id, calls, versions, text, source } of knownBugs) {
      expect(calls.length, id).toBeGreaterThan(0);
      for (const line of [id, versions, text, source]) expect(line, id).toMatch(/^[^\n]+$/);
    }
  });

  it('survives a call of which only the shapes are known', () => {
    for (const { applies } of knownBugs)
      expect(() =>
        applies?.({
          shapes: [
            [3, 3],
            [3, 3],
          ],
        }),
      ).not.toThrow();
  });
});

describe('numpy.pad', () => {
  const pad = (mode: string, width: [number, number], extent = 4) =>
    ids('numpy.pad', { shapes: [[extent]], options: { mode, pad_width: [width] } });
  it.each<[string, [number, number], boolean]>([
    ['wrap', [5, 2], true],
    ['wrap', [2, 5], true],
    ['wrap', [4, 4], false],
    ['wrap', [5, 5], false],
    ['wrap', [0, 40], false],
    ['symmetric', [2, 15], true],
    ['symmetric', [2, 13], false],
    ['symmetric', [0, 13], false],
    ['symmetric', [4, 12], false],
    ['reflect', [1, 40], true],
    ['reflect', [3, 3], false],
    ['edge', [5, 2], false],
  ])('%s %j', (mode, width, expected) => {
    expect(pad(mode, width).length === 1).toBe(expected);
  });
  it('has no period to lose on an axis of one element', () => {
    expect(pad('reflect', [1, 9], 1)).toEqual([]);
  });
});

describe('scipy.ndimage', () => {
  const far = (name: string, taps: number, options: object) =>
    ids(`scipy.ndimage.${name}`, { shapes: [[2], [taps]], options: { ...options } }).length === 1;
  it('reads too far where a place is −4N or below, in mode reflect only', () => {
    expect(far('correlate', 16, {})).toBe(true);
    expect(far('correlate', 15, {})).toBe(false);
    expect(far('correlate', 15, { origin: 1 })).toBe(true);
    expect(far('correlate', 16, { mode: 'mirror' })).toBe(false);
    expect(far('convolve', 16, {})).toBe(false);
    expect(far('convolve', 17, {})).toBe(true);
    expect(far('convolve', 16, { origin: [-1] })).toBe(true);
  });

  const weights = (name: string, kernel: number[]) =>
    ids(`scipy.ndimage.${name}`, { shapes: [[5], [kernel.length]], kernel });
  it('changes weights that are NaN or nearly symmetric', () => {
    expect(weights('correlate', [1, Number.NaN])).toEqual(['scipy.ndimage-nan-weights']);
    expect(weights('correlate', [1, 2])).toEqual([]);
    expect(weights('correlate1d', [1, 2, Number.NaN])).toEqual(['scipy.ndimage-symmetric-weights']);
    expect(weights('convolve1d', [1e-17, 0, 2e-17])).toEqual(['scipy.ndimage-symmetric-weights']);
    expect(weights('convolve1d', [1, 0, 1])).toEqual([]);
    expect(weights('convolve1d', [1, 0, -1])).toEqual([]);
    expect(weights('convolve1d', [1, 0, 2])).toEqual([]);
    expect(weights('convolve1d', [1, Number.NaN])).toEqual([]);
  });
});

describe('scipy.signal', () => {
  const correlate2d = (shapes: number[][], dtype: 'float64' | 'complex64', mode: string) =>
    ids('scipy.signal.correlate2d', { shapes, dtypes: [dtype, 'float64'], options: { mode } });
  it('conjugates the wrong array where the second is larger, complex, and the mode valid', () => {
    const [small, large] = [
      [2, 2],
      [3, 2],
    ];
    expect(correlate2d([small, large], 'complex64', 'valid')).toHaveLength(1);
    expect(correlate2d([large, small], 'complex64', 'valid')).toEqual([]);
    expect(correlate2d([small, large], 'float64', 'valid')).toEqual([]);
    expect(correlate2d([small, large], 'complex64', 'same')).toEqual([]);
  });
});
