/** What the tests of the box share. */
import { readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
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
export async function failure(script: string, options = {}, inputs = {}): Promise<ConcordatError> {
  try {
    await runPython(script, inputs, options);
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    expect(error.message).not.toContain('\n');
    return error;
  }
  throw new Error('nothing was thrown');
}
