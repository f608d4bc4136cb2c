/** concordat/numpy against NumPy: pad. Where NumPy loses its period, a walk from edge to edge says what is right. */
import * as np from 'concordat/numpy';
import { array } from '../../src/array/convert.ts';
import type { NDArray } from '../../src/array/ndarray.ts';
import type { Nested } from '../../src/convert/nested.ts';
import { bugsOf } from '../../src/dialects/known-bugs.ts';
import { dtypeNames } from '../../src/kernels/dtype.ts';
import { generate, random, randomArray, randomShape, randomView } from './generate.ts';
import { type KnownBugCase, type PeerCase, peerCases } from './harness.ts';

type Pair = [number, number];
type Mode = 'edge' | 'wrap' | 'symmetric' | 'reflect';

const source = (shape: number[], dtype = random.pick(dtypeNames)): NDArray =>
  random.next() < 0.3 ? randomView(shape, dtype) : randomArray(shape, dtype);

/** Widths of up to `most` for each axis, and one of the ways to write them. */
function widthsFor(rank: number, most: number): { pairs: Pair[]; width: number | Pair | Pair[] } {
  const pair = (): Pair => [random.integer(0, most), random.integer(0, most)];
  const [first] = [pair()];
  const kind = random.integer(0, 3);
  if (kind === 0)
    return { pairs: Array.from({ length: rank }, (): Pair => [first[0], first[0]]), width: first[0] };
  if (kind === 1) return { pairs: Array.from({ length: rank }, () => first), width: first };
  const pairs = Array.from({ length: rank }, pair);
  return rank === 0 ? { pairs, width: first } : { pairs, width: pairs };
}

/** The element at place i of an axis of n, found by going back over the nearest edge until inside. */
function walk(mode: Mode, i: number, n: number): number {
  if (i >= 0 && i < n) return i;
  if (mode === 'edge' || (mode === 'reflect' && n === 1)) return i < 0 ? 0 : n - 1;
  if (mode === 'wrap') return walk(mode, i < 0 ? i + n : i - n, n);
  const gap = mode === 'symmetric' ? 1 : 0;
  return walk(mode, i < 0 ? -gap - i : 2 * (n - 1) + gap - i, n);
}

const places = (n: number, [before, after]: Pair) =>
  Array.from({ length: before + n + after }, (_, k) => k - before);

function walked(x: NDArray, pairs: Pair[], mode: Mode): NDArray {
  const grow = (rows: Nested, axis: number): Nested =>
    axis === pairs.length
      ? rows
      : places(rows.length, pairs[axis]).map(i => grow(rows[walk(mode, i, rows.length)] as Nested, axis + 1));
  return array(grow(x.toArray() as Nested, 0), { dtype: x.dtype });
}

/** The odd extension of one axis of numbers: each edge is a centre of symmetry. */
function walkedOdd(x: NDArray, pair: Pair, mode: Mode): NDArray {
  const values = x.toArray() as number[];
  const [n, gap] = [values.length, mode === 'symmetric' ? 1 : 0];
  const at = (i: number): number => {
    if (i < 0) return 2 * values[0] - at(-gap - i);
    return i < n ? values[i] : 2 * values[n - 1] - at(2 * (n - 1) + gap - i);
  };
  return array(places(n, pair).map(at), { dtype: x.dtype });
}

const bugIn = (x: NDArray, mode: string, pairs: Pair[], right: () => NDArray): KnownBugCase | undefined => {
  const [bug] = bugsOf('numpy.pad', { shapes: [x.shape], options: { mode, pad_width: pairs } });
  return bug && { id: bug.id, right };
};

function evenCase(mode: Mode, shape: number[], most: number): PeerCase {
  const a = source(shape);
  const { pairs, width } = widthsFor(shape.length, most);
  return {
    python: `np.pad(a, ${JSON.stringify(width)}, '${mode}')`,
    arrays: { a },
    ours: () => (random.boolean() ? np.pad(a, width, mode) : np.pad(a, width, { mode })),
    knownBug: bugIn(a, mode, pairs, () => walked(a, pairs, mode)),
  };
}

for (const mode of ['edge', 'wrap', 'symmetric', 'reflect'] as const) {
  peerCases(
    `pad: ${mode}`,
    generate(60, index => evenCase(mode, randomShape(index % 4, 1, 4), 3)),
  );
  peerCases(
    `pad: ${mode}, several periods out`,
    generate(60, index => evenCase(mode, randomShape(1 + (index % 2), 2, 4), 17)),
  );
}

peerCases(
  'pad: odd reflections',
  generate(120, index => {
    const several = index % 3 === 0;
    const a = several
      ? source([random.integer(2, 5)], 'float64')
      : source(randomShape(1 + (index % 2), 1, 4));
    const { pairs, width } = widthsFor(a.ndim, several ? 12 : 3);
    const mode = random.pick(['symmetric', 'reflect'] as const);
    const bug = bugIn(a, mode, pairs, () => walkedOdd(a, pairs[0], mode));
    return {
      python: `np.pad(a, ${JSON.stringify(bug && !several ? 1 : width)}, '${mode}', reflect_type='odd')`,
      arrays: { a },
      ours: () => np.pad(a, bug && !several ? 1 : width, mode, { reflect_type: 'odd' }),
      knownBug: several ? bug : undefined,
    };
  }),
);

const constants = [0, 3, -2, 2.75, -0.5, 300];
peerCases(
  'pad: constants',
  generate(120, index => {
    const a = source(randomShape(index % 4, 0, 3));
    const { width } = widthsFor(a.ndim, 3);
    const value = () => random.pick(constants);
    const values = random.pick([
      value(),
      [value()],
      [value(), value()],
      ...(a.ndim ? [a.shape.map(() => [value(), value()]), a.shape.map(() => [value()])] : []),
    ]);
    return {
      python: `np.pad(a, ${JSON.stringify(width)}, constant_values=${JSON.stringify(values)})`,
      arrays: { a },
      ours: () => np.pad(a, width, { constant_values: values }),
    };
  }),
);

peerCases(
  'pad: statistics and ramps',
  generate(150, index => {
    const mode = (['maximum', 'minimum', 'mean', 'linear_ramp', 'empty'] as const)[index % 5];
    const dtype = random.pick(dtypeNames.filter(name => !name.startsWith('complex') || mode === 'mean'));
    const a = source(randomShape(1 + (index % 3), mode === 'empty' ? 0 : 1, 4), dtype);
    const { width, pairs } = widthsFor(a.ndim, mode === 'empty' ? 0 : 4);
    const length = random.pick<number | [number, number] | null>([null, random.integer(1, 5), [1, 2]]);
    const ends = random.pick<number | [number, number]>([0, random.integer(-9, 9), [2.5, -7]]);
    const keyword =
      mode === 'linear_ramp' ? { end_values: ends } : mode === 'empty' ? {} : { stat_length: length };
    const text = Object.entries(keyword).map(
      ([name, value]) => `, ${name}=${JSON.stringify(value).replace('null', 'None')}`,
    );
    return {
      python: `np.pad(a, ${JSON.stringify(width)}, '${mode}'${text})`,
      arrays: { a },
      ours: () => np.pad(a, width, mode, keyword),
      label: JSON.stringify(pairs),
      // A mean of means is summed in another order.
      tolerance:
        mode === 'mean'
          ? { rtol: dtype === 'float32' || dtype === 'complex64' ? 1e-6 : 1e-14, atol: 1e-14 }
          : 'exact',
    };
  }),
);

const flat = array([1n, 2n, 3n]);
const none = array([], { dtype: 'float64' });
const wide = array(new Float64Array(0));
const refused = (call: string, ours: () => NDArray, raises?: RegExp, a = flat): PeerCase => ({
  python: `np.pad(a, ${call})`,
  arrays: { a },
  ours,
  raises,
});
peerCases('pad: what is taken and what is refused', [
  refused("2, 'nope'", () => np.pad(flat, 2, 'nope' as never), /mode 'nope' is not supported/),
  refused('2, None', () => np.pad(flat, 2, null as never), /is not supported/),
  refused(
    "2, 'edge', constant_values=3",
    () => np.pad(flat, 2, 'edge', { constant_values: 3 }),
    /unsupported keyword arguments for mode 'edge': \{'constant_values'\}/,
  ),
  refused(
    "2, 'constant', reflect_type='odd'",
    () => np.pad(flat, 2, { reflect_type: 'odd' }),
    /unsupported keyword arguments for mode 'constant': \{'reflect_type'\}/,
  ),
  refused('-1', () => np.pad(flat, -1), /index can't contain negative values/),
  refused('[1, -1]', () => np.pad(flat, [1, -1]), /index can't contain negative values/),
  refused('1.5', () => np.pad(flat, 1.5), /must be of integral type/),
  refused('True', () => np.pad(flat, true as never), /must be of integral type/),
  refused('[1]', () => np.pad(flat, [1])),
  refused('[[1]]', () => np.pad(flat, [[1]])),
  refused('[[1, 2]]', () => np.pad(flat, [[1, 2]])),
  refused('[[1], [2]]', () => np.pad(flat, [[1], [2]]), /could not be broadcast/),
  refused('[1, 2, 3]', () => np.pad(flat, [1, 2, 3]), /could not be broadcast/),
  refused('[[[1, 2]]]', () => np.pad(flat, [[[1, 2]]] as never)),
  refused(
    "1, 'edge'",
    () => np.pad(none, 1, 'edge'),
    /can't extend empty axis 0 using modes other than 'constant' or 'empty'/,
    none,
  ),
  refused("0, 'edge'", () => np.pad(wide, 0, 'edge'), undefined, wide),
  refused('1', () => np.pad(none, 1), undefined, none),
  refused(
    "2, 'maximum', stat_length=0",
    () => np.pad(flat, 2, 'maximum', { stat_length: 0 }),
    /stat_length of 0 yields no value for padding/,
  ),
  refused(
    "2, 'minimum', stat_length=-1",
    () => np.pad(flat, 2, 'minimum', { stat_length: -1 }),
    /index can't contain negative values/,
  ),
  refused("2, 'mean', stat_length=0", () => np.pad(flat, 2, 'mean', { stat_length: 0 })),
  refused("2, 'mean', stat_length=[1.6, 2]", () => np.pad(flat, 2, 'mean', { stat_length: [1.6, 2] })),
  refused(
    '1, constant_values=float("nan")',
    () => np.pad(flat, 1, { constant_values: Number.NaN }),
    /cannot convert float NaN to integer/,
  ),
  refused(
    '1, constant_values=float("inf")',
    () => np.pad(flat, 1, { constant_values: Number.POSITIVE_INFINITY }),
    /cannot convert float infinity to integer/,
  ),
  refused(
    '1, constant_values=[5, 6, 7]',
    () => np.pad(flat, 1, { constant_values: [5, 6, 7] }),
    /could not be broadcast/,
  ),
  refused('1, constant_values=2+1j', () => np.pad(flat, 1, { constant_values: { re: 2, im: 1 } })),
  refused("1, 'reflect', reflect_type='even'", () => np.pad(flat, 1, 'reflect', { reflect_type: 'even' })),
  refused(
    "7, 'symmetric', reflect_type='odd'",
    () => np.pad(array([3]), 7, 'symmetric', { reflect_type: 'odd' }),
    undefined,
    array([3]),
  ),
  refused("1, 'constant', 1", () => np.pad(flat, 1, 'constant', 1 as never), /positional arguments/),
]);
