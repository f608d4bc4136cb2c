import { beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, outcomes } from './child.ts';
import { calls } from './folds.ts';

const interpreted = process.env.CONCORDAT_RUNNER === 'interpret';
let found: Outcome[];
beforeAll(async () => {
  if (!interpreted) found = await outcomes('test/limits/folds.ts');
}, 300_000);

// The interpreter takes minutes for them.
describe.skipIf(interpreted)('what folds two arrays of 64 MiB', () => {
  it.each(Object.keys(calls))('takes no memory of their size: %s', name => {
    const outcome = found.find(each => each.name === name)!;
    expect(outcome.fault, JSON.stringify(outcome)).toBeUndefined();
    expect(outcome.megabytes, JSON.stringify(outcome)).toBeLessThan(24);
  });

  it('gives the right numbers', () => {
    const resultOf = (name: string) => found.find(each => each.name === name)?.result;
    expect(resultOf('allClose, equal')).toBe('equal within tolerance (largest difference 0)');
    expect(resultOf('allClose, unlike')).toBe(
      '1 of 16777216 elements differ, by up to 1; first at [4095, 4095]',
    );
    expect(resultOf('allClose, everything')).toMatch(/^16777216 of 16777216 .* first at \[0, 0\]$/);
  });
});
