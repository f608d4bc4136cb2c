import { expect, it } from 'vitest';
import { type Candidate, measure } from '../../bench/harness/measure.ts';
import type { Values } from '../../bench/harness/values.ts';

const right: Values = { shape: [3], data: [1, 2, 3] };
const wrong: Values = { shape: [3], data: [1, 2, 3.5] };

/** A candidate that notes its turns and says that it takes `milliseconds`. */
function candidate(
  who: string,
  turns: string[],
  milliseconds: number,
  more: Partial<Candidate> = {},
): Candidate {
  return {
    who,
    side: 'peer',
    time: calls => {
      turns.push(who);
      return new Array<number>(calls).fill(milliseconds);
    },
    result: () => right,
    ...more,
  };
}

async function run(candidates: readonly Candidate[], rounds = 3) {
  const said: string[] = [];
  const task = { case: 'a task', tolerance: 1e-6, reference: 'reference', candidates };
  const settings = { rounds, threads: 2, say: (text: string) => said.push(text) };
  return { lines: await measure(task, settings), said };
}

it('asks in turn, and each round begins with another one', async () => {
  const turns: string[] = [];
  const three = ['reference', 'b', 'c'].map(who => candidate(who, turns, 20));
  const { lines } = await run(three);
  const warm = ['reference', 'b', 'c'];
  expect(turns).toEqual([...warm, 'reference', 'b', 'c', 'b', 'c', 'reference', 'c', 'reference', 'b']);
  expect(
    lines.map(({ who, status, median, threads, calls }) => [who, status, median, threads, calls]),
  ).toEqual(three.map(({ who }) => [who, 'measured', 20, 2, 1]));
  expect(lines[0].samples).toEqual([20, 20, 20]);
});

it('does short tasks several times, the same number for everybody', async () => {
  const { lines } = await run([candidate('reference', [], 40), candidate('fast', [], 4)]);
  expect(lines.map(({ calls }) => calls)).toEqual([2, 2]);
});

it('does not time a wrong result, and says so', async () => {
  const turns: string[] = [];
  const planted = candidate('wrong', turns, 1, { side: 'ours', result: () => wrong });
  const { lines, said } = await run([planted, candidate('reference', turns, 1)]);
  expect(lines[0].status).toBe('mismatch');
  expect(lines[0].median).toBeUndefined();
  expect(turns).not.toContain('wrong');
  expect(said).toHaveLength(1);
  expect(said[0]).toContain('a task, wrong: mismatch: element 2 of 3 is 3.5, the reference has 3');
  expect(lines[1].status).toBe('measured');
});

it('drops the times of ours when its result is wrong afterwards', async () => {
  let asked = 0;
  const spoilt = candidate('ours', [], 1, { side: 'ours', result: () => (asked++ === 0 ? right : wrong) });
  const { lines } = await run([spoilt, candidate('reference', [], 1)]);
  expect(lines[0]).toMatchObject({ status: 'mismatch' });
  expect(lines[0].samples).toBeUndefined();
});

it('goes on without those who fail or are missing', async () => {
  const turns: string[] = [];
  let left = 2;
  const fails = candidate('fails', turns, 1, {
    time: () => {
      if (left-- === 0) throw new Error('out of breath');
      return [1];
    },
  });
  const absent = candidate('absent', turns, 1, { missing: 'there is no such function' });
  const { lines, said } = await run([fails, absent, candidate('reference', turns, 1)]);
  expect(lines.map(({ status, note }) => [status, note])).toEqual([
    ['failed', 'out of breath'],
    ['not available', 'there is no such function'],
    ['measured', undefined],
  ]);
  expect(said).toEqual(['a task, fails: failed: out of breath']);
});

it('refuses to measure without a reference', async () => {
  await expect(run([candidate('b', [], 1)])).rejects.toThrow('the reference reference has no result');
});
