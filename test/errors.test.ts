import { describe, expect, it } from 'vitest';
import {
  ConcordatError,
  checkAxis,
  checkChoice,
  checkInteger,
  checkIntegers,
  checkOptions,
  show,
  showShape,
} from '../src/errors.ts';

/** The error that a call throws. */
function thrown(call: () => unknown): ConcordatError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ConcordatError);
    return error as ConcordatError;
  }
  throw new Error('nothing was thrown');
}

it('an error carries its code, its facts and its cause', () => {
  const cause = new Error('below');
  const error = new ConcordatError('shape', 'f: no', { function: 'f' }, cause);
  expect(error).toMatchObject({
    name: 'ConcordatError',
    code: 'shape',
    message: 'f: no',
    fields: { function: 'f' },
    cause,
  });
  expect('cause' in new ConcordatError('shape', 'f: no')).toBe(false);
});

it('an error shows controls and marks of direction in its sentence, and keeps them in its facts', () => {
  const error = new ConcordatError('file', "f: 'a\x9b2J\u202e' is gone\nlook", { path: 'a\x9b2J\u202e' });
  expect(error.message).toBe("f: 'a\\u009b2J\\u202e' is gone\nlook");
  expect(error.fields.path).toBe('a\x9b2J\u202e');
});

describe('show', () => {
  const endless: unknown[] = [];
  endless.push(endless);
  it.each<[unknown, string]>([
    ['a', "'a'"],
    [5, '5'],
    [5n, '5n'],
    [null, 'null'],
    [undefined, 'undefined'],
    [Number.NaN, 'NaN'],
    [Symbol('s'), 'Symbol(s)'],
    [[1, 'b', [2n]], "[1, 'b', [2n]]"],
    [() => 1, 'a function'],
    [{ a: 1, b: 2 }, '{a, b}'],
    [Object.create(null), '{}'],
    [new Float32Array(2), 'a Float32Array'],
    [endless, '[[[[[...]]]]]'],
    ['two\n lines', "'two lines'"],
  ])('number %#', (value, text) => {
    expect(show(value)).toBe(text);
  });

  it('cuts what is long', () => {
    for (const long of ['x'.repeat(500), new Array(1e6).fill(1)]) {
      expect(show(long)).toHaveLength(80);
      expect(show(long)).toMatch(/\.\.\.$/);
    }
  });

  it('costs the same whatever a value holds', () => {
    const wide: unknown[] = new Array(40).fill('x'.repeat(1e4));
    const values = [
      ' '.repeat(1e6),
      '\n '.repeat(5e5),
      'a\r'.repeat(5e5),
      [' '.repeat(1e6)],
      new Array(40).fill(new Array(40).fill(new Array(40).fill(wide))),
      2n ** 4_000_000n,
    ];
    for (const value of values) {
      const start = performance.now();
      expect(show(value).length).toBeLessThanOrEqual(80);
      expect(performance.now() - start).toBeLessThan(100);
    }
  });

  it('shows objects that throw when they are looked at', () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const hostile = {
      get constructor() {
        throw new Error('no');
      },
    };
    expect([proxy, hostile, { constructor: { name: Symbol('s') } }].map(show)).toEqual([
      'an object',
      'an object',
      '{constructor}',
    ]);
  });

  it('writes shapes as NumPy does', () => {
    expect([[], [5], [2, 3]].map(showShape)).toEqual(['()', '(5,)', '(2, 3)']);
  });
});

describe('checkOptions', () => {
  it('lets known options pass, and none', () => {
    expect(() => checkOptions('f', {}, [])).not.toThrow();
    expect(() => checkOptions('f', { axis: 1 }, ['axis'])).not.toThrow();
  });

  it('lists what is allowed', () => {
    const error = thrown(() => checkOptions('f', { axes: 1 }, ['axis', 'keepdims']));
    expect(error.message).toBe("f: unknown option 'axes'; the options are axis, keepdims");
    expect(error).toMatchObject({ code: 'option', fields: { function: 'f', argument: 'axes' } });
    expect(thrown(() => checkOptions('f', { axes: 1 }, [])).message).toBe(
      "f: unknown option 'axes'; it takes no options",
    );
  });

  it.each([null, 5, 'periodic', [1]])('refuses %j, which is no object', options => {
    expect(thrown(() => checkOptions('f', options as object, ['axis'])).message).toMatch(
      /f: options are .*must be an object/,
    );
  });
});

describe('checkChoice', () => {
  it('returns a choice and lists them otherwise', () => {
    expect(checkChoice('f', 'mode', 'b', ['a', 'b'])).toBe('b');
    const error = thrown(() => checkChoice('f', 'mode', 'c', ['a', 'b']));
    expect(error.message).toBe("f: mode is 'c'; it must be one of 'a', 'b'");
    expect(error).toMatchObject({
      code: 'option',
      fields: { argument: 'mode', value: 'c', allowed: ['a', 'b'] },
    });
  });
});

describe('checkInteger', () => {
  it.each([[3], [-3], [0], [3n]])('takes %s', value => {
    expect(checkInteger('f', 'n', value)).toBe(Number(value));
  });
  it.each([1.5, NaN, Infinity, '1', true, null, undefined, 2 ** 53, 2n ** 60n, {}])(
    'refuses number %#',
    value => {
      expect(thrown(() => checkInteger('f', 'n', value)).message).toMatch(
        /^f: n is .*; it must be a whole number$/,
      );
    },
  );
  it('knows a least value', () => {
    expect(checkInteger('f', 'n', 2, 2)).toBe(2);
    const error = thrown(() => checkInteger('f', 'n', 1, 2));
    expect(error.message).toBe('f: n is 1; it must be a whole number of at least 2');
    expect(error).toMatchObject({ code: 'value', fields: { value: 1, minimum: 2 } });
  });
});

describe('checkIntegers', () => {
  it('takes one or a list', () => {
    expect(checkIntegers('f', 'n', 3)).toEqual([3]);
    expect(checkIntegers('f', 'n', [1, 2n])).toEqual([1, 2]);
    expect(checkIntegers('f', 'n', [])).toEqual([]);
  });
  it.each([[[1, 'a']], [[1, -1]], ['a'], [null], [new Array(2)]])('refuses number %#', value => {
    expect(thrown(() => checkIntegers('f', 'n', value, 0)).message).toMatch(/whole number of at least 0/);
  });
});

describe('checkAxis', () => {
  it('counts from the front', () => {
    expect([0, 2, -1, -3].map(axis => checkAxis('f', axis, 3))).toEqual([0, 2, 2, 0]);
  });
  it('names axis and dimensions', () => {
    const error = thrown(() => checkAxis('f', 3, 3));
    expect(error.message).toBe('f: axis 3 is out of bounds for array of dimension 3; it must lie in -3..2');
    expect(error).toMatchObject({ code: 'axis', fields: { axis: 3, dimensions: 3 } });
    expect(thrown(() => checkAxis('f', -4, 3)).message).toMatch(/axis -4 is out of bounds/);
    expect(thrown(() => checkAxis('f', 0, 0)).message).toMatch(/a 0-d array has no axes/);
    expect(thrown(() => checkAxis('f', 0.5, 3)).code).toBe('value');
  });
});
