/** Axes of extent 1 that one result has and the other lacks are a finding, and the search goes on behind them. */
import {
  allClose,
  array,
  astype,
  convolve,
  correlate,
  divide,
  explain,
  type Finding,
  flip,
  multiply,
  type NDArray,
  negate,
  probe,
  reshape,
  roll,
  slice,
  squeeze,
  transpose,
} from 'concordat';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../property.ts';
import { bare, facts } from './support.ts';

const image = probe([9, 7], [3, 3]).image as NDArray;
const { kernel } = probe([9, 7], [3, 3]);
const added = (...axes: number[]) => ({ kind: 'axes', removed: [], added: axes });
const removed = (...axes: number[]) => ({ kind: 'axes', removed: axes, added: [] });

it('a column beside a row is one axis behind', () => {
  expect(explain([1, 2, 5], [[1], [2], [5]]).findings.map(bare)).toEqual([added(1)]);
  expect(explain([[1], [2], [5]], [1, 2, 5]).findings.map(bare)).toEqual([removed(1)]);
  expect(explain(3, [[3]]).findings.map(bare)).toEqual([added(0, 1)]);
});

it('says what mends it in both languages', () => {
  const [finding] = explain(image, reshape(image, [1, 1, 9, 7])).findings;
  expect(finding.text).toBe('the result has axes (0, 1) of extent 1, which the reference lacks');
  expect(finding.fix).toEqual({
    python: 'result = result[0, 0]',
    typescript: 'result = squeeze(result, { axis: [0, 1] });',
  });
  const [back] = explain(reshape(image, [9, 1, 7]), image).findings;
  expect(back.text).toBe('the result lacks axis 1 of the reference, of extent 1');
  expect(back.fix).toEqual({
    python: 'result = result[:, None]',
    typescript: 'result = reshape(result, [9, 1, 7]);',
  });
});

it('what torch gives beside what SciPy gives is a flip, and two axes', () => {
  const [a, b] = [convolve(image, kernel), correlate(image, kernel)];
  const [torchA, torchB] = [a, b].map(x => reshape(x, [1, 1, 9, 7]));
  const flipped = { kind: 'flip', of: 'kernel', axes: [0, 1] };
  const batch = { image: reshape(image, [1, 1, 9, 7]), kernel: reshape(kernel, [1, 1, 3, 3]) };
  for (const setting of [{ image, kernel }, batch]) {
    expect(facts(a, torchB, setting)).toEqual([flipped, added(0, 1)]);
    expect(facts(torchA, b, setting)).toEqual([removed(0, 1), flipped]);
  }
  const both = explain(torchA, torchB, { image, kernel }).findings;
  expect(both.map(bare)).toEqual([flipped]);
  expect(both[0].fix.python).toBe('kernel = kernel[::-1, ::-1]');
});

it('another boundary is mended by the call, whose result gets the axes of the reference', () => {
  const a = reshape(convolve(image, kernel), [1, 1, 9, 7]);
  const found = explain(a, convolve(image, kernel, { boundary: 'mirror' }), { image, kernel }).findings;
  expect(found.map(({ kind }) => kind)).toEqual(['axes', 'boundary']);
  expect(found.map(({ fix }) => fix.python)).toEqual([
    'result = result[None, None]',
    "result = scipy.signal.convolve2d(image, kernel, mode='same', boundary='fill')",
  ]);
});

it('of two arrays with more axes than the image, facts are told in their own axes', () => {
  const wide = (x: NDArray) => reshape(x, [1, ...x.shape]);
  const a = convolve(image, kernel, { boundary: 'periodic' });
  const setting = { image, kernel };
  expect(facts(wide(a), wide(roll(a, [2, -1], { axis: [0, 1] })), setting)).toEqual([
    { kind: 'shift', offset: [0, 2, -1], periodic: true },
  ]);
  expect(facts(wide(a), wide(slice(a, [1, 8], [1, 6])), setting)).toEqual([
    { kind: 'crop', start: [0, 1, 1], shape: [1, 7, 5] },
  ]);
  expect(facts(wide(a), wide(flip(a, { axis: 1 })), setting)).toEqual([
    { kind: 'flip', of: 'result', axes: [2] },
  ]);
});

describe('with every other fact', () => {
  const fine = divide(image, 7);
  const others: [string, NDArray, NDArray][] = [
    ['nothing', image, image],
    ['shift', image, roll(image, [2, -3], { axis: [0, 1] })],
    ['flip', image, flip(image, { axis: 0 })],
    ['transpose', image, transpose(image)],
    ['crop', image, slice(image, [1, 8], [0, 5])],
    ['stride', image, slice(image, [1, null, 2], [0, null, 3])],
    ['scale', image, multiply(image, 0.25)],
    ['sign', image, negate(image)],
    ['precision', fine, astype(fine, 'float32')],
    ['whole numbers', fine, astype(fine, 'int16')],
    ['crop and scale', image, multiply(slice(image, [1, 8], [0, 5]), 3)],
    ['shift and scale', image, multiply(roll(image, 1, { axis: 0 }), 3)],
  ];
  /** Places for axes of extent 1 in a result of two axes. */
  const places = fc.subarray([0, 1, 2, 3, 4], { minLength: 1, maxLength: 3 });
  const widened = (x: NDArray, axes: number[]) =>
    axes.filter(axis => axis <= x.ndim + axes.indexOf(axis)).length === axes.length
      ? reshape(
          x,
          axes.reduce<readonly number[]>((shape, axis) => shape.toSpliced(axis, 0, 1), x.shape),
        )
      : null;
  const names = { flip, transpose, roll, slice, multiply, divide, negate, squeeze, reshape };
  const mend = (found: Finding[], a: NDArray, b: NDArray): [NDArray, NDArray] => {
    const code = [...found].reverse().map(({ fix, kind }) => (kind === 'precision' ? '' : fix.typescript));
    const body = `${code.join('\n')}\nreturn [result, reference];`;
    return new Function(...Object.keys(names), 'result', 'reference', body)(...Object.values(names), b, a);
  };

  it.each(others)('%s', (name, a, b) => {
    const expected = explain(a, b).findings.map(({ kind }) => kind);
    expect(expected.length > 0 || name === 'nothing').toBe(true);
    fc.assert(
      fc.property(places, fc.boolean(), (axes, ofResult) => {
        const [x, y] = ofResult ? [a, widened(b, axes)] : [widened(a, axes), b];
        fc.pre(x !== null && y !== null);
        const { findings } = explain(x, y);
        expect(findings.map(({ kind }) => kind)).toEqual(
          ofResult ? [...expected, 'axes'] : ['axes', ...expected],
        );
        const [result, reference] = mend(findings, x, y);
        expect(result.shape).toEqual(reference.shape);
        if (!/precision|whole/.test(name)) expect(allClose(result, reference).equal).toBe(true);
      }),
      tries(8),
    );
  });
});

it('other ranks without such axes have no finding', () => {
  const cube = array(probe([2, 9, 7], [1, 1, 1]).image);
  expect(explain(image, cube).findings).toEqual([]);
  expect(explain(image, cube).text).toMatch(
    /^shapes \(9, 7\) and \(2, 9, 7\) differ; no explanation was found\n/,
  );
});
