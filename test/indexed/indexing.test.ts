/** What peers cannot be asked: the JavaScript side of indexing. NumPy's rules are asked of NumPy in test/peers. */
import * as scipy from 'concordat/scipy';
import { afterEach, describe, expect, it } from 'vitest';
import {
  arange,
  array,
  astype,
  broadcastTo,
  type ConcordatError,
  reshape,
  scatterAdd,
  setRunner,
  transpose,
  zeros,
} from '../../src/index.ts';
import { mulberry32 } from '../random.ts';

afterEach(() => setRunner('auto'));

const x = () => reshape(arange(24), [2, 3, 4]);
const errorOf = (work: () => unknown): ConcordatError => {
  try {
    work();
  } catch (error) {
    return error as ConcordatError;
  }
  throw new Error('nothing was thrown');
};

describe('what counts as a term', () => {
  it('is read alike from values, text and templates', () => {
    const n = 1;
    const ids = [0, 2];
    const wanted = x().at(n, ids, '::-1').toArray();
    expect(x().at`${n}, ${ids}, ::-1`.toArray()).toEqual(wanted);
    expect(x().at`[${n}, ${ids}, ::-1]`.toArray()).toEqual(wanted);
    expect(x().at('1, [0, 2], ::-1').toArray()).toEqual(wanted);
    expect(x().at(1n, Int8Array.of(0, 2), '::-1').toArray()).toEqual(wanted);
    expect(
      x()
        .at(array(1, { dtype: 'int32' }), array(ids, { dtype: 'uint16' }), '::-1')
        .toArray(),
    ).toEqual(wanted);
    expect(
      x()
        .at(n, { data: Int32Array.of(0, 2), shape: [2] }, '::-1')
        .toArray(),
    ).toEqual(wanted);
    expect(x().at(n, [true, false, true], '::-1').toArray()).toEqual(wanted);
  });

  it('has bounds of slices in holes', () => {
    const [from, to] = [1, 3n];
    expect(x().at`0, 0, ${from}:${to}`.toArray()).toEqual([1, 2]);
    expect(x().at`0, 0, ${null}:${null}:${-2}`.toArray()).toEqual([3, 1]);
    expect(errorOf(() => x().at`:${1.5}`).message).toMatch(/slice indices must be integers.*1\.5/);
  });

  it('parses a call site once, and never mixes up its holes', () => {
    const rows = [0, 1].map(n => x().at`${n}, 0, 0`.item());
    expect(rows).toEqual([0, 12]);
  });

  it.each<[string, () => unknown, RegExp]>([
    [
      'undefined',
      () => x().at(undefined as never),
      /only integers, slices.*term 0 is undefined; a new axis is null/,
    ],
    ['a fraction', () => x().at(0, 1.5), /only integers, slices.*term 1 is 1\.5/],
    [
      'a float array',
      () => x().at(array([0, 1])),
      /arrays used as indices must be of integer.*astype\(ids, 'int32'\)/,
    ],
    ['float memory', () => x().at(Float64Array.of(1)), /arrays used as indices must be of integer/],
    ['ragged lists', () => x().at([[0], [1, 2]]), /rows differ/],
    ['a fraction in a list', () => x().at([0, 0.5]), /list with 0\.5 in it/],
    ['an object', () => x().at({} as never), /only integers, slices/],
    ['empty text', () => x().at(''), /says nothing/],
    ['a name', () => x().at('n, :'), /the name n, which means nothing here.*\$\{n\}/],
    ['no value', () => x().set([0], undefined as never), /the value is undefined/],
    [
      'terms side by side',
      () => (x().set as (...given: unknown[]) => unknown)(0, 1, 5),
      /the index is one list/,
    ],
    [
      'a template without its value',
      () => (x().set`0` as (...given: unknown[]) => unknown)(),
      /the value is undefined/,
    ],
  ])('refuses %s', (_, work, message) => {
    const error = errorOf(work);
    expect(error.name).toBe('ConcordatError');
    expect(error.message).toMatch(message);
  });
});

describe('reading', () => {
  it('gives views that share changes, and copies that do not', () => {
    const source = x();
    const row = source.at(0, 1);
    const copy = source.at([0], 1);
    row.set('...', -1);
    expect(source.at(0, 1, ':').toArray()).toEqual([-1, -1, -1, -1]);
    expect(copy.toArray()).toEqual([[4, 5, 6, 7]]);
  });

  it('gives arrays without axes for integers alone', () => {
    expect(x().at(1, 2, 3).shape).toEqual([]);
    expect(x().at(1, 2, 3).item()).toBe(23);
  });

  it('gives each index its own places, however alike the calls are', () => {
    setRunner('wasm');
    const random = mulberry32(7);
    const source = reshape(arange(60 * 40), [60, 40]);
    const rising = Int32Array.from({ length: 30 }, (_, k) => k);
    const draw = (extent: number) => Int32Array.from({ length: 30 }, () => random.integer(0, extent - 1));
    for (const places of [rising, draw(40), rising.map(k => 29 - k), draw(40), rising]) {
      const rows = Array.from(places);
      expect(source.at(places).at(':', 3).toArray()).toEqual(rows.map(row => 40 * row + 3));
      expect(source.at(2, places).toArray()).toEqual(rows.map(column => 80 + column));
      expect(source.at(places, places).toArray()).toEqual(rows.map(each => 41 * each));
      const other = draw(40);
      expect(source.at(places, other).toArray()).toEqual(rows.map((row, k) => 40 * row + other[k]));
      const target = zeros([60, 40]);
      target.set([places, ':'], 1).set([':', places], 2);
      expect([0, 1, 2].map(k => target.at(k, rows[0]).item())).toEqual([2, 2, 2]);
      const untouched = Array.from({ length: 40 }, (_, k) => k).filter(k => !rows.includes(k));
      for (const k of untouched)
        expect([target.at(k, k).item(), target.at(rows[0], k).item()]).toEqual([0, 1]);
    }
  });

  it('is there on arrays of every entry of the package', () => {
    expect(scipy.ndimage.correlate1d([1, 2, 3], [1]).at(-1).item()).toBe(3);
  });
});

describe('reading into an array', () => {
  it('writes into a view, and gives it back', () => {
    const x = reshape(arange(12), [3, 4]);
    const target = zeros([3, 5]);
    const part = target.at(':', '1:3');
    expect(x.at(':', [3, 0], { out: part })).toBe(part);
    expect(target.toArray()).toEqual([
      [0, 3, 0, 0, 0],
      [0, 7, 4, 0, 0],
      [0, 11, 8, 0, 0],
    ]);
    expect(x.at(1, { out: zeros([4]) }).toArray()).toEqual([4, 5, 6, 7]);
  });

  it('over itself: no element is read after it was written', () => {
    const x = arange(5);
    x.at([4, 3, 2, 1, 0], { out: x });
    expect(x.toArray()).toEqual([4, 3, 2, 1, 0]);
    x.at('::-1', { out: x });
    expect(x.toArray()).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses another shape, another type, and options that there are not', () => {
    const x = arange(4);
    expect(() => x.at([0, 1], { out: zeros([3]) })).toThrow(
      'at: out has shape (3,); the result has shape (2,)',
    );
    expect(() => x.at([0, 1], { out: zeros([2], { dtype: 'int32' }) })).toThrow('at: out is int32');
    expect(() => x.at([0, 1], { into: zeros([2]) } as never)).toThrow("at: unknown option 'into'");
  });
});

describe('assignment', () => {
  it('gives the array back, and casts as astype', () => {
    const target = zeros([3], { dtype: 'uint8' });
    expect(target.set([0], 300)).toBe(target);
    expect(target.set`1:`([-1, 2.9]).toArray()).toEqual([44, 255, 2]);
  });

  it('takes the bits of 64-bit integers', () => {
    const target = zeros([2], { dtype: 'int64' });
    expect(target.set([1], 2n ** 60n + 1n).toArray()).toEqual([0n, 2n ** 60n + 1n]);
  });

  it.each(['interpret', 'wasm'] as const)(
    'reads a value that shares memory before it is written (%s)',
    runner => {
      setRunner(runner);
      const target = arange(100);
      target.set(['1:'], target.at(':-1'));
      expect(target.at(':4').toArray()).toEqual([0, 0, 1, 2]);
      const other = arange(4);
      other.set([[0, 1, 1, 2]], other.at('::-1'));
      expect(other.toArray()).toEqual([3, 1, 0, 3]);
      const square = reshape(arange(9), [3, 3]);
      square.set(['...'], transpose(square));
      expect(square.toArray()).toEqual([
        [0, 3, 6],
        [1, 4, 7],
        [2, 5, 8],
      ]);
    },
  );

  it.each(['interpret', 'wasm'] as const)('may be indexed by the very array that it changes (%s)', runner => {
    setRunner(runner);
    const places = array(Int32Array.of(2, 0, 1));
    places.set([places], [10, 20, 30]);
    expect(places.toArray()).toEqual([20, 30, 10]);
  });

  it('refuses a broadcast view, and leaves everything as it was when it refuses', () => {
    expect(() => broadcastTo([1, 2], [3, 2]).set([0], 1)).toThrow(/assignment destination is read-only/);
    const target = x();
    expect(() => target.set([[0, 5]], 1)).toThrow(/out of bounds/);
    expect(target.toArray()).toEqual(x().toArray());
  });

  it('says what separated index arrays did to the value, and what to write instead', () => {
    const data = reshape(arange(2 * 3 * 50 * 25), [2, 3, 50, 25, 1]);
    const next = zeros([2, 3, 50, 25, 1]);
    const ids = [2, 3, 4, 5, 6];
    const { message } = errorOf(() => next.set`0, :, :${ids.length}`(data.at(0, ':', ids)));
    expect(message).toContain('could not broadcast input array from shape (5,3,25,1) into shape (3,5,25,1)');
    for (const words of [
      'moves the indexed axis to the front',
      'data[n][:, ids]',
      "data.at(n).at(':', ids)",
      'value.transpose(1, 0, 2, 3)',
      'transpose(value, [1, 0, 2, 3])',
      'new[:, :, :len(ids)] = data[:, :, ids]',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a template as the message writes it.
      "next.set`:, :, :${ids.length}`(data.at(':', ':', ids))",
    ])
      expect(message).toContain(words);
    next.set`0, :, :${ids.length}`(transpose(data.at(0, ':', ids), [1, 0, 2, 3]));
    next.set`1, :, :${ids.length}`(data.at(1).at(':', ids));
    const wanted = zeros([2, 3, 50, 25, 1]).set`:, :, :${ids.length}`(data.at(':', ':', ids));
    expect(next.toTypedArray()).toEqual(wanted.toTypedArray());
  });
});

describe('scatterAdd', () => {
  it.each(['interpret', 'wasm'] as const)('adds in order, in the element type (%s)', runner => {
    setRunner(runner);
    const target = zeros([2], { dtype: 'float32' });
    // 1 is lost beside 2^24, and counts where it comes first.
    scatterAdd(target, [[0, 0, 0, 1, 1, 1]], [2 ** 24, 1, 1, 1, 1, 2 ** 24]);
    expect(target.toArray()).toEqual([2 ** 24, 2 ** 24 + 2]);
    expect(scatterAdd(zeros([1], { dtype: 'uint8' }), [[0, 0]], [200, 100]).toArray()).toEqual([44]);
  });
  it('keeps the order of points whatever axis is the longest', () => {
    // Row by row every 1 but the last is lost beside 2^24; column by column none is, and 40 is left.
    const value = Float32Array.from({ length: 80 }, (_, k) => (k % 2 ? 1 : k % 4 ? -(2 ** 24) : 2 ** 24));
    const index = [Array.from({ length: 40 }, () => [0]), [0, 0]];
    const sums = (['interpret', 'wasm'] as const).map(runner => {
      setRunner(runner);
      const target = zeros([1, 1], { dtype: 'float32' });
      return scatterAdd(target, index, reshape(value, [40, 2]))
        .at(0, 0)
        .item();
    });
    expect(sums).toEqual([1, 1]);
  });
  it('needs an array that it can change', () => {
    expect(() => scatterAdd([1, 2] as never, [0], 1)).toThrow(/it must be an NDArray/);
  });
  it('counts a mask of many', () => {
    const counts = scatterAdd(zeros([4], { dtype: 'int64' }), [astype(array([0, 1, 1, 3]), 'int64')], 1);
    expect(counts.toArray()).toEqual([1n, 2n, 0n, 1n]);
  });
});
