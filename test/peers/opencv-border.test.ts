/** cv2.copyMakeBorder and cv2.flip against OpenCV itself. */
import * as cv2 from 'concordat/opencv';
import { expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type PeerCase, peerCases } from './harness.ts';

const depths = ['uint8', 'int8', 'uint16', 'int16', 'int32', 'float32', 'float64'] as const;
const refusedTypes = ['bool', 'uint32', 'complex64', 'complex128'] as const;

interface Call {
  x: NDArray;
  widths: readonly number[];
  borderType: number;
  value?: number | number[];
  raises?: RegExp;
}

const literal = (value: number): string => (Number.isFinite(value) ? String(value) : `float('${value}')`);

function caseOf({ x, widths, borderType, value, raises }: Call): PeerCase {
  const text = Array.isArray(value)
    ? `(${value.map(one => `${literal(one)},`).join('')})`
    : literal(value ?? 0);
  const [top, bottom, left, right] = widths;
  return {
    python: `cv2.copyMakeBorder(x, ${widths.join(', ')}, ${borderType}${value === undefined ? '' : `, value=${text}`})`,
    arrays: { x },
    ours: () =>
      cv2.copyMakeBorder(x, top, bottom, left, right, borderType, value === undefined ? {} : { value }),
    ...(raises && { raises }),
  };
}

function anImage(dtype: DType, most: number): NDArray {
  const channels = random.next() < 0.4 ? [random.integer(1, 6)] : [];
  const make = random.next() < 0.2 ? randomView : randomArray;
  return make([...randomShape(2, 1, most), ...channels], dtype);
}

peerCases(
  'every border, several periods out',
  generate(300, () =>
    caseOf({
      x: anImage(random.pick([...depths, 'int64']), 4),
      widths: randomShape(4, 0, random.pick([1, 3, 13])),
      borderType: random.integer(0, 4) + random.pick([0, 0, 0, cv2.BORDER_ISOLATED]),
    }),
  ),
);

peerCases(
  'values',
  generate(200, () => {
    const x = anImage(random.pick(depths), 3);
    const number = () =>
      random.pick([0, 1, 2.5, 3.5, -2.5, -1, 254.5, 255.5, 300, -300, 40000, 7e4, 0.1, NaN, 2 ** 31 - 1]);
    const value = random.boolean() ? number() : Array.from({ length: random.integer(0, 4) }, number);
    return caseOf({ x, widths: randomShape(4, 0, 2), borderType: cv2.BORDER_CONSTANT, value });
  }),
);

peerCases(
  'shapes, negative widths and unknown borders',
  generate(120, () => {
    const shape = random.pick([
      [],
      [1],
      [3],
      [1, 1],
      [2, 3, 1],
      [2, 1, 512],
      [2, 1, 513],
      [2, 1, 1, 1],
      [1, 4],
    ]);
    const widths = randomShape(4, random.next() < 0.2 ? -1 : 0, 2);
    return caseOf({
      x: randomArray(shape, random.next() < 0.8 ? 'float32' : random.pick(refusedTypes)),
      widths: random.next() < 0.1 ? [0, 0, 0, 0] : widths,
      borderType: random.integer(-2, 7),
    });
  }),
);

// Where nothing is left OpenCV's Python gives None, which here is an empty array.
peerCases(
  'empty images',
  generate(40, () => {
    const [top, left] = [random.integer(1, 2), random.integer(1, 2)];
    const x = randomArray(
      random.pick([
        [0, 3],
        [3, 0],
        [0, 0],
        [0, 2, 3],
      ]),
      random.pick(depths),
    );
    return caseOf({ x, widths: [top, 0, left, 1], borderType: cv2.BORDER_CONSTANT, value: 3 });
  }),
);

peerCases(
  'flip',
  generate(60, () => {
    const x = anImage(random.pick([...depths, 'int64', ...refusedTypes]), 4);
    const code = random.integer(-2, 2);
    return { python: `cv2.flip(x, ${code})`, arrays: { x }, ours: () => cv2.flip(x, code) };
  }),
);

peerCases('known bugs', [
  {
    ...caseOf({ x: array([[7]], { dtype: 'uint8' }), widths: [1, 0, 0, 0], borderType: 0, value: 1e10 }),
    knownBug: { id: 'cv2.saturate-far', right: () => array([[255], [7]], { dtype: 'uint8' }) },
  },
]);

// OpenCV itself is not asked: it would read memory that is not its own.
it('refuses to repeat nothing (cv2.copyMakeBorder-empty, cv2.no-channels)', () => {
  const empty = randomArray([0, 3], 'uint8');
  expect(() => cv2.copyMakeBorder(empty, 1, 0, 0, 0, cv2.BORDER_REPLICATE)).toThrow(/empty axis 0/);
  const without = randomArray([2, 2, 0], 'uint8');
  expect(() => cv2.copyMakeBorder(without, 1, 0, 0, 0, cv2.BORDER_CONSTANT)).toThrow(/shape \(2, 2, 0\)/);
  expect(() => cv2.flip(without, 1)).toThrow(/shape \(2, 2, 0\)/);
});

const x = randomArray([2, 3], 'float32');
const one = (call: Partial<Call>, raises: RegExp): PeerCase =>
  caseOf({ x, widths: [1, 0, 0, 0], borderType: 0, ...call, raises });

peerCases('what OpenCV says, and the order of arguments', [
  one({ widths: [-1, 0, 0, 0] }, /top >= 0 && bottom >= 0 && left >= 0 && right >= 0/),
  one({ borderType: cv2.BORDER_TRANSPARENT }, /Unknown\/unsupported border type/),
  one({ value: [1, 2, 3, 4, 5] }, /Scalar value for argument 'value' is longer than 4/),
  one(
    { x: randomArray([1, 1, 5], 'uint8'), value: 7 },
    /value\[0\] == value\[1\] && value\[0\] == value\[2\]/,
  ),
  one({ x: randomArray([1, 1], 'uint32') }, /src data type .* is not supported/),
  one({ widths: [0.5, 0, 0, 0] }, /top/),
  {
    python: 'cv2.copyMakeBorder(x, 1, 2, 3, 0, cv2.BORDER_CONSTANT, None, 9)',
    arrays: { x },
    ours: () => cv2.copyMakeBorder(x, 1, 2, 3, 0, cv2.BORDER_CONSTANT, null, 9),
  },
  {
    python: 'cv2.copyMakeBorder(x, 1, 2, 3, 0)',
    arrays: { x },
    ours: () => (cv2.copyMakeBorder as (...given: unknown[]) => NDArray)(x, 1, 2, 3, 0),
    raises: /missing required argument '?borderType/,
  },
]);
