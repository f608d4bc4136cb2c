/** The suite itself: planted faults are seen, and said. */
import * as concordat from 'concordat';
import * as opencv from 'concordat/opencv';
import * as scipy from 'concordat/scipy';
import * as torch from 'concordat/torch';
import { describe, expect, it } from 'vitest';
import { families } from './cases.ts';
import type { Library } from './library.ts';
import { difference, type Outcome, stepsBetween } from './outcome.ts';
import { runFamily } from './suite.ts';
import { exact, sumOf } from './tolerance.ts';
import type { Memory } from './values.ts';

const library: Library = { ...concordat, torch, scipy, opencv };

/** The library, but where `active` says so of the settings, `change` is done to the numbers of every result. */
function faulty(
  active: (runner: string, threads: number) => boolean,
  change: (data: Memory) => void,
): Library {
  let [runner, threads] = ['auto', 0];
  const own = {
    setRunner: (name: concordat.Runner) => {
      runner = name;
    },
    setThreads: (count: number) => {
      threads = count;
    },
  };
  const spoil = (result: unknown): unknown => {
    // A stencil is a function that the library returned.
    if (typeof result === 'function') return (...given: unknown[]) => spoil(result(...given));
    if (!(result instanceof concordat.NDArray) || !active(runner, threads)) return result;
    const data = result.toTypedArray() as Memory;
    change(data);
    return concordat.array({ data, shape: result.shape, dtype: result.dtype });
  };
  const wrap = (target: object): object =>
    new Proxy(target, {
      get(from, key) {
        if (key in own) return own[key as keyof typeof own];
        const value = Reflect.get(from, key);
        if (typeof value === 'function') return (...given: unknown[]) => spoil(value(...given));
        return typeof value === 'object' ? wrap({ ...value }) : value;
      },
    });
  return wrap(library) as Library;
}

const breakLast = (data: Memory): void => {
  const last = data.length - 1;
  if (last < 0) return;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[last] ^= 1n;
  else if (data instanceof Float32Array || data instanceof Float64Array)
    data[last] = data[last] === 7 ? 8 : 7;
  else data[last] ^= 1;
};

describe('a planted fault', () => {
  const compiled = faulty(runner => runner === 'wasm', breakLast);
  it.each(Object.keys(families))('is seen in %s', family => {
    const { cases, failed, failures } = runFamily(compiled, family, { share: 0.1 });
    expect(failed).toBeGreaterThan(0.5 * cases);
    expect(failures[0]).toMatch(
      new RegExp(`^${family} #\\d+ \\(seed 1\\): \\w.*\\(.*\\): \\d+ of \\d+ numbers differ: at \\[`),
    );
  });

  it('is seen where threads differ', () => {
    const threaded = faulty((runner, threads) => runner === 'wasm' && threads === 2, breakLast);
    const { failures } = runFamily(threaded, 'arithmetic', { share: 0.1 });
    expect(failures[0]).toMatch(/: with 2 threads \d+ of/);
  });

  it('is seen when it is three floats in an elementary function', () => {
    const off = faulty(
      runner => runner === 'wasm',
      data => {
        if (!(data instanceof Float32Array)) return;
        const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
        data.forEach((value, place) => {
          if (Number.isFinite(value) && value > 0) bits[place] += 3;
        });
      },
    );
    expect(runFamily(off, 'elementary functions').failures.join()).toMatch(
      /(exp|log|sin|cos)\(float32 .*\(3 ulp\)/,
    );
  });
});

describe('the comparison', () => {
  const result = (...values: number[]): Outcome => ({
    dtype: 'float32',
    shape: [values.length],
    data: Float32Array.from(values),
  });
  const scale = () => concordat.array([1, 1, 1]);

  it('tells zeros, NaN and infinities apart', () => {
    const wanted = result(0, NaN, Infinity);
    expect(difference(wanted, result(0, NaN, Infinity), exact, library)).toBeUndefined();
    expect(difference(wanted, result(-0, NaN, Infinity), exact, library)).toBe(
      '1 of 3 numbers differ: at [0] 0, not -0 (0 ulp)',
    );
    for (const other of [result(0, 0, Infinity), result(0, NaN, -Infinity), result(0, NaN, 3e38)])
      expect(difference(wanted, other, sumOf(9, scale), library)).toMatch(/^1 of 3/);
  });

  it('holds a sum to the size of its terms', () => {
    const near = result(2 ** -22, 1, 1);
    expect(difference(result(0, 1, 1), near, sumOf(9, scale), library)).toBeUndefined();
    expect(difference(result(0, 1, 1), result(2 ** -18, 1, 1), sumOf(9, scale), library)).toMatch(/^1 of 3/);
  });

  it('compares errors by what they say', () => {
    expect(difference('ConcordatError: a', 'ConcordatError: a', exact, library)).toBeUndefined();
    expect(difference('ConcordatError: a', result(1), exact, library)).toBe(
      'threw ConcordatError: a, but gave float32 [1]',
    );
  });

  it('counts floats', () => {
    expect(stepsBetween(1, 1 + 2 ** -23, true)).toBe(1);
    expect(stepsBetween(-(2 ** -149), 2 ** -149, true)).toBe(2);
    expect(stepsBetween(Number.MAX_VALUE, Infinity, false)).toBe(1);
  });
});
