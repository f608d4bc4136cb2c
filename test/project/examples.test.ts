import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiOf, entries, sourceEntries, sourceOf } from './api.ts';
import { allExamples, type Example, fromDocstrings, fromMarkdown, testBody, testFile } from './examples.ts';
import { plain } from './plain.ts';
import { root } from './source.ts';

/** Public functions that have no example yet. Remove a name from here when its docstring has one. */
const WITHOUT_EXAMPLE: readonly string[] = [];

/** What the compiler says about examples, as `path:line: message`. They are compiled where git and tsc do not look. */
function typeErrors(examples: readonly Example[], folder: string): string[] {
  const place = join(root, 'node_modules/.cache', folder);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const [index, { code }] of examples.entries())
    writeFileSync(join(place, `e${index}.mts`), `${code}\nexport {};`);
  const files = examples.map((_, index) => `e${index}.mts`);
  const paths = Object.fromEntries([...sourceEntries()].map(([name, path]) => [name, [`../../../${path}`]]));
  const compilerOptions = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, paths };
  writeFileSync(
    join(place, 'tsconfig.json'),
    JSON.stringify({ extends: '../../../tsconfig.json', compilerOptions, files }),
  );
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  let printed = '';
  try {
    execFileSync(process.execPath, [compiler, '-p', place, '--pretty', 'false'], {
      cwd: place,
      encoding: 'utf8',
    });
  } catch (error) {
    printed = (error as { stdout: string }).stdout;
    if (!printed) throw error;
  }
  return [...printed.matchAll(/^e(\d+)\.mts\((\d+),\d+\): error (.*)$/gm)].map(([, index, line, message]) => {
    const example = examples[Number(index)];
    return `${example.path}:${example.line + Number(line) - 1}: ${message}`;
  });
}

describe('the examples', () => {
  it('have the types they claim', { timeout: 120_000 }, () => {
    expect(typeErrors(allExamples(), 'concordat-examples')).toEqual([]);
  });

  it('are there for every public function', () => {
    const built = [...entries()].filter(([, path]) => existsSync(join(root, path)));
    expect(built.length, 'dist is not there: run npm run build').toBeGreaterThan(0);
    const missing = built.flatMap(([entry, path]) =>
      apiOf(path)
        .filter(item => item.isFunction && !item.documentation.includes('@example'))
        .map(item => `${entry}: ${item.name} (${sourceOf(item.path)})`),
    );
    expect(missing).toEqual(WITHOUT_EXAMPLE);
  });
});

describe('the extractor', () => {
  it('finds the blocks of docstrings, and their lines', () => {
    const text = [
      'const a = "/** @example no */";',
      '/**',
      ' * Does a thing.',
      ' * @example',
      " * import { f } from 'concordat';",
      ' * f(1); // => 2',
      ' *',
      ' * @example',
      ' * ```ts',
      ' * g();',
      ' * ```',
      ' * @throws never',
      ' */',
      '/* @example no */',
    ].join('\n');
    expect(fromDocstrings('a.ts', text)).toEqual([
      { path: 'a.ts', line: 5, code: "import { f } from 'concordat';\nf(1); // => 2" },
      { path: 'a.ts', line: 9, code: '\ng();' },
    ]);
  });

  it('finds the blocks of Markdown that import the package', () => {
    const fence = '```';
    const block = (tag: string, code: string) => `${fence}${tag}\n${code}\n${fence}\n`;
    const ours = "import { f } from 'concordat/scipy';\nf();";
    const text = `# x\n${block('ts', ours)}${block('js', ours)}${block('ts', 'let a = 1;')}`;
    expect(fromMarkdown('R.md', text)).toEqual([{ path: 'R.md', line: 3, code: ours }]);
  });

  it('turns claims into assertions and imports into local names, line by line', () => {
    const code = [
      "import type { D } from 'concordat';",
      "import { type E, f, g as h } from 'concordat';",
      "import * as n from 'concordat/numpy';",
      'const x = f(',
      '  1,',
      '); // => 3n',
      'h("; // => 1"); // => [[1, -0],',
      '//                  [NaN, 2]]',
      'await n.go(); // runs',
      'console.log(x); // => { a: 1 }',
    ].join('\n');
    expect(testBody(code).split('\n')).toEqual([
      '',
      "const { f: f, g: h } = await import('concordat');",
      "const n = await import('concordat/numpy');",
      'const x = f(',
      '  1,',
      '); expect(plain(x)).toEqual(plain(3n)); // => 3n',
      'expect(plain(h("; // => 1"))).toEqual(plain([[1, -0],                  [NaN, 2]])); // => [[1, -0],',
      '//                  [NaN, 2]]',
      'await n.go(); // runs',
      'expect(plain(x)).toEqual(plain({ a: 1 })); // => { a: 1 }',
    ]);
  });

  it.each([
    ['a claim that is not a literal', 'f(); // => two words', /"two words" is not a JavaScript literal/],
    ['a claim beside nothing', 'f();\n// => 1', /does not stand behind/],
    ['a claim inside a loop', 'for (;;) {\n  f(); // => 1\n}', /does not stand behind/],
    ['code that does not parse', 'f(', /example\.ts/],
  ])('refuses %s', (_, code, message) => {
    expect(() => testBody(code)).toThrow(message);
    expect(testFile([{ path: 'a.ts', line: 1, code }])).toContain('throw new Error(');
  });

  it('compares values as JSON would, bigints apart', () => {
    expect(plain({ a: [-0, new Float32Array([1, 2])], b: { toArray: () => [3n] } })).toEqual({
      a: [0, [1, 2]],
      b: [3n],
    });
    expect(plain([3n])).not.toEqual(plain([3]));
    expect(plain([[1, 2]])).not.toEqual(plain([[1, 3]]));
  });

  it('sees a planted error of types', { timeout: 120_000 }, () => {
    const code = "import { array } from 'concordat';\narray(1);\narray(1, 2, 3, 4);";
    const found = typeErrors([{ path: 'a.ts', line: 10, code }], 'concordat-planted');
    expect(found).toEqual([expect.stringMatching(/^a\.ts:12: TS2554/)]);
  });
});
