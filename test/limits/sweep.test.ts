import { beforeAll, describe, expect, it } from 'vitest';
import { entries } from '../project/api.ts';
import { type Outcome, outcomes } from './child.ts';
import { calls, functions } from './sweep.ts';

let found: Outcome[];
beforeAll(async () => {
  found = await outcomes('test/limits/sweep.ts');
}, 900_000);

describe.each(['sizes', 'empty'])(
  'whatever it is called with (%s), a function neither hangs nor takes memory:',
  what => {
    it.each(functions.map(([name]) => name))('%s', name => {
      const outcome = found.find(each => each.name === `${name}, ${what}`)!;
      expect(outcome.fault, JSON.stringify(outcome)).toBeUndefined();
      expect(outcome.megabytes, JSON.stringify(outcome)).toBeLessThan(300);
    });
  },
);

it('covers every function', () => {
  expect(functions.length).toBeGreaterThan(150);
  expect(Object.keys(calls)).toHaveLength(2 * functions.length);
  expect(entries().size).toBe(9);
});
