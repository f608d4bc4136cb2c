import { expect, it } from 'vitest';
import { explainIndex } from '../../src/array/explain-index.ts';
import { indexSpecification, renderSvg } from '../../src/figure/index.ts';
import { valuesOf } from './routes.ts';

const drawn = (shape: number[], index: string) => indexSpecification(explainIndex(shape, index));
const texts = (shape: number[], index: string) =>
  valuesOf(drawn(shape, index), 'labels').flatMap(({ text }) => text as string[]);

it('draws both libraries where they differ, else one', () => {
  const [apart, alike] = [texts([2, 3, 4], '[n, :, [0, 1]]'), texts([2, 3, 4], '[0, ::2]')];
  expect(apart).toEqual(expect.arrayContaining(['NumPy', 'torch', 'from axis 2', 'taken at n']));
  expect(alike).toContain('NumPy, torch');
  expect(alike).not.toContain('torch');
});

it('has a box for each axis above and below, and a line for each that stays', () => {
  const figure = drawn([2, 3, 4], '[:, 0, None, [0, 1]]');
  // The integer and the array are separated in NumPy: three axes, and four of the result, in two panels.
  expect(valuesOf(figure, 'boxes')).toHaveLength(2 * (3 + 3));
  expect(valuesOf(figure, 'rules')).toHaveLength(2 * (2 + 1));
});

it('shows a refusal, and is plain data that can be drawn', async () => {
  expect(texts([2, 3], '[5]').join(' ')).toContain('refused: index 5 is out of bounds for axis 0');
  expect(await renderSvg(drawn([2, 3, 4], '[n, :, [0, 1]]'))).toContain('<title>x[n, :, [0, 1]]');
  expect(() => indexSpecification({} as never)).toThrow(/what explainIndex gives/);
});
