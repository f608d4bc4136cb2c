import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { makeBundle } from '../browser/bundle.ts';
import { askWorker, facts } from './facts.ts';
import { askKept, keptFacts } from './kept-facts.ts';

let folder = '';
beforeAll(() => {
  folder = makeBundle();
}, 60_000);
const load = (path: string) => import(/* @vite-ignore */ pathToFileURL(join(folder, path)).href);

it('a worker answers for the functions of the package', async () => {
  expect(await askWorker(await load('index.js'), await load('worker/index.js'))).toEqual(facts);
});

it('a worker keeps what it makes until it is asked for, and is watched', async () => {
  expect(await askKept(await load('worker/index.js'))).toEqual(keptFacts);
});

it('a worker keeps no process alive, except while it owes an answer', () => {
  const program = `
    import { startWorker } from ${JSON.stringify(pathToFileURL(join(folder, 'worker/index.js')).href)};
    const remote = startWorker();
    remote.add(1, 2).then(y => y.fetch()).then(({ data }) => console.log(data[0]));`;
  const run = () =>
    execFileSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      timeout: 20_000,
    });
  expect(run()).toBe('3\n');
});
