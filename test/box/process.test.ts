import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { files, scriptDriver } from '../../src/box/driver.ts';
import { runPython } from '../../src/box/index.ts';
import { encodeNpz } from '../../src/io/npz.ts';
import { failure, place, skipped } from './support.ts';

/** A script that says in a file who it and its child are, and then waits. */
const waiting = (note: string) => `import os, subprocess, time
child = subprocess.Popen(['sleep', '60'])
with open('${note}.part', 'w') as f: f.write('%d %d' % (os.getpid(), child.pid))
os.rename('${note}.part', '${note}')
time.sleep(60)`;

/** Whether a process runs. One that has ended, but that nobody has asked about, does not. */
function alive(id: number): boolean {
  const status = `/proc/${id}/stat`;
  try {
    process.kill(id, 0);
    return !(existsSync(status) && /\) Z /.test(readFileSync(status, 'latin1')));
  } catch {
    return false;
  }
}

async function appears(path: string): Promise<number[]> {
  for (let tries = 0; tries < 500 && !existsSync(path); tries++)
    await new Promise(next => setTimeout(next, 20));
  const ids = (await readFile(path, 'utf8')).split(' ').map(Number);
  await rm(path);
  return ids;
}

async function gone(ids: readonly number[]): Promise<boolean> {
  for (let tries = 0; tries < 250 && ids.some(alive); tries++)
    await new Promise(next => setTimeout(next, 20));
  return !ids.some(alive);
}

describe.skipIf(skipped)('the end of a process', () => {
  it('comes at the timeout, for what it started too', async () => {
    const note = join(place, 'timeout');
    const started = Date.now();
    const error = await failure(waiting(note), { timeout: 1500 });
    expect(error.fields.reason).toBe('timeout');
    expect(error.message).toMatch(/ran for more than 1500 ms and was ended/);
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(await gone(await appears(note))).toBe(true);
  });

  it('comes with the signal', async () => {
    const note = join(place, 'abort');
    const controller = new AbortController();
    const run = failure(waiting(note), { signal: controller.signal });
    const ids = await appears(note);
    controller.abort(new Error('enough'));
    const error = await run;
    expect([error.fields.reason, (error.cause as Error).message]).toEqual(['aborted', 'enough']);
    expect(await gone(ids)).toBe(true);
    expect((await failure('', { signal: controller.signal })).fields.reason).toBe('aborted');
  });

  it('comes for a child that outlives a script that is done', async () => {
    const note = join(place, 'child');
    await runPython(`${waiting(note).replace('time.sleep(60)', '')}outputs['y'] = 1`, {});
    const [, child] = await appears(note);
    expect(await gone([child])).toBe(true);
  });

  it('comes when the process that started it is killed, and leaves no directory', async () => {
    // The same driver, started by a Node that is killed: nothing runs there to clean up.
    const folder = join(place, 'orphan');
    const note = join(place, 'parent');
    await mkdir(folder);
    await writeFile(join(folder, files.script), waiting(note));
    await writeFile(join(folder, files.inputs), encodeNpz({ x: array([1]) }));
    const python = process.env.CONCORDAT_PYTHON || '/usr/bin/python3';
    const start = `require('node:child_process').spawn(process.argv[1], JSON.parse(process.argv[2]), { detached: true, stdio: 'pipe' })`;
    const parent = spawn(process.execPath, [
      '-e',
      start,
      python,
      JSON.stringify(['-c', scriptDriver, folder]),
    ]);
    const ids = await appears(note);
    expect(ids.every(alive)).toBe(true);
    parent.kill('SIGKILL');
    expect(await gone(ids)).toBe(true);
    expect(existsSync(folder)).toBe(false);
  });
});
