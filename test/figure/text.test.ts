import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printable, showNumber, textWidth, truncate, type Weight, wrap } from '../../src/figure/text.ts';

describe('printable', () => {
  it.each([
    ['shift by (-5, -5)', 'shift by (−5,\u00a0−5)'],
    [' a\n\tb ', 'a b'],
    ['1e-16 x-1 a -3', '1e−16 x-1 a −3'],
    ['日本 ok', '?? ok'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(printable(text)).toBe(expected);
  });
});

describe('textWidth', () => {
  const fontFiles = ['Regular', 'SemiBold'].map(weight =>
    fileURLToPath(new URL(`../../assets/fonts/Inter-${weight}.otf`, import.meta.url)),
  );
  const drawnWidth = (text: string, weight: Weight) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9000" height="50"><text y="30" font-family="Inter" font-size="20" font-weight="${weight === 'semibold' ? 600 : 400}">${text}</text></svg>`;
    return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()?.width ?? 0;
  };

  it.each(['n', 'W', '0', '−', '×', 'é', 'Σ', '→', '³', 'i'])(
    'of many %s is what the font draws',
    character => {
      for (const weight of ['regular', 'semibold'] as const) {
        const text = character.repeat(40);
        const advance = textWidth(character, 20, weight);
        expect(Math.abs(drawnWidth(text, weight) - textWidth(text, 20, weight))).toBeLessThan(advance);
      }
    },
  );
});

describe('wrap', () => {
  const words = fc.array(fc.stringMatching(/^[a-z(),/_-]{1,30}$/), { maxLength: 12 });

  it('keeps every character, and every line fits', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 30, max: 300 }), (list, width) => {
        const text = list.join(' ');
        const lines = wrap(text, width, 13);
        expect(lines.join('').replaceAll(/\s/g, '')).toBe(printable(text).replaceAll(/\s/g, ''));
        for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('never gives more lines than the limit, and shows that it cut', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 30, max: 200 }),
        fc.integer({ min: 1, max: 4 }),
        (list, width, limit) => {
          const all = wrap(list.join(' '), width, 13);
          const cut = wrap(list.join(' '), width, 13, 'regular', limit);
          expect(cut.length).toBe(Math.min(all.length, limit));
          if (all.length > limit) expect(cut.at(-1)).toMatch(/…$/);
          for (const line of cut) expect(textWidth(line, 13)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('breaks a path behind its slashes, and never inside an offset', () => {
    expect(wrap('in a/long/path/of/folders here', 60, 13)).toEqual([
      'in a/long/',
      'path/of/',
      'folders',
      'here',
    ]);
    expect(wrap('shift by (-5, -5) or so', 75, 13)).toEqual(['shift by', '(−5,\u00a0−5) or', 'so']);
    expect(wrap('', 100, 13)).toEqual([]);
  });
});

it('truncate keeps what fits', () => {
  expect(truncate('abc', 100, 13)).toBe('abc');
  expect(truncate('abcdefghijklmnop', 50, 13)).toMatch(/^abc.*…$/);
});

it.each([
  [0, '0'],
  [-0, '0'],
  [-2, '−2'],
  [0.1 + 0.2, '0.3'],
  [1020, '1020'],
  [123456, '123500'],
  [4.44e-16, '4.44e−16'],
  [-1e9, '−1e9'],
  [Number.NaN, 'NaN'],
  [-Infinity, '−∞'],
])('showNumber(%d) is %s', (value, expected) => {
  expect(showNumber(value)).toBe(expected);
});
