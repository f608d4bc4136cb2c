import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runPython } from '../../src/box/index.ts';
import { dtypeNames } from '../../src/kernels/dtype.ts';
import { randomArray, randomView } from '../peers/generate.ts';
import { failure, place, skipped } from './support.ts';

describe.skipIf(skipped)('runPython', () => {
  it.each(dtypeNames)('takes and returns %s', async dtype => {
    const inputs = {
      a: randomArray([2, 3], dtype),
      b: randomView([3, 2], dtype),
      e: randomArray([0, 2], dtype),
      s: randomArray([], dtype),
    };
    const script = `import numpy as np
for name, x in inputs.items():
    assert x.dtype.name == '${dtype}', x.dtype
    outputs[name] = x
outputs['file'] = np.asfortranarray(inputs['a']).T`;
    const { outputs } = await runPython(script, inputs);
    for (const [name, input] of Object.entries(inputs)) {
      expect(outputs[name].dtype).toBe(dtype);
      expect(outputs[name].shape).toEqual(input.shape);
      expect(outputs[name].toTypedArray()).toEqual(input.toTypedArray());
    }
    expect(outputs['file'].shape).toEqual([3, 2]);
  });

  it('takes what stands for an array, returns what stands for one, and what was printed', async () => {
    const script = 'print("é…", inputs["x"].sum())\noutputs["y"] = [1.5, 2]\noutputs["n"] = 3';
    const { outputs, stdout } = await runPython(script, {
      x: [
        [1, 2],
        [3, 4],
      ],
    });
    expect(stdout).toBe('é… 10.0\n');
    expect([outputs['y'].dtype, outputs['y'].toArray(), outputs['n'].toArray()]).toEqual([
      'float64',
      [1.5, 2],
      3n,
    ]);
  });

  it('lets a script end itself in peace', async () => {
    const { outputs } = await runPython('import sys\noutputs["y"] = inputs["x"]\nsys.exit()', { x: 1 });
    expect(outputs['y'].item()).toBe(1);
  });

  it('starts in an empty directory, with the environment and threads that were asked for', async () => {
    const script = `import os, sys
print(os.listdir('.'), os.environ.get('BOX'), os.environ.get('OMP_NUM_THREADS'), 'HOME' in os.environ, sys.flags.utf8_mode, sys.stdin.read())
open('left', 'w').write('x')`;
    const env = { BOX: 'yes', HOME: undefined };
    expect((await runPython(script, {}, { outputs: [], threads: 3, env })).stdout).toBe(
      '[] yes 3 False 1 \n',
    );
    const bare = { OMP_NUM_THREADS: undefined };
    expect(
      (await runPython('import os; print(os.environ.get("OMP_NUM_THREADS"))', {}, { outputs: [], env: bare }))
        .stdout,
    ).toBe('None\n');
  });

  it('runs several at once', async () => {
    const runs = [1, 2, 3].map(x => runPython('outputs["y"] = inputs["x"] * 2', { x }));
    expect((await Promise.all(runs)).map(({ outputs }) => outputs['y'].item())).toEqual([2, 4, 6]);
  });

  it.each([
    [
      'an exception',
      'x = 1\n\nraise ValueError("no such\\nthing")',
      'script',
      /failed at line 3 \(exit code 1\): thing$/,
    ],
    [
      'an exception in a function',
      'def f():\n    return 1 / 0\nf()',
      'script',
      /at line 2 .*ZeroDivisionError: division by zero/,
    ],
    ['a script that does not parse', 'x = (', 'script', /at line 1 .*SyntaxError/],
    ['an exit code', 'import sys; sys.exit(3)', 'script', /failed at line 1 \(exit code 3\)$/],
    ['an exit with a message', 'import sys; sys.exit("enough")', 'script', /: enough$/],
    ['an exit past Python', 'import os; os._exit(7)', 'script', /failed \(exit code 7\)$/],
    ['a crash', 'import os; os.abort()', 'script', /ended by SIGABRT/],
    [
      'a missing module',
      'import no_such_module',
      'script',
      /ModuleNotFoundError: No module named 'no_such_module'/,
    ],
    ['a quiet early end', 'import os; os._exit(0)', 'outputs', /ended early and left no outputs/],
    ['no outputs', 'x = 1', 'outputs', /put nothing into the dict outputs/],
    ['outputs that are no dict', 'outputs = 3', 'outputs', /outputs is no longer a dict but int/],
    [
      'a value that is no array',
      'outputs["y"] = {}',
      'outputs',
      /outputs\['y'\] has dtype object; it must be one of bool/,
    ],
    ['a type we have not', 'outputs["y"] = inputs["x"].astype("float16")', 'outputs', /has dtype float16/],
    ['too much text', 'while True: print("x" * 100000)', 'output', /printed more than 16777216 bytes/],
  ])('reports %s', async (_, script, reason, message) => {
    const error = await failure(script, {}, { x: 1 });
    expect([error.code, error.fields.reason]).toEqual(['process', reason]);
    expect(error.message).toMatch(message);
  });

  it('reports an output that was asked for and not set', async () => {
    const error = await failure('outputs["y"] = 1', { outputs: ['y', 'z'] });
    expect(error.message).toBe("runPython: the script did not set outputs['z']; it filled 'y'");
  });

  it('reports a Python that is not there, is no Python, or has no NumPy', async () => {
    const missing = await failure('', { python: '/nowhere/python3' });
    expect(missing.fields.reason).toBe('python');
    expect(missing.message).toMatch(/no program '\/nowhere\/python3'; name a Python .* CONCORDAT_PYTHON/);
    expect((await failure('', { python: './package.json' })).message).toMatch(/cannot be started .*EACCES/);
    expect((await failure('', { python: '/bin/true' })).fields.reason).toBe('outputs');
    const block = join(place, 'numpy.py');
    await writeFile(block, 'raise ImportError("No module named numpy")');
    const bare = await failure('', { env: { PYTHONPATH: place } });
    await rm(block);
    await rm(join(place, '__pycache__'), { recursive: true, force: true });
    expect(bare.fields.reason).toBe('numpy');
    expect(bare.message).toMatch(/cannot import NumPy \(No module named numpy\); install it there/);
  });

  it.each([
    [{ timeout: 0 }, /timeout is 0; it must be a positive number/],
    [{ timeout: NaN }, /timeout is NaN/],
    [{ threads: 1.5 }, /threads is 1.5; it must be a whole number/],
    [{ python: '' }, /python is ''/],
    [
      { time: 1 },
      /unknown option 'time'; the options are timeout, python, signal, env, threads, outputs, maxBytes/,
    ],
  ])('refuses the options %o', async (options, message) => {
    expect((await failure('', options)).message).toMatch(message);
  });

  it('refuses inputs that are not arrays', async () => {
    expect((await failure('', {}, { x: 'text' })).message).toMatch(/^runPython: inputs\.x is 'text'/);
  });
});
