/** What `stencil` and its functions refuse, and in which words. */
import { describe, expect, it } from 'vitest';
import { array, zeros } from '../../src/array/index.ts';
import type { StencilOptions } from '../../src/stencil/options.ts';
import { stencil } from '../../src/stencil/stencil.ts';
import type { StencilExpression, StencilInput } from '../../src/stencil/types.ts';
import { counting } from '../array/support.ts';
import { type Call, of, refusal } from './support.ts';

describe('what is refused', () => {
  const x = counting([3, 4]);
  const bad = (body: (...inputs: StencilInput[]) => unknown, options?: object) =>
    refusal(() => stencil(body as (x: StencilInput) => StencilExpression, options));

  it.each<[string, () => string, string]>([
    ['no callback', () => bad(3 as never), 'stencil: the callback is 3'],
    ['no inputs', () => bad(() => 1), 'names no inputs'],
    [
      'fewer inputs than named',
      () => bad((a, b) => a.add(b), { inputs: 1 }),
      'inputs is 1; the callback names 2',
    ],
    ['half an input', () => bad(a => a, { inputs: 1.5 }), 'inputs is 1.5'],
    ['no result', () => bad(() => undefined, { inputs: 1 }), 'the callback returned undefined'],
    ['a number as the result', () => bad(_ => 1), 'the callback returned 1'],
    ['no results', () => bad(_ => []), 'the callback returned []'],
    ['an unknown option', () => bad(a => a, { mode: 'edge' }), "unknown option 'mode'"],
    ['a foreign boundary', () => bad(a => a, { boundary: 'wrap' }), "is 'periodic'"],
    [
      'too many boundaries',
      () => bad(a => a.offset(1), { boundary: ['edge', 'edge'] }),
      'boundary has 2 names',
    ],
    ['an unknown type', () => bad(a => a, { dtype: 'half' }), "dtype is 'half'"],
    ['an unknown fold', () => bad(a => a, { reduce: 'median' }), "reduce is 'median'"],
    ['an axis without a fold', () => bad(a => a, { axis: 0 }), 'reduce is not given'],
    ['a fill that is no number', () => bad(a => a, { value: 'x' }), "value is 'x'"],
    ['a name that is no text', () => bad(a => a, { name: 3 }), 'name is 3'],
    ['an array as operand', () => bad(a => a.add([1] as never)), 'stencil.add: the operand is [1]'],
    ['a missing operand', () => bad(a => (a.add as () => StencilExpression)()), 'the operand is undefined'],
    [
      "JavaScript's own operators",
      () => bad(a => a.add(((a as never) * 2) as never)),
      'write a.add(b) for a + b',
    ],
    ['an offset without steps', () => bad(a => a.offset()), 'stencil.offset: no steps'],
    ['half a step', () => bad(a => a.offset(0.5)), 'a step is 0.5'],
    ['a step too far', () => bad(a => a.offset(2 ** 53 - 1)), '4503599627370496 is the most'],
    ['a channel from the end', () => bad(a => a.channel(-1)), 'k is -1'],
    ['an unknown cast', () => bad(a => a.cast('half' as never)), "stencil.cast: dtype is 'half'"],
  ])('%s', (_, run, text) => {
    expect(run()).toContain(text);
  });

  it('expressions of another stencil', () => {
    let other: StencilExpression | undefined;
    stencil(a => {
      other = a;
      return a;
    });
    expect(bad(a => a.add(other!))).toContain('an expression of another stencil');
    expect(bad(_ => other)).toContain('the callback returned');
  });

  it('expressions too deep to walk, and no others', () => {
    const deep = (count: number) => (a: StencilInput) => {
      let sum: StencilExpression = a;
      for (let k = 0; k < count; k++) sum = sum.add(1);
      return sum;
    };
    expect(bad(deep(1001) as never)).toContain('1000 are the most');
    expect(stencil(deep(1000))([1, 2]).toArray()).toEqual([1001, 1002]);
  });

  it.each<[string, () => unknown, string]>([
    [
      'shapes that do not broadcast',
      () => stencil((a, b) => a.add(b))(x, [1, 2, 3]),
      'could not be broadcast',
    ],
    ['axes that are not there', () => stencil(a => a.offset(1, 0, 0))(x), 'offsets go along 3 axes'],
    ['channels of two axes', () => stencil(a => a.channel(0))(x), 'needs 3 axes'],
    [
      'channels that are not there',
      () => stencil(a => a.channel(1))([x].map(each => each.toArray()) as never),
      'channel 1 is out of bounds for axis -3 with size 1',
    ],
    [
      'an empty axis that is continued',
      () => of(a => a.offset(1, 0), [zeros([0, 4])], { boundary: 'edge' }),
      "can't extend empty axis 0 with boundary 'edge'",
    ],
    [
      'a fill that the type does not hold',
      () => of(a => a.offset(1), [array([1], { dtype: 'uint8' })], { value: -1 }),
      'value is -1, which uint8',
    ],
    ['a difference of booleans', () => stencil(a => a.sub(a))([true]), 'stencil.sub: numpy boolean subtract'],
    [
      'a fold over an axis that is not there',
      () => of(a => a, [x], { reduce: 'sum', axis: 2 }),
      'axis 2 is out of bounds',
    ],
    ['the smallest of nothing', () => of(a => a, [zeros([0])], { reduce: 'min' }), 'zero-size array'],
    ['integers to negative powers', () => stencil(a => a.pow(-1))([1n]), 'negative integer powers'],
    [
      'integers to unknown powers',
      () => stencil((a, b) => a.pow(b))([1n], [2n]),
      'the exponent (int64) to an unsigned type',
    ],
    ['too few arrays', () => (stencil((a, b) => a.add(b)) as Call)(x), '1 arguments were given'],
    ['too many arrays', () => (stencil(a => a) as Call)(x, {}, x), '3 arguments were given'],
    [
      'an unknown option of a call',
      () => (stencil(a => a) as Call)(x, { dtype: 'int8' }),
      "unknown option 'dtype'",
    ],
    ['no array', () => (stencil(a => a) as Call)('x'), "input 0 is 'x'"],
  ])('%s', (_, run, text) => {
    expect(refusal(run)).toContain(text);
    const named = (options: StencilOptions) => stencil(a => a.offset(1, 0, 0), { name: 'edges', ...options });
    expect(refusal(() => named({})(x))).toContain('edges: offsets go along 3 axes');
  });
});
