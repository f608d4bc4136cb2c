import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { problemOf } from '../../src/io/bytes.ts';
import { crc32 } from '../../src/io/crc32.ts';
import { decodeNpz, encodeNpy, encodeNpz } from '../../src/io/index.ts';
import { inflateExactly } from '../../src/io/inflate.ts';
import { mulberry32 } from '../random.ts';
import { damage, errorOf, fixture, flipVerdicts, survives, unpack } from './fixtures.ts';

const count = (length: number) => Array.from({ length }, (_, k) => k);
const message = (bytes: Uint8Array, options = {}) => errorOf(() => decodeNpz(bytes, options)).message;
const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/** Changes a field of the table's row of the first entry, `offset` bytes into the row. */
function withField(bytes: Uint8Array, offset: number, width: 2 | 4, value: number): Uint8Array {
  const changed = bytes.slice();
  const row = latin(changed).indexOf('PK\u0001\u0002') + offset;
  if (width === 2) new DataView(changed.buffer).setUint16(row, value, true);
  else new DataView(changed.buffer).setUint32(row, value, true);
  return changed;
}

/** Changes a field of the record at the end, of an archive without a comment. */
function withEnd(bytes: Uint8Array, offset: number, width: 2 | 4, value: number): Uint8Array {
  const changed = bytes.slice();
  const view = new DataView(changed.buffer, changed.length - 22);
  if (width === 2) view.setUint16(offset, value, true);
  else view.setUint32(offset, value, true);
  return changed;
}

/** Changes a byte of the header of the first entry. */
function withHeader(bytes: Uint8Array, offset: number, value: number): Uint8Array {
  const changed = bytes.slice();
  changed[offset] = value;
  return changed;
}

/** An archive whose entry has the same bytes for a name in both places, marked as UTF-8. */
function named(name: readonly number[]): Uint8Array {
  const bytes = encodeNpz({ ü: [1] });
  const row = latin(bytes).indexOf('PK\u0001\u0002');
  bytes.set(name, 30);
  bytes.set(name, row + 46);
  return bytes;
}

test('crc32 is the one of ISO 3309', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

describe.each(['arrays.npz', 'compressed.npz'])('%s, which NumPy wrote', name => {
  const bytes = fixture(name);

  test('holds its arrays', () => {
    const { image, kernel, flags, fortran, scalar, zeros, ...more } = decodeNpz(bytes);
    expect(more).toEqual({});
    expect([image.dtype, image.shape, [...image.toTypedArray()]]).toEqual(['uint8', [3, 4], count(12)]);
    expect(kernel.toArray()).toEqual([[1, 0, -1]]);
    expect(flags.toArray()).toEqual([true, false]);
    expect([fortran.dtype, fortran.strides, fortran.toArray()]).toEqual(['int32', [1, 2], [[0, 1, 2], [3, 4, 5]]]); // biome-ignore format: one row
    expect([scalar.shape, scalar.item()]).toEqual([[], 7n]);
    expect([zeros.size, zeros.toTypedArray().every(x => x === 0)]).toEqual([5000, true]);
  });

  test('gives the arrays that are asked for', () => {
    expect(Object.keys(decodeNpz(bytes, { only: ['kernel', 'image'] }))).toEqual(['kernel', 'image']);
    expect(message(bytes, { only: ['kernal'] })).toBe(
      "decodeNpz: the data has no array 'kernal'; it has 'image', 'kernel', 'flags', 'fortran', 'scalar', 'zeros'",
    );
  });

  test('is refused above the limit, before anything is inflated', () => {
    expect(message(bytes, { maxBytes: 20000 })).toMatch(
      /takes 2\d{4} bytes in memory; at most 20000 are taken unless maxBytes is raised/,
    );
    expect(Object.keys(decodeNpz(bytes, { maxBytes: 22000 }))).toHaveLength(6);
  });

  test('cut short at any byte: an error', () => {
    const step = Math.ceil(bytes.length / 1500);
    for (let length = 0; length < bytes.length; length += step)
      expect(survives(decodeNpz, bytes.subarray(0, length)), `${length}`).toBe(false);
  });

  test('any byte changed: arrays or an error', () => {
    const random = mulberry32(3).below;
    for (let times = 0; times < 500; times++) survives(decodeNpz, damage(bytes, random));
  });

  test('a changed byte of an array never passes', () => {
    const start = latin(bytes).indexOf('kernel.npy') + 60;
    for (let place = start; place < start + 20; place++) {
      const changed = bytes.slice();
      changed[place] ^= 4;
      expect(survives(decodeNpz, changed), `${place}`).toBe(false);
    }
  });
});

describe('writing', () => {
  const record = {
    a: array([[1, 2], [3, 4]]), // biome-ignore format: one row
    'b c/ü': array([1n, -2n]),
    __proto: array([true]),
    zeros: array(new Float32Array(4000)),
  };

  test.each([false, true])('comes back, compress: %s', compress => {
    const back = decodeNpz(encodeNpz(record, { compress }));
    expect(Object.keys(back)).toEqual(Object.keys(record));
    for (const [name, value] of Object.entries(record)) {
      expect(back[name].dtype).toBe(value.dtype);
      expect(back[name].toArray()).toEqual(value.toArray());
    }
  });

  test('compresses, and gives the same bytes each time', () => {
    expect(encodeNpz(record, { compress: true }).length).toBeLessThan(3000);
    expect(encodeNpz(record).length).toBeGreaterThan(16000);
    expect(encodeNpz(record)).toEqual(encodeNpz(record));
  });

  test('a name that objects have of themselves is a name like others', () => {
    const hostile = Object.fromEntries([['__proto__', array([5])]]);
    const back = decodeNpz(encodeNpz(hostile));
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(Object.getOwnPropertyDescriptor(back, '__proto__')?.value.toArray()).toEqual([5]);
  });

  test.each([false, true])('one bit turned over: the same arrays or an error, compress: %s', compress => {
    const { zeros: _, ...small } = record;
    const verdicts = flipVerdicts(encodeNpz(small, { compress }));
    expect(verdicts.filter(verdict => verdict === 'other')).toHaveLength(0);
    expect(verdicts.filter(verdict => verdict === 'error').length).toBeGreaterThan(0.6 * verdicts.length);
  });

  test('an archive of nothing', () => {
    expect(decodeNpz(encodeNpz({}))).toEqual({});
    expect(message(encodeNpz({}), { only: ['a'] })).toContain('it is empty');
  });

  test('wrong arguments', () => {
    expect(errorOf(() => encodeNpz([1] as never)).message).toContain('an object of arrays by name');
    expect(errorOf(() => encodeNpz({ ['x'.repeat(30000)]: [1] })).message).toContain('a name has');
    expect(errorOf(() => encodeNpz({ 'a\0b': [1] })).message).toContain('holds NUL');
    expect(errorOf(() => encodeNpz({ 'a\ud800': [1] })).message).toContain('half of a surrogate pair');
    expect(errorOf(() => encodeNpz({ x: [1], 'x.npy': [2] })).message).toContain(
      "'x.npy' is read by NumPy as 'x'",
    );
    expect(Object.keys(decodeNpz(encodeNpz({ 'x.npy': [1], '👍': [2] })))).toEqual(['x.npy', '👍']);
    expect(errorOf(() => encodeNpz({}, { level: 3 } as never)).message).toContain("unknown option 'level'");
    expect(errorOf(() => decodeNpz(encodeNpz({}), { maxBytes: -1 })).message).toContain('maxBytes is -1');
  });
});

describe('hostile archives', () => {
  const good = encodeNpz({ a: new Float64Array(1000) }, { compress: true });
  const two = encodeNpz({ a: [1], b: [2] });
  // Offsets in a row of the table: 8 flags, 10 method, 16 CRC, 20 and 24 lengths, 28 name length, 42 where it starts.
  test.each([
    ['encrypted', withField(good, 8, 2, 1), /is encrypted \(entry 'a\.npy'/],
    ['another method', withField(good, 10, 2, 12), /compressed by method 12/],
    ['wrong check sum', withField(good, 16, 4, 1), /'a\.npy' does not match its check sum/],
    ['packed length beyond the file', withField(good, 20, 4, 0x7fffffff), /does not have the length/],
    ['declares too little', withField(good, 24, 4, 100), /is longer than the 100 bytes/],
    [
      'declares a little too much',
      withField(good, 24, 4, 9000),
      /is cut short: entry 'a\.npy' has 8128 of the 9000/,
    ],
    ['declares a billion', withField(good, 24, 4, 1e9), /cannot hold so many/],
    [
      'declares four billion',
      withField(good, 24, 4, 4e9),
      /takes 4000000000 bytes in memory; at most 1073741824 are taken unless maxBytes is raised/,
    ],
    ['64-bit', withField(good, 24, 4, 0xffffffff), /ZIP64/],
    ['a name beyond the table', withField(good, 28, 2, 60000), /cut short|not there/],
    ['starts elsewhere', withField(good, 42, 4, 3), /is not where the table says/],
    ['a table that does not reach the end', withEnd(good, 12, 4, 50), /does not end where it should/],
    [
      'one entry fewer than rows',
      withEnd(withEnd(two, 10, 2, 1), 8, 2, 1),
      /more, or longer, rows than its 1/,
    ],
    ['one entry more than rows', withEnd(withEnd(two, 10, 2, 3), 8, 2, 3), /entry 2 of 3 .* is not there/],
    ['a name that is no UTF-8', named([0xff, 0xfe]), /'utf-8'|encoded data|cannot be decoded/],
    ['another name in the header', withHeader(good, 30, 0x62), /another name/],
    ['no archive', new TextEncoder().encode('PK\u0003\u0004 and no more'), /table of contents/],
    ['empty', new Uint8Array(0), /table of contents/],
  ])('%s', (_, bytes, pattern) => {
    expect(message(bytes)).toMatch(pattern);
  });

  test('an entry that is no array, and two of one name', () => {
    expect(message(zipSync({ 'note.txt': new TextEncoder().encode('hello') }))).toBe(
      "decodeNpz: the data has an entry 'note.txt' that is not an npy array",
    );
    expect(message(zipSync({ 'a.npy': encodeNpy([1]), a: encodeNpy([2]) }))).toContain(
      "two arrays named 'a'",
    );
    const refused = zipSync({ 'h.npy': unpack('npy.zip').get('refused-float16.npy')! });
    expect(message(refused)).toContain("has an entry 'h.npy' that holds float16 elements");
  });

  test('entries that share their bytes', () => {
    const two = encodeNpz({ a: new Uint8Array(3000).map((_, k) => k * 7), b: [1] });
    const rows = latin(two).indexOf('PK\u0001\u0002');
    const changed = two.slice();
    // The second row becomes a copy of the first.
    const length = 46 + 'a.npy'.length;
    changed.copyWithin(rows + length, rows, rows + length);
    expect(message(changed)).toContain('overlap');
  });

  test('data that goes on for ever is stopped', () => {
    const bomb = zipSync({ 'a.npy': new Uint8Array(4e6) }, { level: 1 });
    expect(message(withField(bomb, 24, 4, 1000))).toContain('is longer than the 1000 bytes');
  });

  test('an entry much longer than its header says is refused before it is inflated', () => {
    const small = encodeNpy(new Float64Array(100));
    const content = new Uint8Array(2e7);
    content.set(small);
    const bomb = zipSync({ 'a.npy': content }, { level: 1 });
    // The check sum is wrong too, which only inflating tells.
    expect(message(withField(bomb, 16, 4, 1))).toBe(
      "decodeNpz: the data has an entry 'a.npy' that is too long: 19999872 bytes of elements, but shape (100,) of float64 takes 800",
    );
    const large = encodeNpz({ a: new Float64Array(1e6).fill(3) }, { compress: true });
    expect(
      decodeNpz(large)
        .a.toTypedArray()
        .every(value => value === 3),
    ).toBe(true);
    const noise = new Float64Array(6e5).map((_, k) => Math.sin(k * k));
    expect(decodeNpz(encodeNpz({ noise }, { compress: true })).noise.data).toEqual(noise);
    expect(message(zipSync({ 'a.txt': new Uint8Array(2e7) }))).toContain('is not an npy array');
  });

  test('a stream that ends and is followed by much more is not read to its end', () => {
    const problem = problemOf('test');
    const ended = new Uint8Array(5e7);
    ended.set([1, 0, 0, 255, 255]);
    const started = performance.now();
    expect(errorOf(() => inflateExactly(ended, 1e6, 'it', problem)).message).toContain(
      'it has 0 of the 1000000',
    );
    expect(performance.now() - started).toBeLessThan(3000);
  });
});
