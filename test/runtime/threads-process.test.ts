import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const here = import.meta.dirname;
/** The permission model left its experimental name; newer versions refuse the old one. */
const permission = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission';
const program = [
  `import { theHeap } from '${here}/../../src/runtime/heap.ts';`,
  `import { controlOf, slotWords } from '${here}/../../src/runtime/control.ts';`,
  `import { runUnits, threadsOf } from '${here}/../../src/runtime/threads.ts';`,
  `import { addModule, argsAt, kernelOf, ready, workspace } from '${here}/threads-kernels.ts';`,
  `import { isMainThread, parentPort, Worker } from 'node:worker_threads';`,
  `const ending = process.argv[2];`,
  `const heap = theHeap();`,
  `const kernel = kernelOf(heap, addModule(heap, 1));`,
  `const work = units => {`,
  `  const { output } = workspace(heap, units, 1000);`,
  `  runUnits(kernel, argsAt, units, 10, 2);`,
  `  return output.every((value, unit) => value === 3 * unit + 1);`,
  `};`,
  `const worked = () => threadsOf(heap).team.members.every(({ slot }) => controlOf(heap.memory)[slot + slotWords.done] > 0);`,
  `let right = work(100);`,
  `if (ending !== 'starting') await ready(heap, threadsOf(heap), 1);`,
  `heap.allocate(2 ** 26);`,
  `for (let k = 0; k < 20 || (k < 1000 && ending !== 'starting' && !worked()); k++) right &&= work(5000);`,
  `right &&= ending === 'starting' || worked();`,
  `if (!isMainThread) parentPort.postMessage(right);`,
  `else if (ending === 'nested') {`,
  `  const other = () => new Promise(done => new Worker(process.argv[1]).once('message', done));`,
  `  for (const answer of await Promise.all([other(), other()])) right &&= answer;`,
  `}`,
  `if (isMainThread) process.stdout.write(right ? 'right' : 'wrong');`,
  `if (ending === 'exit') process.exit(3);`,
  `if (ending === 'error') throw new Error('not caught');`,
].join('\n');

let folder: string;
let script: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'concordat-threads-'));
  script = join(folder, 'program.mjs');
  const bundle = await rolldown({
    input: 'program',
    platform: 'node',
    plugins: [
      {
        name: 'program',
        resolveId: id => (id === 'program' ? `${here}/program.ts` : undefined),
        load: id => (id === `${here}/program.ts` ? program : undefined),
      },
    ],
  });
  await bundle.write({ file: script });
  // A module that a program may load first, and that ends every worker into which it is loaded.
  writeFileSync(
    join(folder, 'hook.cjs'),
    `if (!require('node:worker_threads').isMainThread) process.exit();`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a process with workers', () => {
  // Each takes a fifth of a second alone; one that hangs would be ended by the limit, with status null.
  it.each([
    ['ends at its end', '', 0],
    ['ends while a worker starts', 'starting', 0],
    ['ends with process.exit', 'exit', 3],
    ['ends with an error that nobody catches', 'error', 1],
    ['may have threads of its own, each with workers', 'nested', 0],
  ])('%s', (_, ending, status) => {
    const result = spawnSync(process.execPath, [script, ending], { timeout: 8000, encoding: 'utf8' });
    expect([result.status, result.stdout]).toEqual([status, 'right']);
  });

  it.each([
    ['where workers are forbidden', [permission, '--allow-fs-read=*'], ['starting']],
    ['with options that are not for workers', ['--require', './hook.cjs'], []],
    ['where bounds are checked in code', ['--wasm-enforce-bounds-checks'], []],
  ])('does its work %s', (_, options, rest) => {
    const result = spawnSync(process.execPath, [...options, script, ...rest], {
      cwd: folder,
      timeout: 8000,
      encoding: 'utf8',
    });
    expect([result.status, result.stdout]).toEqual([0, 'right']);
  });
});
