import { afterAll, describe, expect, it } from 'vitest';
import { type Python, startPython } from '../../bench/harness/python.ts';
import { noise } from '../../bench/harness/values.ts';
import { evaluate } from '../peers/evaluate.ts';
import { missingModules, whenMissing } from '../peers/harness.ts';

const absent = missingModules((await evaluate([{ python: 'np.array(1)', arrays: {} }])).answers);
if (absent.length > 0) console.warn(whenMissing('test/bench', absent, Boolean(process.env.CI)));

describe.skipIf(absent.length > 0)('the Python process', () => {
  const started: Python[] = [];
  const start = () => {
    const python = startPython('noise', 1);
    started.push(python);
    return python;
  };
  afterAll(() => Promise.all(started.map(python => python.close())));

  it('makes the same noise, bit for bit', async () => {
    const python = start();
    for (const [seed, shape] of [
      [1, [3, 5]],
      [72, [1, 2, 1000]],
    ] as const) {
      await python.setup({ seed, shape });
      expect(await python.result('noise')).toEqual({ shape, data: noise(seed, shape) });
    }
  });

  it('times each call', async () => {
    const python = start();
    await python.setup({ seed: 1, shape: [10] });
    const taken = await python.time('noise', 4);
    expect(taken).toHaveLength(4);
    expect(taken.every(one => one > 0 && one < 1000)).toBe(true);
    expect(await python.versions()).toMatchObject({ NumPy: expect.stringMatching(/^\d/) });
  });

  it('reports an error and goes on; closed, it refuses', async () => {
    const python = start();
    await python.setup({ seed: 1, shape: [10] });
    await expect(python.time('nothing', 1)).rejects.toThrow('Python: KeyError');
    expect(await python.time('noise', 1)).toHaveLength(1);
    await python.close();
    await expect(python.time('noise', 1)).rejects.toThrow('Python ended with code 0');
  });
});
