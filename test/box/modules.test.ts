import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonModules } from '../../src/box/index.ts';
import { place, skipped } from './support.ts';

describe.skipIf(skipped)('pythonModules', () => {
  it('tells versions from what cannot be imported', async () => {
    const found = await pythonModules(['numpy', 'json', 'no_such_module', 'this']);
    expect(found).toEqual({
      numpy: expect.stringMatching(/^\d+\.\d+/),
      json: expect.any(String),
      no_such_module: null,
      this: 'unknown',
    });
  });

  it('refuses what is no name, and reports what gives no answer', async () => {
    await expect(pythonModules(['os; import sys'])).rejects.toThrow(/is not the name of a Python module/);
    await expect(pythonModules(['json'], { python: '/bin/true' })).rejects.toThrow(
      /gave no answer \(exit code 0\)/,
    );
    const answering = join(place, 'answering');
    for (const answer of ['null', '{}', '{"json": 5}', '["json"]', '{']) {
      await writeFile(answering, `#!/bin/sh\necho '${answer}'\n`, { mode: 0o755 });
      await expect(pythonModules(['json'], { python: answering })).rejects.toThrow(/gave no answer/);
    }
    await rm(answering);
    await expect(pythonModules(['json'], { python: '/nowhere' })).rejects.toThrow(/there is no program/);
  });
});
