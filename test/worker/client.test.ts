/** What the caller's side says to a worker, heard by one that answers every call with a handle. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeBundle } from '../browser/bundle.ts';

const listener = `
  import { parentPort } from 'node:worker_threads';
  import { setTimeout } from 'node:timers/promises';
  parentPort.on('message', async ({ id, name, given, release, free }) => {
    if (release) return console.log('release', release, free);
    console.log('call', name);
    await setTimeout(50);
    parentPort.postMessage({ id, value: { concordat: 'kept', id, dtype: 'float64', shape: [1] } });
  });`;

let [folder, place] = ['', ''];
beforeAll(() => {
  folder = makeBundle();
  place = mkdtempSync(join(tmpdir(), 'concordat-client-'));
  writeFileSync(join(place, 'listener.mjs'), listener);
}, 60_000);
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** What the worker hears of a program. */
function heard(program: string): string[] {
  const href = (path: string) => JSON.stringify(pathToFileURL(path).href);
  const text = `
    import { startWorker } from ${href(join(folder, 'worker/index.js'))};
    import { setTimeout } from 'node:timers/promises';
    const remote = startWorker({ url: ${href(join(place, 'listener.mjs'))} });
    ${program}
    await setTimeout(100);
    remote.terminate();`;
  const options = { encoding: 'utf8', timeout: 20_000 } as const;
  const said = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', text], options);
  return said.trim().split('\n');
}

it('a handle that is disposed of is given up, once, and its memory with it', () => {
  expect(heard('const y = await remote.zeros([1]); y.dispose(); y.dispose();')).toEqual([
    'call zeros',
    'release 1 true',
  ]);
});

it('a handle that can no longer be reached is given up, and its memory left to who else has it', () => {
  const program = `
    await (async () => { await remote.zeros([1]); })();
    const kept = await remote.ones([1]);
    for (let turn = 0; turn < 20; turn++) { await setTimeout(20); gc(); }
    console.log(kept.shape.length);`;
  expect(heard(program)).toEqual(['call zeros', 'call ones', 'release 1 false', '1']);
});

it('calls that can be taken back wait until they would start, and others behind them', () => {
  const program = `
    const [first, second] = [new AbortController(), new AbortController()];
    const calls = [
      remote.zeros([1]),
      remote.with({ signal: first.signal }).ones([2]),
      remote.with({ signal: second.signal }).arange(3),
      remote.eye(4),
    ];
    first.abort();
    const results = await Promise.allSettled(calls);
    console.log(results.map(({ status }) => status).join());`;
  expect(heard(program)).toEqual([
    'call zeros',
    'call arange',
    'call eye',
    'fulfilled,rejected,fulfilled,fulfilled',
  ]);
});

it('a signal may take back any number of calls, and is listened to once', () => {
  const program = `
    process.on('warning', ({ name }) => console.log(name));
    const controller = new AbortController();
    const watched = remote.with({ signal: controller.signal });
    const calls = Array.from({ length: 20 }, () => watched.zeros([1]));
    await calls[0];
    controller.abort();
    const results = await Promise.allSettled(calls);
    console.log(results.filter(({ status }) => status === 'rejected').length);`;
  const said = heard(program);
  expect(said).toContain('19');
  expect(said).not.toContain('MaxListenersExceededWarning');
});

it('what a call gives that was taken back while it ran is given up', () => {
  const program = `
    const kept = await remote.ones([1]);
    const controller = new AbortController();
    const call = remote.with({ signal: controller.signal }).zeros([1]);
    controller.abort();
    console.log(await call.catch(error => error.fields.reason));
    await setTimeout(200);
    console.log(kept.shape.length);`;
  expect(heard(program)).toEqual(['call ones', 'aborted', 'call zeros', 'release 2 false', '1']);
});

it('a handle is given up only after the calls that have it', () => {
  const program = `
    const y = await remote.zeros([1]);
    const { signal } = new AbortController();
    const calls = [remote.ones([1]), remote.with({ signal }).negate(y)];
    y.dispose();
    await Promise.all(calls);`;
  expect(heard(program)).toEqual(['call zeros', 'call ones', 'call negate', 'release 1 true']);
});
