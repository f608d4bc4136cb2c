/** What the documentation says in Python, asked of the libraries: every block of Python with a line `…  # => literal`. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { pythonModules, runPython } from '../../src/box/index.ts';
import { lineAt, readFiles, root } from '../project/source.ts';
import { whenMissing } from './harness.ts';

const script = readFileSync(new URL('./documentation.py', import.meta.url), 'utf8');
const modules = ['numpy', 'scipy', 'torch', 'cv2'];

const texts = [
  ...readFiles('docs', '.md'),
  ['README.md', readFileSync(join(root, 'README.md'), 'utf8')] as const,
];
const blocks = texts.flatMap(([path, text]) =>
  [...text.matchAll(/^```python\n([\s\S]*?)^```/gm)]
    .filter(([, code]) => code.includes('# => '))
    .map(match => [`${path}:${lineAt(text, match.index)}`, match[1]] as const),
);

/** What does not hold of blocks of Python, and how many claims they make. */
async function check(given: readonly (readonly [string, string])[]): Promise<[string, number]> {
  const { outputs } = await runPython(script, { blocks: new TextEncoder().encode(JSON.stringify(given)) });
  const text = new TextDecoder().decode(outputs['report'].toTypedArray() as Uint8Array);
  return [text, Number(outputs['claims'])];
}

it('says in Python what the libraries do', async context => {
  const found = await pythonModules(modules).catch(() => ({}) as Record<string, string | null>);
  const absent = modules.filter(name => !found[name]);
  if (absent.length > 0) return context.skip(whenMissing('documentation', absent, Boolean(process.env.CI)));
  const [report, claims] = await check(blocks);
  expect(report).toBe('');
  expect(claims).toBeGreaterThan(10);
  const planted = 'import numpy\nnumpy.arange(2)  # => [0, 2]\nnumpy.nothing()  # => 1';
  expect((await check([['a:1', planted]]))[0]).toMatch(
    /^a:1: numpy.arange\(2\) gives \[0 1\].*\na:1: AttributeError/,
  );
}, 120_000);
