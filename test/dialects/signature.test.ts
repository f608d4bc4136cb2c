/** Calls bound to the row of a signature: which arguments are taken, when they are read, and what errors say. */
import { describe, expect, it } from 'vitest';
import { add, array } from '../../src/array/index.ts';
import { arrayLike, choice, flag, integer, later } from '../../src/dialects/kinds.ts';
import { fixed, keywordOnly, nullable, optional, type Takes } from '../../src/dialects/parameter.ts';
import { signature } from '../../src/dialects/signature.ts';
import { type ConcordatError, fault } from '../../src/errors.ts';
import { onCall, onStep, type Passage } from '../../src/gate/operation.ts';

const stretching = signature('lib.stretch', {
  length: integer(1),
  way: optional(choice(['near', 'far']), 'near'),
  axis: optional(nullable(integer()), null),
  out: fixed(null, 'results are returned'),
  strict: keywordOnly(optional(flag, false)),
} satisfies Takes<{ way?: 'near' | 'far'; axis?: number | null; out?: null; strict?: boolean }>);

/** The error of a call whose argument `argument` is asked for. */
function refused(given: readonly unknown[], argument: keyof typeof stretching.parameters = 'length') {
  try {
    void stretching.bind(given)[argument];
  } catch (error) {
    return error as ConcordatError;
  }
  throw new Error('the call was taken');
}

describe('a call', () => {
  it('gives arguments by position, by name, and by default', () => {
    const call = stretching.bind([3, 'far', { strict: true }]);
    expect([call.length, call.way, call.axis, call.strict]).toEqual([3, 'far', null, true]);
  });

  it('takes undefined for left out, and null for null', () => {
    expect(stretching.bind([3, undefined, undefined]).way).toBe('near');
    const absent = signature('lib.f', { a: optional(nullable(integer()), 7) });
    expect(absent.bind([null]).a).toBe(null);
    expect(absent.bind([undefined]).a).toBe(7);
  });

  it('takes an array, which has data and shape, for no keywords', () => {
    const view = signature('lib.f', { a: later<unknown>('anything') });
    const array = { data: [1], shape: [1] };
    expect(view.bind([array]).a).toBe(array);
  });

  it('reads an argument once, when it is asked for', () => {
    let reads = 0;
    const counting = signature('lib.f', { a: { words: 'anything', read: () => ++reads } });
    const call = counting.bind(['x']);
    expect(reads).toBe(0);
    expect([call.a, call.a]).toEqual([1, 1]);
  });

  it('finds faults in the order in which the function asks', () => {
    const wrong = stretching.bind([0, 'nowhere']);
    expect(() => wrong.way).toThrow(/way is 'nowhere'/);
    expect(() => wrong.length).toThrow(/length is 0/);
    expect(() => wrong.length).toThrow(/length is 0/);
  });
});

describe('a call that runs', () => {
  const doubling = signature('lib.double', { x: arrayLike, times: optional(integer(), 1) });
  const doubled = (...given: readonly unknown[]) => doubling.call(given, ({ x }) => add(x, x));

  it('is one operation under its name, with its arrays as they were read', () => {
    const [calls, steps]: [Passage[], string[]] = [[], []];
    const stops = [onCall(passage => calls.push(passage)), onStep(({ name }) => steps.push(name))];
    const result = doubled([1, 2], { times: 3 });
    for (const stop of stops) stop();
    expect(result.toArray()).toEqual([2, 4]);
    expect(calls.map(({ name }) => name)).toEqual(['lib.double']);
    expect(steps).toEqual(['add']);
    const [{ inputs, options, results }] = calls;
    expect(inputs.map(({ shape }) => shape)).toEqual([[2]]);
    expect(options).toEqual({ x: inputs[0], times: 3 });
    expect(results).toEqual([result]);
  });

  it('takes no array whose memory was given back, and says who asked for it', () => {
    const gone = array([1, 2]);
    gone.dispose();
    expect(() => doubled(gone)).toThrow(/^lib\.double: the array was disposed of/);
  });
});

describe('an error', () => {
  it.each<[string, readonly unknown[], RegExp]>([
    [
      'too many',
      [1, 'far', 0, null, true],
      /^lib\.stretch: 5 positional arguments were given; it takes 4: length, way, axis, out$/,
    ],
    ['a missing one', [{}], /missing required argument 'length'; it must be a whole number of at least 1$/],
    [
      'one that there is not',
      [1, { toString: 2 }],
      /unexpected keyword argument 'toString'; the arguments are length, way/,
    ],
    ['one given twice', [1, { length: 2 }], /multiple values for argument 'length'/],
    ['one that can only be left out', [1, { out: 5 }], /out must be null; results are returned$/],
  ])('names %s', (_, given, message) => {
    const error = refused(given);
    expect(error.message).toMatch(message);
    expect(error.code).toBe('option');
    expect(error.fields.function).toBe('lib.stretch');
  });

  it('says what was given and what would be right', () => {
    const error = refused([1, 'up'], 'way');
    expect(error.message).toBe("lib.stretch: way is 'up'; it must be one of 'near', 'far'");
    expect(error.fields).toEqual({
      function: 'lib.stretch',
      argument: 'way',
      value: 'up',
      allowed: ['near', 'far'],
    });
  });

  it("has the library's own words where they are given", () => {
    const own = signature('lib.f', { mode: choice(['a'], shown => `no such mode: ${shown}`) });
    expect(() => own.bind(['b']).mode).toThrow("lib.f: no such mode: 'b'");
  });
});

it('a fault names its function in the sentence and in the fields', () => {
  const error = fault('axis', 'f', 'axis 3 is not there', { axis: 3 });
  expect([error.message, error.code, error.fields]).toEqual([
    'f: axis 3 is not there',
    'axis',
    { function: 'f', axis: 3 },
  ]);
});
