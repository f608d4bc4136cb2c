import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitInput } from '../../src/io/bit-input.ts';
import { problemOf } from '../../src/io/bytes.ts';
import { inflateBeginning, inflateExactly, inflateThrough } from '../../src/io/inflate.ts';
import { tries } from '../property.ts';
import { mulberry32 } from '../random.ts';
import { damage, errorOf } from './fixtures.ts';

const problem = problemOf('test');
const exactly = (data: Uint8Array, length: number) => inflateExactly(data, length, 'it', problem);

test('a text', () => {
  const text = new TextEncoder().encode('no, no, no, no, no');
  expect(exactly(deflateRawSync(text), text.length)).toEqual(text);
});

test('nothing', () => {
  expect(exactly(deflateRawSync(new Uint8Array(0)), 0)).toHaveLength(0);
});

test('more, or less, than was said', () => {
  const data = deflateRawSync(new Uint8Array(1000));
  expect(errorOf(() => exactly(data, 999)).message).toContain('it is longer than the 999 bytes');
  expect(errorOf(() => exactly(data, 1001)).message).toContain('it has 1000 of the 1001 bytes');
  expect(errorOf(() => exactly(data.subarray(0, -1), 1000)).message).toContain('is cut short');
});

/** Bytes of every nature: noise, repetitions near and far, runs. */
function bytesOf(seed: number, length: number): Uint8Array {
  const random = mulberry32(seed).below;
  const bytes = new Uint8Array(length);
  for (let place = 0; place < length; ) {
    const end = Math.min(length, place + 1 + random(2) * random(20) + random(4) * random(2000));
    const kind = random(4);
    const [range, back] = [1 + random(256), 1 + random(Math.min(place, 40000) + 1)];
    for (; place < end; place++)
      bytes[place] = kind === 0 ? random(range) : kind === 1 ? 7 : (bytes[place - back] ?? range);
  }
  return bytes;
}

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants;
const settings = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
  windowBits: fc.integer({ min: 9, max: 15 }),
  memLevel: fc.integer({ min: 1, max: 9 }),
});
const length = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 400000 }));

describe('what zlib deflates', () => {
  test('is inflated to what it was', () => {
    fc.assert(
      fc.property(length, fc.integer(), settings, (size, seed, options) => {
        const bytes = bytesOf(seed, size);
        expect(Buffer.compare(exactly(deflateRawSync(bytes, options), size), bytes)).toBe(0);
      }),
      tries(150),
    );
  });

  test('in pieces, handed over in portions', () => {
    fc.assert(
      fc.property(length, fc.integer(), settings, (size, seed, options) => {
        const [bytes, random] = [bytesOf(seed, size), mulberry32(seed).below];
        const [data, pieces, portions] = [deflateRawSync(bytes, options), [] as Uint8Array[], [] as Buffer[]];
        for (let place = 0, step = 0; place < data.length; place += step) {
          step = random(random(2) ? 5 : 100000);
          pieces.push(data.subarray(place, place + step));
        }
        const input = new BitInput(pieces.values());
        inflateThrough(input, size, 'it', problem, portion => portions.push(Buffer.from(portion)));
        expect(Buffer.compare(Buffer.concat(portions), bytes)).toBe(0);
      }),
      tries(150),
    );
  });

  test('its beginning alone', () => {
    fc.assert(
      fc.property(length, length, fc.integer(), settings, (size, most, seed, options) => {
        const bytes = bytesOf(seed, size);
        const begun = inflateBeginning(deflateRawSync(bytes, options), most, 'it', problem);
        expect(Buffer.compare(begun, bytes.subarray(0, most))).toBe(0);
      }),
      tries(100),
    );
  });

  test('damaged: the same bytes as zlib gives, or an error where zlib has one', () => {
    const random = mulberry32(3).below;
    let [errors, same] = [0, 0];
    for (let times = 0; times < 3000; times++) {
      const bytes = bytesOf(times, random(random(10) ? 400 : 100000));
      const options = { level: 1 + random(9), strategy: random(5), memLevel: 1 + random(9) };
      const whole = new Uint8Array(deflateRawSync(bytes, options));
      const data = damage(random(8) ? whole : whole.subarray(0, 1 + random(whole.length)), random);
      let expected: Buffer | undefined;
      try {
        expected = inflateRawSync(data, { maxOutputLength: 1e6 });
      } catch {
        errors++;
      }
      if (!expected) {
        // Of any length: what stands before the fault may be as long as one likes.
        errorOf(() => exactly(data, bytes.length));
        continue;
      }
      same++;
      expect(Buffer.compare(exactly(data, expected.length), expected)).toBe(0);
    }
    expect(Math.min(errors, same)).toBeGreaterThan(300);
  });
});
