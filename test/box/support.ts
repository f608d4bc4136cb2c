/** What the tests of the box share. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { runPython } from '../../src/box/index.ts';
import { ConcordatError } from '../../src/errors.ts';
import { evaluate } from '../peers/evaluate.ts';
import { missingModules, whenMissing } from '../peers/harness.ts';

const absent = missingModules((await evaluate([{ python: 'np.array(1)', arrays: {} }])).answers);

/** Whether the tests are skipped because there is no Python with NumPy. */
export const skipped = absent.length > 0;
if (skipped) console.warn(whenMissing('test/box', absent, Boolean(process.env.CI)));

/** A temporary directory of our own, so that what is left behind can be seen: at the end it must be empty. */
export const place = await mkdtemp(join(tmpdir(), 'box-test-'));
process.env.TMPDIR = place;
afterAll(async () => {
  expect(readdirSync(place)).toEqual([]);
  await rm(place, { recursive: true });
});

/** The error of a run that must fail. */
export async function failure(
  script: string,
  options: object = {},
  inputs: object = {},
): Promise<ConcordatError> {
  try {
    await runPython(script, inputs as Record<string, number>, options);
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    expect(error.message).not.toContain('\n');
    return error;
  }
  throw new Error('nothing was thrown');
}

/** Whether a process runs. One that has ended, but that nobody has asked about, does not. */
export function alive(id: number): boolean {
  const status = `/proc/${id}/stat`;
  try {
    process.kill(id, 0);
    return !(existsSync(status) && /\) Z /.test(readFileSync(status, 'latin1')));
  } catch {
    return false;
  }
}

/** The numbers in a file, once it is there. */
export async function appears(path: string): Promise<number[]> {
  for (let tries = 0; tries < 500 && !existsSync(path); tries++)
    await new Promise(next => setTimeout(next, 20));
  const ids = (await readFile(path, 'utf8')).split(' ').map(Number);
  await rm(path);
  return ids;
}

/** Whether processes end, in a few seconds. */
export async function gone(ids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 250 && ids.some(alive); tries++)
    await new Promise(next => setTimeout(next, 20));
  return !ids.some(alive);
}
