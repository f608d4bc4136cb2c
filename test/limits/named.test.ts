import { beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, outcomes } from './child.ts';
import { answered, refused } from './named.ts';

let found: Outcome[];
beforeAll(async () => {
  found = await outcomes('test/limits/named.ts');
}, 600_000);
const outcomeOf = (name: string): Outcome => found.find(each => each.name === name)!;

describe('what has no room', () => {
  it.each(Object.keys(refused))('is refused at once: %s', name => {
    const outcome = outcomeOf(name);
    expect(outcome.refusal, JSON.stringify(outcome)).toMatch(
      /would take .* an array may take .* GB, half of the memory there is$|may have (up to )?(2\^27|2\^30|1024)|more than 2\^53|32-bit numbers/,
    );
    // A busy machine is slow; what made the array took minutes or all memory.
    expect(outcome.milliseconds).toBeLessThan(1000);
    expect(outcome.megabytes).toBeLessThan(32);
  });
});

describe('what is small', () => {
  it.each(Object.keys(answered))(
    'works however far it reaches, and whatever stands beside nothing: %s',
    name => {
      const outcome = outcomeOf(name);
      expect(outcome.result, JSON.stringify(outcome)).toBeDefined();
      expect(outcome.milliseconds).toBeLessThan(1000);
      expect(outcome.megabytes).toBeLessThan(64);
    },
  );

  it('has the right numbers', () => {
    const resultOf = (name: string) => outcomeOf(name).result;
    expect(resultOf('convolve, far')).toBe('[1,2]');
    expect(resultOf('stencil, far')).toBe('[3,5,4]');
    expect(resultOf('explain of nothing')).toBe('true');
    expect(resultOf('sum of nothing')).toBe('0');
    expect(resultOf('pad of nothing')).toBe('[4294967300,0]');
    expect(resultOf('a convolution in place of a long one')).toBe('[6,6,6]');
  });
});
