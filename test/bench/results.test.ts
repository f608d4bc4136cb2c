import { expect, it } from 'vitest';
import { resultsText } from '../../bench/harness/results.ts';

it('keeps what stood there of workloads that were not measured', () => {
  const before =
    '# Timings\n\nText.\n\n## w1: one\n\ntable\n\n## w2: two\n\nother\n\n## History: old\n\n## w3\n';
  const text = resultsText([], ['w2', 'w1', 'new'], before);
  expect(text).toMatch(/^# Timings\n/);
  expect(text.slice(text.indexOf('## '))).toBe(
    '## w2: two\n\nother\n\n## w1: one\n\ntable\n\n## History: old\n\n## w3\n',
  );
});
