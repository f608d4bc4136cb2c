import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPython } from '../../src/box/index.ts';
import { alive, appears, failure, gone, place, skipped } from './support.ts';

/** A script that says in a file who it and its child are, and then waits. */
const waiting = (note: string) => `import os, subprocess, time
child = subprocess.Popen(['sleep', '60'])
with open('${note}.part', 'w') as f: f.write('%d %d' % (os.getpid(), child.pid))
os.rename('${note}.part', '${note}')
time.sleep(60)`;

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
    const note = join(place, 'parent');
    const box = new URL('../../dist/box/index.js', import.meta.url);
    expect(existsSync(box), 'run `npm run build` first').toBe(true);
    const start = `import(${JSON.stringify(box.href)}).then(box => box.runPython(process.argv[1], {}))`;
    const parent = spawn(process.execPath, ['-e', start, waiting(note)]);
    const ids = await appears(note);
    expect(ids.every(alive)).toBe(true);
    parent.kill('SIGKILL');
    expect(await gone(ids)).toBe(true);
    for (let tries = 0; tries < 250 && readdirSync(place).length > 0; tries++)
      await new Promise(next => setTimeout(next, 20));
    expect(readdirSync(place)).toEqual([]);
  });
});
