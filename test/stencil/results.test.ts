/** What stencils give back: several results, folds, arrays of the caller, and the same again on a second call. */
import { describe, expect, it } from 'vitest';
import * as c from '../../src/array/index.ts';
import { array, flip, slice, transpose, zeros } from '../../src/array/index.ts';
import { setRunner } from '../../src/runtime/index.ts';
import { stencil } from '../../src/stencil/stencil.ts';
import { contents, counting } from '../array/support.ts';
import { type Body, magnitude, noise, of, refusal } from './support.ts';

const folds = { sum: c.sum, mean: c.mean, min: c.min, max: c.max };

describe('results', () => {
  it('are several where the callback returns a list', () => {
    const x = counting([3, 4]);
    const run = stencil(a => [a.offset(0, 1).sub(a), a.gt(6), a], { boundary: 'periodic' });
    const [dx, large, same] = run(x);
    expect(dx.toArray()).toEqual([1, 5, 9].map(() => [1, 1, 1, -3]));
    expect([large.dtype, large.shape, same.dtype]).toEqual(['bool', [3, 4], 'float64']);
    expect(stencil(a => [a])(x)).toHaveLength(1);
  });

  it('are cast to dtype as astype casts', () => {
    const x = array([1.7, -1.7, 300]);
    expect(stencil(a => a.mul(1), { dtype: 'uint8' })(x).toArray()).toEqual(c.astype(x, 'uint8').toArray());
    expect(stencil(a => [a, a.lt(0)], { dtype: 'int16' })(x).map(each => each.dtype)).toEqual([
      'int16',
      'int16',
    ]);
  });

  it('are folded by reduce, over all axes or some', () => {
    const [x, y] = [noise([2, 3, 4, 5]), noise([3, 1, 5], 2)];
    const body: Body = (a, b) => a.offset(1, -1).sub(b).add(a.offset(0, 2));
    const whole = of(body, [x, y], { boundary: 'mirror' });
    for (const reduce of ['sum', 'mean', 'min', 'max'] as const)
      for (const axis of [undefined, null, 0, -1, [1, 3], [3, 0], [], [0, 1, 2, 3]]) {
        const found = of(body, [x, y], { boundary: 'mirror', reduce, axis });
        const expected = folds[reduce](whole, { axis });
        expect(found.shape).toEqual(expected.shape);
        const values = contents(expected).elements as number[];
        (contents(found).elements as number[]).forEach((value, k) => {
          expect(value).toBeCloseTo(values[k], 13);
        });
      }
  });

  it('are folded in the types in which arrays are folded', () => {
    for (const dtype of ['bool', 'uint8', 'int16', 'float32'] as const)
      for (const reduce of ['sum', 'mean', 'min', 'max'] as const) {
        const x = counting([7], dtype);
        const found = of(a => a, [x], { reduce });
        const expected = folds[reduce](x);
        expect([found.dtype, found.toArray()]).toEqual([expected.dtype, expected.toArray()]);
      }
    const several = stencil(a => [a, a.square()], { reduce: 'sum', axis: 0 })(counting([2, 2]));
    expect(several.map(each => each.toArray())).toEqual([
      [4, 6],
      [10, 20],
    ]);
    expect(of(a => a, [counting([3])], { reduce: 'sum', dtype: 'float32' }).dtype).toBe('float32');
  });

  it('do not depend on a fill that nothing reads', () => {
    for (const dtype of ['int64', 'uint8', 'bool'] as const) {
      const x = counting([4], dtype);
      const values = x.toArray();
      expect(stencil(a => a, { value: NaN })(x).toArray()).toEqual(values);
      expect(stencil(a => a.offset(0), { value: Infinity })(x).toArray()).toEqual(values);
      expect(stencil(a => a.offset(4), { value: NaN, boundary: 'periodic' })(x).toArray()).toEqual(values);
    }
  });

  it('are empty for empty inputs', () => {
    expect(of(magnitude as Body, [zeros([0, 4])]).shape).toEqual([0, 4]);
    expect(of(magnitude as Body, [zeros([2, 0, 3, 4])], { boundary: 'mirror' }).shape).toEqual([2, 0, 3, 4]);
    expect(of(a => a.offset(0, 1), [zeros([0, 4])], { boundary: 'mirror' }).shape).toEqual([0, 4]);
    expect(
      of((a, b) => a.offset(1, 0).add(b), [zeros([1, 4]), zeros([0, 4])], { boundary: 'edge' }).shape,
    ).toEqual([0, 4]);
    expect(of(a => a, [zeros([0])], { reduce: 'sum' }).item()).toBe(0);
    expect(of(a => a, [zeros([0])], { reduce: 'mean' }).item()).toBeNaN();
  });
});

describe('out', () => {
  const run = stencil(magnitude, { boundary: 'mirror' });

  it('is written and returned, also through strides', () => {
    const x = noise([5, 7]);
    for (const out of [zeros([5, 7]), transpose(zeros([7, 5])), flip(zeros([5, 7]))]) {
      expect(run(x, { out })).toBe(out);
      expect(contents(out)).toEqual(contents(run(x)));
      expect(run(x, { out })).toBe(out);
    }
    const folded = stencil(a => a.offset(1), { reduce: 'sum', axis: -1 });
    const out = zeros([5]);
    expect(folded(x, { out })).toBe(out);
    expect(contents(out)).toEqual(contents(folded(x)));
  });

  it('may be read around the point', () => {
    for (const shape of [
      [6, 9],
      [200, 200],
    ]) {
      const x = noise(shape);
      const expected = contents(run(x));
      expect(contents(run(x, { out: x }))).toEqual(expected);
      const y = noise(shape);
      const backwards = contents(run(flip(y)));
      expect(contents(run(flip(y), { out: y }))).toEqual(backwards);
    }
  });

  it('is a list for several results', () => {
    const both = stencil(a => [a.offset(1), a.offset(-1)]);
    const [x, other] = [counting([4]), zeros([4])];
    const outs = both(x, { out: [x, other] });
    expect(outs[0]).toBe(x);
    expect(outs.map(each => each.toArray())).toEqual([
      [2, 3, 4, 0],
      [0, 1, 2, 3],
    ]);
    expect(refusal(() => both(x, { out: [other, other] }))).toContain('two results');
    expect(refusal(() => both(x, { out: [other] }))).toContain('a list of 2 arrays');
    expect(refusal(() => both(x, { out: other as never }))).toContain('a list of 2 arrays');
  });

  it('must have the shape and type of the result, and nothing is written else', () => {
    const x = counting([4]);
    const kept = zeros([4]);
    const both = stencil(a => [a, a.gt(1)]);
    expect(refusal(() => both(x, { out: [kept, zeros([4])] }))).toContain(
      'out is float64; the result is bool',
    );
    expect(kept.toArray()).toEqual([0, 0, 0, 0]);
    expect(refusal(() => stencil(a => a)(x, { out: zeros([3]) }))).toContain('out has shape (3,)');
  });
});

describe('a stencil called again', () => {
  it('takes arrays of other values, places, shapes and types', () => {
    const run = stencil(x => x.offset(1).sub(x), { boundary: 'periodic' });
    const base = counting([20]);
    for (let turn = 0; turn < 3; turn++)
      for (const [from, to] of [
        [0, 4],
        [3, 9],
        [5, 9],
        [0, 20],
      ])
        for (const dtype of ['float64', 'int32'] as const) {
          const x = slice(c.astype(base, dtype), [from, to]);
          const expected = Array.from({ length: to - from }, (_, k) =>
            k === to - from - 1 ? 1 + from - to : 1,
          );
          expect(run(x).toArray()).toEqual(expected);
        }
    for (let length = 1; length < 80; length++) expect(run(counting([length])).shape).toEqual([length]);
  });

  it('calls its callback once', () => {
    let calls = 0;
    const run = stencil(x => {
      calls++;
      return x.add(1);
    });
    run([1]);
    run([[1n]]);
    expect(calls).toBe(1);
  });

  it('gives the same on either runner', () => {
    const x = noise([40, 70]);
    const run = stencil(magnitude, { boundary: 'symmetric' });
    const compiled = contents(run(x));
    setRunner('interpret');
    try {
      expect(contents(run(x))).toEqual(compiled);
    } finally {
      setRunner('auto');
    }
  });

  it('keeps none of its arrays from being disposed of', () => {
    const x = noise([200, 200]);
    const run = stencil(magnitude);
    run(x).dispose();
    x.dispose();
    expect(refusal(() => run(x))).toContain('disposed of');
  });
});
