/**
 * What NumPy's own tests of indexing hold fast (the facts of its test_indexing.py, release 1.24), asked of NumPy and of
 * this library: one row a fact. Left out is what has no counterpart here: subclasses, object, structured and text
 * arrays, the memory order of results, its limit of 32 axes.
 */
import { expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { pythonModules } from '../../src/box/index.ts';
import type { IndexTerm } from '../../src/indexed/index-terms.ts';
import { whenMissing } from './harness.ts';
import { askPython, disagreement, type IndexCase, numbers, sourceOf } from './indexing.ts';

type Shape = readonly number[];

/** A shape, an index for Python, the terms of ours (the same text unless given), and the shape of a value to assign. */
type Fact = readonly [shape: Shape, python: string, ours?: readonly IndexTerm[] | null, value?: Shape];

const int = (values: readonly number[], dtype: 'int64' | 'uint8' | 'uint64' = 'int64') =>
  array(values.map(BigInt) as never, { dtype });
const ones = (count: number, at: number, value: number) =>
  Array.from({ length: count }, (_, k) => (k === at ? value : 1));
const listOf = (values: readonly number[]) => `np.array([${values}])`;

const floats = [
  '0.0',
  '0, 0.0',
  '0.0, 0',
  '0.0,:',
  ':, 0.0',
  ':, 0.0,:',
  '0.0,:,:',
  '0, 0, 0.0',
  '-1.4',
  '0, -1.4',
  ':, -1.4',
];
const floatSlices = [
  '0.0:',
  '0:, 0.0:2',
  '0.0::2, :0',
  ':0.0',
  ':0, 1:2.0',
  '::1.0',
  '0:, :2:2.0',
  ':, 0:4.0:2',
  '::0.0',
  '1.0:5.0:5.0,:',
];
const slices = ['::', '0:', ':2', '0:2', '::2', '1::2', ':2:2', '1:2:2'];
const mask = [
  [true, false, true],
  [false, true, false],
  [true, false, true],
];
const maskText = '[[True, False, True], [False, True, False], [True, False, True]]';
const nines = [Array.from({ length: 9 }, () => false)];

const facts: Readonly<Record<string, readonly Fact[]>> = {
  'floats are no indices': floats.map((text): Fact => [[1, 1, 1], text]),
  'floats are no bounds of slices': floatSlices.map((text): Fact => [[1, 1], text]),
  'lists of floats are no indices': [[[10], '[0.5, 1.5]', [[0.5, 1.5]]]],
  'empty float arrays are no indices, empty lists are': [
    [[3], 'np.array([])', [array([])]],
    [[3], '[]', [[]]],
    [[3], "np.array([], dtype='int64')", [array([], { dtype: 'int64' })]],
    [[5, 2], '[], :', [[], ':']],
  ],
  'None is a new axis': [
    [[3], 'None'],
    [[3], 'np.newaxis', [null]],
    [[2, 3], 'None, ..., None'],
  ],
  'an empty index and an ellipsis are views': [
    [[3], '()', []],
    [[], '()', []],
    [[5], '...'],
    [[5], ':'],
    [[], '...'],
  ],
  'an ellipsis stands for any number of axes': [
    [[3, 3], '...'],
    [[3, 3], '0, ...'],
    [[3, 3], '0, :'],
    [[3, 3], '..., 0'],
    [[3, 3], '0, ..., 1'],
    [[], '...', ['...'], []],
    [[10], '..., ...'],
    [[10], '..., ..., ...'],
  ],
  'unsigned indices are as good as signed ones': (['uint64', 'uint8', 'int64'] as const).flatMap(
    (dtype): Fact[] => {
      const [ids, text] = [int([0, 1, 2, 3, 4], dtype), `np.arange(5, dtype='${dtype}')`];
      return [
        [[10], text, [ids]],
        [[10], text, [ids], [5]],
        [[5, 2], text, [ids]],
        [[5, 2], text, [ids], [5, 1]],
        [[5, 5], `${text}, ${text}`, [ids, ids]],
        [[1], `np.array([1], dtype='${dtype}')`, [int([1], dtype)], []],
        [[1], `np.array([0], dtype='${dtype}')`, [int([0], dtype)], []],
      ];
    },
  ),
  'an integer names one place, or is out of bounds': [
    [[3, 3], '0'],
    [[3, 3], '-1'],
    [[3, 3], '1 << 30', [2 ** 30]],
    [[3, 3], '1 << 64', [2 ** 64]],
    [[], '0'],
    [[10], '11'],
    [[10], '-11'],
    [[10, 10], '11'],
    [[10, 10], '-11'],
    [[10], '11', null, []],
    [[10], '-11', null, []],
    [[], '0', null, []],
    [[5, 2], '4', null, []],
    [[5, 2], '-4'],
  ],
  'True and False bring an axis': [
    [[3, 3], 'np.array(True)', [true]],
    [[3, 3], 'np.array(False)', [array(false)]],
    [[], 'np.bool_(True)', [true]],
    [[], 'False'],
    [[2, 3, 4], 'False, True, ...'],
    [[2, 3, 4], 'True, [0, 1], True, True, [1], [[2]]'],
    [[2, 3, 4], 'False, [0, 1], ...'],
  ],
  'a mask has the shape of what it covers': [
    [[5, 4, 3], 'np.array([True])', [[true]]],
    [[5, 4, 3], 'np.array([False] * 6)', [Array(6).fill(false)]],
    [
      [5, 4, 3],
      'np.zeros((4, 4), bool)',
      [array({ data: new Uint8Array(16), shape: [4, 4], dtype: 'bool' })],
    ],
    [
      [5, 4, 3],
      ':, np.zeros((4, 4), bool)',
      [':', array({ data: new Uint8Array(16), shape: [4, 4], dtype: 'bool' })],
    ],
    [[3, 3], 'np.array([[False]*9])', [nines]],
    [[3, 3], 'np.array([[False]*10])', [[[...nines[0], false]]]],
    [[1, 1, 2], '[[[True], [False]]]', [[[[true], [false]]]]],
  ],
  'masks read and write': [
    [[1, 3], '[True]', [[true]]],
    [[1, 3], '[True]', [[true]], []],
    [[3, 3], maskText, [mask]],
    [[3, 3], '[False, True, False]', [mask[1]]],
    [[3, 3], maskText, [mask], []],
    [[3], '[True, False, True]', [mask[0]]],
    [[3], 'None, [True, False, True]', [null, mask[0]]],
    [[4], '[True, True, True, True]', [[true, true, true, true]], [0]],
    [[4], '[True, True, True, True]', [[true, true, true, true]], [3]],
    [[1], '[True]', [[true]], [3]],
    [[1], '[True]', [[true]], [1]],
  ],
  'the last of repeated places wins, whatever way the value lies': [
    [[5], '[0, 0, 0, 0, 0]', [[0, 0, 0, 0, 0]], [5]],
    [[5, 2], '[0, 0, 0, 0, 0], :', [[0, 0, 0, 0, 0], ':'], [5, 2]],
    [[6], 'np.arange(6).reshape(2, 1, 3)[:, :, 0]', [[[0], [3]]]],
    [[6], 'np.arange(6).reshape(2, 1, 3)[:, :, 0]', [[[0], [3]]], []],
    [[10, 1], '[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]', [[9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]],
    [[3, 4, 2], '[0, 1]', [[0, 1]], [2, 4, 2]],
    [[100, 100], 'np.arange(100)[::-1]', [Int32Array.from({ length: 100 }, (_, k) => 99 - k)], [100, 1]],
  ],
  'index arrays broadcast together': [
    [
      [5, 5],
      '[0, 1], [0, 1, 2]',
      [
        [0, 1],
        [0, 1, 2],
      ],
    ],
    [
      [5, 5],
      '[0, 1], [0, 1, 2]',
      [
        [0, 1],
        [0, 1, 2],
      ],
      [],
    ],
    [[5, 5], '[0, 1]', [[0, 1]]],
    [
      [5, 5],
      '[0, 1], [0, 1]',
      [
        [0, 1],
        [0, 1],
      ],
    ],
    [
      [5, 5],
      '[[0], [1], [2]], [0, 1, 2]',
      [
        [[0], [1], [2]],
        [0, 1, 2],
      ],
      [3],
    ],
  ],
  'every entry is looked at': [
    [19, 10],
    [0, 11],
  ].flatMap(([at, value]): Fact[] => {
    const ids = ones(20, at, value);
    return [
      [[5], listOf(ids), [ids]],
      [[5], listOf(ids), [ids], []],
    ];
  }),
  'what is usual passes': [
    [[1, 1, 1], '0'],
    [[1, 1, 1], '[0]', [[0]]],
    [[1, 1, 1], '[0, 0]', [[0, 0]]],
    [[1, 1, 1], ':, [0, 0]', [':', [0, 0]]],
    [[1, 1, 1], ':, 0,:'],
    [[1, 1, 1], ':,:,:'],
    ...slices.map((text): Fact => [[1, 1, 1], text]),
  ],
  'leading ones of a value count for nothing': [
    [[3, 2], '...', null, [1, 3, 2]],
    [[3, 2], '[0, 1, 2], :', [[0, 1, 2], ':'], [1, 3, 2]],
    [[3, 2], ':, [0, 1]', [':', [0, 1]], [1, 3, 2]],
    [
      [3, 2],
      '[[0], [1], [2]], [0, 1]',
      [
        [[0], [1], [2]],
        [0, 1],
      ],
      [1, 3, 2],
    ],
    [[5], '...', null, [2, 1]],
    [[5], '[1, 2, 3],', [[1, 2, 3]], [2, 1]],
    [[5], '[[1], [2]],', [[[1], [2]]], [2, 2, 1]],
  ],
  'a value that does not broadcast is refused, and both shapes are named': [
    [[5, 1], '...', null, [5, 2]],
    [[5, 1], '...', null, [5, 0]],
    [[5, 1], ':, [0]', [':', [0]], [5, 2]],
    [[5, 1], ':, [0]', [':', [0]], [5, 0]],
    [[5, 1], '[0], :', [[0], ':'], [2, 1]],
    [[3, 4, 5, 6, 7], '..., [1, 2], :', ['...', [1, 2], ':'], [100, 100]],
    [[3, 4, 5, 6, 7], '[0, 1], ..., 0', [[0, 1], '...', 0], [100, 100]],
    [[3, 4, 5, 6, 7], '..., [1, 2], [1, 2]', ['...', [1, 2], [1, 2]], [100, 100]],
  ],
};

const cases = Object.entries(facts).flatMap(([name, list]) =>
  list.map(([shape, python, ours, value]): IndexCase & { name: string } => ({
    name,
    library: 'numpy',
    shape,
    dtype: 'float64',
    layout: 'plain',
    index: python,
    operation: value ? 'set' : 'read',
    value: value && { kind: 'numbers', shape: value, dtype: 'float64' },
    terms: (ours ?? [python]).map(term => ({ python, ours: term })),
    form: 'terms',
  })),
);

it(`NumPy's own facts (${cases.length} cases)`, async context => {
  const found = await pythonModules(['numpy']).catch((): Record<string, string | null> => ({}));
  if (!found['numpy']) {
    const message = whenMissing("NumPy's own facts", ['numpy'], Boolean(process.env.CI));
    console.warn(message);
    return context.skip(message);
  }
  const answers = await askPython(cases);
  const faults = cases.flatMap((each, k) => {
    const x = sourceOf(each);
    const terms = each.terms.map(({ ours }) => ours);
    const fault = disagreement(answers[k], x, () =>
      each.value?.kind === 'numbers'
        ? x.set(terms, numbers(each.value.shape, 'float64', 100))
        : x.at(...terms),
    );
    return fault ? [`${each.name}: (${each.shape}) [${each.index}]: ${fault}`] : [];
  });
  expect(faults).toEqual([]);
});
