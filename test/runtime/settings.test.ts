import { totalmem } from 'node:os';
import { afterEach, expect, it, vi } from 'vitest';
import * as e from '../../src/kernels/expression.ts';
import type { Nest } from '../../src/kernels/nest.ts';
import { wasmRunner } from '../../src/runtime/compiled.ts';
import { useHeap } from '../../src/runtime/heap.ts';
import { heapLimit, setHeapLimit } from '../../src/runtime/heap-limit.ts';
import { chosenRunner, setRunner, setThreads, threads } from '../../src/runtime/settings.ts';

const chosen = chosenRunner();
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  setThreads(0);
  useHeap(undefined);
});

/** The settings of a program that starts with a variable, and what the console says of it. */
async function startWith(name: string, text: string) {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  vi.stubEnv(name, text);
  vi.resetModules();
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const settings = await import('../../src/runtime/settings.ts');
  const limit = await import('../../src/runtime/heap-limit.ts');
  return {
    threads: settings.threads(),
    runner: settings.chosenRunner(),
    limit: limit.heapLimit() / 2 ** 20,
    said: warn.mock.calls.flat(),
  };
}

/** A quarter of what the process may use, below 4 GiB. */
const usual =
  Math.min(Math.min(totalmem(), process.constrainedMemory() || Infinity) / 4, 2 ** 32 - 65536) / 2 ** 20;

it('takes settings from the environment', async () => {
  expect(await startWith('CONCORDAT_THREADS', '3')).toMatchObject({ threads: 3, said: [] });
  expect(await startWith('CONCORDAT_THREADS', '1e3')).toMatchObject({ threads: 16, said: [] });
  expect(await startWith('CONCORDAT_RUNNER', 'interpret')).toMatchObject({ runner: 'interpret', said: [] });
  expect(await startWith('CONCORDAT_HEAP', '0')).toMatchObject({ limit: 0, said: [] });
  expect(await startWith('CONCORDAT_HEAP', '')).toMatchObject({ limit: usual, said: [] });
});

it('says once what makes no sense, and goes on without', async () => {
  const { threads: processors } = await startWith('CONCORDAT_THREADS', '');
  for (const text of ['-3', 'many', '2.5'])
    expect(await startWith('CONCORDAT_THREADS', text)).toMatchObject({
      threads: processors,
      said: [
        `concordat: CONCORDAT_THREADS is '${text}' and is ignored; it must be a whole number of at least 0`,
      ],
    });
  expect(await startWith('CONCORDAT_HEAP', '1 GB')).toMatchObject({
    limit: usual,
    said: ["concordat: CONCORDAT_HEAP is '1 GB' and is ignored; it must be a whole number of MiB"],
  });
  expect(await startWith('CONCORDAT_RUNNER', 'bogus')).toMatchObject({
    runner: 'auto',
    said: ["concordat: CONCORDAT_RUNNER is 'bogus' and is ignored; it must be one of auto, wasm, interpret"],
  });
});

it('tells no more threads than there will be', () => {
  setThreads(1e9);
  expect(threads()).toBe(16);
});

/** What a fresh copy of the library says where the globals are these. */
async function threadsWhere(globals: Readonly<Record<string, unknown>>): Promise<number> {
  vi.resetModules();
  for (const [name, value] of Object.entries(globals)) vi.stubGlobal(name, value);
  try {
    const settings = await import('../../src/runtime/settings.ts');
    settings.setThreads(4);
    return settings.threads();
  } finally {
    vi.unstubAllGlobals();
  }
}

it('tells one thread where there can be no more', async () => {
  const page = { process: undefined, crossOriginIsolated: true, Worker: class {} };
  expect(await threadsWhere({})).toBe(4);
  expect(await threadsWhere(page)).toBe(4);
  expect(await threadsWhere({ ...page, crossOriginIsolated: false })).toBe(1);
  expect(await threadsWhere({ ...page, crossOriginIsolated: undefined })).toBe(1);
  expect(await threadsWhere({ ...page, Worker: undefined })).toBe(1);
  expect(await threadsWhere({ SharedArrayBuffer: undefined })).toBe(1);
  const mainThread = {
    ...Object.fromEntries(
      Object.getOwnPropertyNames(Atomics).map(name => [name, Reflect.get(Atomics, name)]),
    ),
    wait: () => {
      throw new TypeError('Atomics.wait cannot be called in this context');
    },
  };
  expect(await threadsWhere({ ...page, Atomics: mainThread })).toBe(1);
});

it('compiles also where arrays shall not live in the heap', () => {
  const limit = heapLimit();
  try {
    useHeap(undefined);
    setHeapLimit(0);
    const nest: Nest = {
      shape: [100],
      reduction: [],
      inputs: [{ dtype: 'float32', strides: [20], gathers: [], fill: 0 }],
      outputs: [
        {
          dtype: 'float32',
          strides: [1],
          value: e.binary('multiply', e.load(0, 'float32'), e.constant(2, 'float32')),
        },
      ],
    };
    const inputs = [{ data: new Float32Array(2000).fill(2), base: 0 }];
    const outputs = [{ data: new Float32Array(100), base: 0 }];
    setRunner('wasm');
    expect(wasmRunner.supports(nest) && wasmRunner.run(nest, inputs, outputs, [])).toBe(true);
    expect(outputs[0].data).toEqual(new Float32Array(100).fill(4));
  } finally {
    setHeapLimit(limit);
    setRunner(chosen);
  }
});
