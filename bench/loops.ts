/** Loops: 10,000 convolutions of a 1-megapixel image in one loop. Does memory come back without anybody freeing it? */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Line } from './harness/measure.ts';
import { loadLibrary, missing } from './harness/ours.ts';
import { root } from './harness/places.ts';
import { aim, lineOf, type Workload } from './harness/workload.ts';

const MEMORY = 'peak memory';
const TIME = 'time of one convolution';
const SCOPE = 'synchronous loop, each step in scope';
const SYNC = 'synchronous loop, nothing freed';
const ASYNC = 'async loop, nothing freed';
const kinds = { [SCOPE]: 'scope', [SYNC]: 'sync', [ASYNC]: 'async' };
const LONGEST = 30 * 60_000;

export const workload: Workload = {
  name: 'loops',
  title: '10,000 convolutions (3×3, periodic) of one float32 image of 1024×1024, in one loop',
  ours: SCOPE,
  javascriptPeers: false,
  notes: ['Each loop is a process of its own. Memory is the most that was resident, of the whole process.'],
  aims: lines =>
    [1, 2].flatMap(threads => {
      const memory = (who: string) => lineOf(lines, MEMORY, who, threads)?.median;
      return [aim(`${ASYNC}: peak MiB`, threads, 'at most', 1500, memory(ASYNC))];
    }),
  run: async context => {
    const library = await loadLibrary(context.threads);
    const count = context.quick ? 30 : 10_000;
    const lines: Line[] = [];
    for (const [who, kind] of Object.entries(kinds)) {
      const line = { who, side: 'ours', threads: context.threads } as const;
      const absent = kind === 'scope' ? missing(library, 'scope') : undefined;
      if (absent !== undefined) {
        lines.push({ ...line, case: MEMORY, unit: 'MiB', status: 'not available', note: absent });
        continue;
      }
      try {
        const { peak, milliseconds, course } = await runLoop(kind, count, context.threads);
        const single = { status: 'measured', calls: count } as const;
        const note = `MiB resident after each quarter, at ${context.threads} threads: ${course.map(Math.round).join(', ')}`;
        const figures = (value: number) => ({ median: value, min: value, samples: [value] });
        lines.push(
          { ...line, ...single, ...figures(peak), case: MEMORY, unit: 'MiB', note },
          { ...line, ...single, ...figures(milliseconds / count), case: TIME, unit: 'ms' },
        );
      } catch (error) {
        const note = error instanceof Error ? error.message.split('\n')[0] : String(error);
        context.say(`${who}: failed: ${note}`);
        lines.push({ ...line, case: MEMORY, unit: 'MiB', status: 'failed', note });
      }
    }
    return lines.sort((a, b) => (a.case === b.case ? 0 : a.case === MEMORY ? -1 : 1));
  },
};

async function runLoop(
  kind: string,
  count: number,
  threads: number,
): Promise<{ peak: number; milliseconds: number; course: number[] }> {
  const script = fileURLToPath(new URL('./harness/loop.js', import.meta.url));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, kind, String(count), String(threads)],
    {
      cwd: root,
      timeout: LONGEST,
    },
  );
  return JSON.parse(stdout);
}
