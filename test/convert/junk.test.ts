/** Whatever a public function is called with, it gives a result or one of our errors: no crash, no hang. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as arrays from '../../src/array/index.ts';
import * as convolutions from '../../src/convolution/index.ts';
import { ConcordatError } from '../../src/errors.ts';
import { counting } from '../array/support.ts';
import { tries } from '../property.ts';

const endless: unknown[] = [];
endless.push(endless);
const atoms = [
  undefined,
  null,
  true,
  0,
  1,
  -1,
  2,
  3,
  0.5,
  NaN,
  Infinity,
  -Infinity,
  1e15,
  5n,
  -1n,
  2n ** 70n,
  '',
  'a',
  'edge',
  'float32',
  'toString',
  Symbol('s'),
  () => 1,
  {},
  { re: 1, im: 2 },
  { re: 1 },
  { axis: 0 },
  { axis: [0, 0] },
  { axis: null, keepdims: 1 },
  { axis: 'x' },
  { dtype: 'int8' },
  { dtype: 'half' },
  { boundary: 'edge' },
  { boundary: ['edge', 'mirror'] },
  { window: 'full' },
  { window: { start: 0, length: 2 } },
  { stride: 2 },
  { method: 'fft' },
  { value: '1' },
  { data: [1, 2], shape: [2] },
  { data: new Float32Array(2), shape: [3] },
  { data: [1], shape: [1], strides: [NaN] },
  { width: 1, height: 1, data: [] },
  { length: 3 },
  [],
  [1, 2],
  [
    [1, 2],
    [3, 4],
  ],
  [[1], [2, 3]],
  [0, 1],
  [-1],
  [null],
  ['a'],
  [[]],
  [1n, 2n],
  [true],
  endless,
  new Array(3),
  new Date(0),
  new Map(),
  /x/,
  new Float32Array(3),
  new BigInt64Array(2),
  new Uint8ClampedArray(4),
  new ArrayBuffer(4),
  new DataView(new ArrayBuffer(4)),
  Object.create(null),
  counting([2, 3]),
  counting([0]),
  counting([], 'int64'),
  counting([2], 'complex64'),
  counting([2, 2], 'bool'),
  counting([1, 2, 2], 'uint8'),
];
const atom = fc.constantFrom<unknown>(...atoms);
const junk = fc.oneof(
  { arbitrary: atom, weight: 4 },
  { arbitrary: fc.array(atom, { maxLength: 3 }), weight: 1 },
);

type Function = (...given: unknown[]) => unknown;
const functions = (module: object) =>
  Object.entries(module).filter(
    (entry): entry is [string, Function] => typeof entry[1] === 'function' && entry[0] !== 'NDArray',
  );

describe.each([...functions(arrays), ...functions(convolutions)])('%s', (name, call) => {
  it('refuses what it cannot take', () => {
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 4 }), given => {
        try {
          call(...given);
        } catch (error) {
          expect(error, String((error as Error)?.stack)).toBeInstanceOf(ConcordatError);
          const { code, message } = error as ConcordatError;
          expect(code, message).not.toBe('internal');
          expect(message).not.toMatch(/[\r\n]/);
          expect(message.length, message).toBeLessThan(600);
        }
      }),
      tries(150),
    );
  });

  it('has a name', () => expect(name).toMatch(/^[a-z]\w*$/));
});
