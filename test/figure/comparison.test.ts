import { describe, expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { type ComparisonFigure, comparisonSpecification } from '../../src/figure/index.ts';
import { kernelNumbers } from '../../src/figure/kernel.ts';
import { lineHeight } from '../../src/figure/marks.ts';
import { diverging } from '../../src/figure/palette.ts';
import { fitBox, panelBox, sampleOf } from '../../src/figure/panel.ts';
import { textWidth } from '../../src/figure/text.ts';
import { decodePng } from '../../src/io/png.ts';
import { matrix, route, sixRoutes, valuesOf } from './routes.ts';

const bytesOf = (url: string) =>
  Uint8Array.from(atob(url.split(',')[1]), character => character.charCodeAt(0));

describe('the specification', () => {
  const figure = sixRoutes(10, 10);
  const specification = comparisonSpecification(figure);

  it('is plain data, the same every time', () => {
    const text = JSON.stringify(specification);
    expect(JSON.parse(text)).toEqual(specification);
    expect(JSON.stringify(comparisonSpecification(sixRoutes(10, 10)))).toBe(text);
  });

  it('has the pictures of every row, each once', () => {
    const pictures = valuesOf(specification, 'pictures');
    const images = valuesOf(specification, 'images');
    expect(new Set(pictures.map(({ url }) => url)).size).toBe(pictures.length);
    // Six rows of four, one without a difference, and the colour bar.
    expect(images).toHaveLength(6 * 4 - 1 + 1);
    for (const { picture } of images) expect(pictures[picture].url).toMatch(/^data:image\/png;base64,/);
  });

  it('holds the elements: one pixel each, white at zero', () => {
    const [{ picture, width, height }] = valuesOf(specification, 'images').filter((_, index) => index === 3);
    expect([width, height]).toEqual([190, 190]);
    const shown = decodePng(bytesOf(valuesOf(specification, 'pictures')[picture].url));
    expect(shown.shape.slice(0, 2)).toEqual([10, 10]);
    expect((shown.toArray() as number[][][]).flat().every(colour => String(colour) === '255,255,255')).toBe(
      true,
    );
  });

  it('says what is missing', () => {
    const texts = valuesOf(specification, 'labels').map(({ text }) => text.join(' '));
    expect(texts).toContain('shape (2,\u00a02) differs');
    expect(texts).toContain('zero everywhere');
    expect(texts.some(text => text.startsWith('shift by (−5,\u00a0−5)'))).toBe(true);
    expect(texts.join()).not.toContain('NaN');
    expect(texts.join()).not.toContain('a pixel stands');
  });
});

type Rectangle = [left: number, top: number, right: number, bottom: number];

/** The room of a label, a little less than its lines take. */
function roomOf({ text, x, y, size, align, baseline, weight }: never): Rectangle {
  const lines = text as string[];
  const width = Math.max(
    ...lines.map(line => textWidth(line, size, weight === 600 ? 'semibold' : 'regular')),
  );
  const left = x - (align === 'center' ? width / 2 : 0);
  const top = baseline === 'middle' ? y - (size as number) * 0.4 : y;
  return [left, top, left + width, top + (lines.length - 1) * lineHeight(size) + (size as number) * 0.8];
}

const overlap = (a: Rectangle, b: Rectangle) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

describe.each([
  ['10 by 10', sixRoutes(10, 10)],
  ['1 by 1', sixRoutes(1, 1)],
  ['wide', sixRoutes(20, 400)],
  ['tall', sixRoutes(400, 20)],
  ['large', sixRoutes(300, 500)],
  ['full size', sixRoutes(192, 256)],
  ['one row, no texts', { title: '', rows: [route(5, 5, { name: '', note: '' })] }],
  [
    'a long title',
    { ...sixRoutes(3, 4), title: 'A title '.repeat(60), subtitle: 'and its subtitle '.repeat(60) },
  ],
  ['tiny values', { title: 'x', rows: [route(4, 4, { result: matrix(4, 4, i => i * -3.21e-17) })] }],
] as [string, ComparisonFigure][])('the layout: %s', (_, figure) => {
  const specification = comparisonSpecification(figure);
  const labels = valuesOf(specification, 'labels').map(roomOf as (label: unknown) => Rectangle);
  const panels = [...valuesOf(specification, 'images'), ...valuesOf(specification, 'boxes')].map(
    ({ x, y, width, height }): Rectangle => [x, y, x + width, y + height],
  );

  it('has nothing outside', () => {
    const [width, height] = [specification.width as number, specification.height as number];
    for (const [left, top, right, bottom] of [...labels, ...panels]) {
      expect(left).toBeGreaterThanOrEqual(4);
      expect(top).toBeGreaterThanOrEqual(4);
      expect(right).toBeLessThanOrEqual(width - 4);
      expect(bottom).toBeLessThanOrEqual(height - 4);
    }
    expect(width).toBeLessThanOrEqual(1240);
  });

  it('has no label over another', () => {
    labels.forEach((a, i) => {
      for (const b of labels.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    });
  });

  it('has no label over the edge of a panel', () => {
    const inside = (a: Rectangle, b: Rectangle) =>
      a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
    for (const label of labels)
      for (const panel of panels) expect(!overlap(label, panel) || inside(label, panel)).toBe(true);
  });

  it('has no panel over another', () => {
    const images = valuesOf(specification, 'images').map(
      ({ x, y, width, height }): Rectangle => [x, y, x + width, y + height],
    );
    images.forEach((a, i) => {
      for (const b of images.slice(i + 1)) expect(overlap(a, b)).toBe(false);
    });
  });
});

describe('the legend', () => {
  const textsOf = (figure: ComparisonFigure) =>
    valuesOf(comparisonSpecification(figure), 'labels')
      .map(({ text }) => text.join(' '))
      .join('\n');

  it('explains NaN where there is any', () => {
    const broken = matrix(4, 4, (i, j) => (i === j ? NaN : i));
    expect(textsOf({ title: 'x', rows: [route(4, 4, { image: broken })] })).toContain('NaN or infinite');
  });

  it('says when arrays are brought down', () => {
    expect(textsOf({ title: 'x', rows: [route(300, 20)] })).toContain('a pixel stands for a block');
  });

  it('states the scales', () => {
    const text = textsOf({ title: 'x', rows: [route(4, 4, { image: [[0, 255]] })] });
    expect(text).toContain('black is 0, white is 255');
    expect(text).toContain('−2 to 2');
    expect(text).toMatch(/one scale, −8 to 8$/m);
  });

  it('says what lies beyond the scale', () => {
    const result = matrix(50, 50, (i, j) => (i + j === 0 ? 999 : j));
    expect(textsOf({ title: 'x', rows: [route(50, 50, { result })] })).toContain(
      'up to 999, drawn as the ends',
    );
  });
});

describe('the numbers of a kernel', () => {
  const numbersOf = (kernel: Parameters<typeof array>[0]) => {
    const sample = sampleOf(array(kernel), 'peak', { width: 108, height: 108 });
    const { labels, factor } = kernelNumbers(sample, { palette: diverging, low: -1, high: 1 });
    return { texts: labels.map(({ text }) => text[0]), factor };
  };
  const square = (size: number, value: number) => matrix(size, size, () => value);

  it('are printed as they are', () => {
    expect(numbersOf([[1, 0, -1.5]])).toEqual({ texts: ['1', '0', '−1.5'], factor: '' });
  });

  it('are multiples of a fraction where that is exact and shorter', () => {
    expect(numbersOf(square(3, 1 / 9))).toEqual({ texts: Array(9).fill('1'), factor: '× 1/9' });
    expect(numbersOf(square(7, 1 / 49)).factor).toBe('× 1/49');
    expect(numbersOf(array(square(3, 1 / 9).toArray() as number[][], { dtype: 'float32' })).factor).toBe(
      '× 1/9',
    );
    expect(numbersOf([[0.123456789]]).factor).toBe('');
  });

  it('are rounded where they must be, and left out where they cannot be read', () => {
    expect(numbersOf(square(6, -Math.PI)).texts[0]).toBe('−3.1');
    expect(numbersOf(square(7, 1.2345678e-10)).texts).toEqual([]);
    expect(numbersOf(square(8, 1)).texts).toEqual([]);
    expect(numbersOf([[NaN, 1]]).texts).toEqual(['NaN', '1']);
  });
});

it.each([
  [200, 3],
  [3, 200],
  [100, 1],
  [1, 900],
])('a picture of %i×%i is wide enough to be seen', (rows, columns) => {
  const specification = comparisonSpecification({ title: 'Thin', rows: [route(rows, columns)] });
  for (const { width, height } of valuesOf(specification, 'images'))
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(12);
});

it('fitBox gives square cells of half pixels, or fills the box', () => {
  expect(fitBox([10, 10], panelBox)).toEqual({ rows: 10, columns: 10, cell: 19 });
  expect(fitBox([1, 1], panelBox)).toEqual({ rows: 1, columns: 1, cell: 48 });
  expect(fitBox([192, 256], panelBox)).toEqual({ rows: 192, columns: 256, cell: 1 });
  expect(fitBox([100, 150], panelBox)).toEqual({ rows: 100, columns: 150, cell: 1.5 });
  expect(fitBox([20, 512], panelBox)).toEqual({ rows: 10, columns: 256, cell: null });
  expect(fitBox([9000, 2], panelBox)).toEqual({ rows: 192, columns: 1, cell: null });
});

describe('what cannot be drawn', () => {
  const spec = (figure: unknown) => () => comparisonSpecification(figure as ComparisonFigure);
  it.each([
    ['no figure', null, /figure is null; it must be an object/],
    ['no rows', { title: 'x', rows: [] }, /rows must be an array with at least one row/],
    ['no title', { rows: [route(2, 2)] }, /title is undefined; it must be a string/],
    ['a row that is none', { title: 'x', rows: [3] }, /rows\[0\] is 3; it must be an object/],
    ['an unknown field', { title: 'x', rows: [{ ...route(2, 2), nmae: 'y' }] }, /unknown option 'nmae'/],
    [
      'a vector',
      { title: 'x', rows: [route(2, 2, { image: [1, 2] })] },
      /rows\[0\]\.image has shape \(2,\) .* two axes/,
    ],
    [
      'an empty image',
      { title: 'x', rows: [route(2, 2, { result: [[]] })] },
      /result has shape \(1, 0\) .* no empty axis/,
    ],
    [
      'complex numbers',
      { title: 'x', rows: [route(2, 2, { kernel: [[{ re: 1, im: 0 }]] })] },
      /complex128; it must be real/,
    ],
    ['nothing', { title: 'x', rows: [{ name: 'a' }] }, /rows\[0\]\.image is undefined/],
  ])('%s', (_, figure, message) => {
    expect(spec(figure)).toThrow(message);
  });
});
