import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array, roll } from 'concordat';
import { encodeNpy, encodePng } from 'concordat/io';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { parseCall } from '../../src/cli/parse.ts';
import { suggestion } from '../../src/cli/suggest.ts';
import { ConcordatError } from '../../src/errors.ts';
import { hasTerminals, onTerminal } from './pseudo-terminal.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
let folder = '';
const file = (name: string) => join(folder, name);
const a = array([
  [1, 2, 3],
  [4, 5, 7],
  [7, 9, 8],
]);
const npy = encodeNpy(a);

beforeAll(() => {
  expect(existsSync(main), 'run `npm run build` first').toBe(true);
  folder = mkdtempSync(join(tmpdir(), 'concordat-usage-'));
  writeFileSync(file('a.npy'), npy);
  writeFileSync(file('b.npy'), encodeNpy(roll(a, 1, { axis: 0 })));
  writeFileSync(file('t.pt'), Buffer.from('80028a0a6cfc9c46f9206aa850192e80024de9032e', 'hex'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  code: number;
  out: string;
  err: string;
}

/** Runs the command with these bytes on standard input. */
const run = (given: readonly string[], input: Uint8Array = new Uint8Array(0)): Promise<Outcome> =>
  new Promise(resolve => {
    const child = execFile(process.execPath, [main, ...given], { cwd: folder }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin!.on('error', () => {});
    child.stdin!.end(input);
  });

const names = commands.map(({ name }) => name);

describe('help', () => {
  it.each([[[]], [['help']], [['--help']], [['-h']]])('of everything: %j', async given => {
    const { code, out, err } = await run(given);
    expect([code, err]).toEqual([0, '']);
    for (const name of names) expect(out).toMatch(new RegExp(`^  ${name}\\b.{20}`, 'm'));
  });

  it.each(names)('of %s, the same however it is asked for', async name => {
    const asked = await Promise.all(
      [
        ['help', name],
        [name, '--help'],
        ['--help', name],
        [name, ...(name === 'help' ? [] : ['x']), '-h', '--frob'],
      ].map(words => run(words)),
    );
    for (const { code, out, err } of asked) expect([code, out, err]).toEqual([0, asked[0].out, '']);
    const command = commands.find(each => each.name === name)!;
    for (const option of command.options) expect(asked[0].out).toContain(`--${option.name}`);
    for (const example of command.examples) expect(asked[0].out).toContain(example);
  });
});

it.each([
  [['--version']],
  [['-v']],
  [['compare', '--version']],
  [['help', '-v']],
  [['index', '2x3', '--version']],
])('prints the version: %j', async given => {
  const { code, out, err } = await run(given);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^concordat \d+\.\d+\.\d+\n$/);
});

describe('a wrong call is one line and exit code 2', () => {
  it.each<[RegExp, string[]]>([
    [
      /there is no command 'compar' \(did you mean compare\?\); the commands are compare, explain, index/,
      ['compar'],
    ],
    [/'expalin' \(did you mean explain\?\)/, ['expalin', 'a.npy']],
    [/'Index' \(did you mean index\?\)/, ['Index']],
    [/no command 'a\.npy'; the commands/, ['a.npy']],
    [/there is no command 'frob'/, ['help', 'frob']],
    [/'compare' is too much/, ['help', 'index', 'compare']],
    [
      /no option --kernle \(did you mean --kernel\?\); the options are --kernel <kernel>/,
      ['compare', '--kernle', '1'],
    ],
    [/no option --kern \(did you mean --kernel\?\)/, ['compare', '--kern=1']],
    [/no option -k;/, ['compare', '-k', '1']],
    [/no option --kernel\.x \(did you mean --kernel\?\)/, ['compare', 'a.npy', '--kernel.x', '1']],
    [/no option --__proto__\.x;/, ['compare', 'a.npy', '--__proto__.x', '1']],
    [/no option --no-json/, ['compare', 'a.npy', '--no-json']],
    [/--json takes no value; it is given 'yes'/, ['index', '2x3', '[0]', '--json=yes']],
    [/--kernel needs a value/, ['compare', 'a.npy', '--kernel', '--json']],
    [/--json is given 2 times/, ['index', '2x3', '[0]', '--json', '--json']],
    [/--kernel stands before a command/, ['--kernel', '1', 'compare']],
    [/no option --frob; it has none/, ['completion', '--frob']],
    [/shell is missing: concordat completion <shell>/, ['completion']],
    [/no script for 'fsh' \(did you mean fish\?\); the shells are bash, zsh, fish/, ['completion', 'fsh']],
    [
      /'--help' is too much|there is no file|does not exist/,
      ['compare', '--kernel', '[[1]]', '--', '--help'],
    ],
    [/'t\.pt' is a file of torch\.save; in Python/, ['explain', 'a.npy', 't.pt']],
    [/torch\.save/, ['compare', 't.pt', '--kernel', '[[1]]']],
    [/torch\.save/, ['compare', 'a.npy', '--kernel', 't.pt']],
    [/torch\.save/, ['index', 't.pt', '[0]']],
  ])('%s', async (message, given) => {
    const { code, out, err } = await run(given);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });
});

describe('- is standard input', () => {
  it('for each array of each command', async () => {
    const [first, second, index, image, kernel] = await Promise.all([
      run(['explain', '-', 'b.npy'], npy),
      run(['explain', 'b.npy', '-'], npy),
      run(['index', '-', '[0, 1]', '--json'], npy),
      run(['compare', '-', '--kernel', '[[1]]'], npy),
      run(['compare', 'a.npy', '--kernel', '-', '--json'], npy),
    ]);
    expect([first.code, second.code, index.code, image.code, kernel.code]).toEqual([1, 1, 0, 0, 0]);
    expect(first.out).toContain('rolled by (1,');
    expect(JSON.parse(index.out).shape).toEqual([3, 3]);
    expect(image.out).toContain('image      standard input, 3×3');
    expect(JSON.parse(kernel.out).routes).toHaveLength(6);
  });

  it('takes what a file may be', async () => {
    const png = encodePng(array([[0, 255]], { dtype: 'uint8' }));
    expect(JSON.parse((await run(['index', '-', '[0]', '--json'], png)).out).shape).toEqual([1, 2]);
  });

  it.each<[RegExp, string[], Uint8Array]>([
    [/'standard input' is empty/, ['explain', '-', 'b.npy'], new Uint8Array(0)],
    [/'standard input' is not npy/, ['explain', '-', 'b.npy'], Buffer.from('text')],
    [
      /'standard input' is a file of torch\.save/,
      ['explain', '-', 'b.npy'],
      Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex'),
    ],
    [/can be read once/, ['explain', '-', '-'], npy],
    [/can be read once/, ['compare', '-', '--kernel', '-'], npy],
  ])('or says %s', async (message, given, input) => {
    const { code, out, err } = await run(given, input);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect([code, out]).toEqual([2, '']);
  });

  it.skipIf(!hasTerminals)('but no terminal, where one would wait for ever', () => {
    const { shown, status } = onTerminal([process.execPath, main, 'explain', '-', file('b.npy')]);
    expect(shown).toContain('which is a terminal');
    expect(status).toBe(2 * 256);
  });

  it('but a directory is not', async () => {
    const descriptor = openSync(folder, 'r');
    const { spawnSync } = await import('node:child_process');
    const { status, stderr } = spawnSync(process.execPath, [main, 'explain', '-', file('b.npy')], {
      stdio: [descriptor, 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(status).toBe(2);
  });
});

describe('a call', () => {
  const compare = commands.find(({ name }) => name === 'compare')!;
  const index = commands.find(({ name }) => name === 'index')!;

  it('has words by place and options by name, in any order', () => {
    expect(parseCall(compare, ['--kernel=a=b', 'x.png', '--json'])).toEqual({
      given: ['x.png'],
      flags: { kernel: 'a=b', json: true },
    });
    expect(parseCall(index, ['2x3', '-1'])).toEqual({ given: ['2x3', '-1'], flags: {} });
    expect(parseCall(index, ['--', '--x', '-y'])).toEqual({ given: ['--x', '-y'], flags: {} });
    expect(parseCall(compare, ['-', '--kernel', '-'])).toEqual({ given: ['-'], flags: { kernel: '-' } });
  });

  it('of any words is read, or refused in one sentence', () => {
    const word = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '--kernel',
        '--kernel=',
        '--json',
        '-',
        '--',
        '--out=x',
        '--kernel.x',
        '-v1',
        '--boundary',
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...commands), fc.array(word, { maxLength: 6 }), (command, words) => {
        try {
          const { given, flags } = parseCall(command, words);
          expect(given.every(each => words.includes(each))).toBe(true);
          for (const name of Object.keys(flags))
            expect(command.options.map(option => option.name)).toContain(name);
        } catch (error) {
          expect(error).toBeInstanceOf(ConcordatError);
          expect((error as Error).message).toMatch(/^[^\n]+$/);
        }
      }),
    );
  });
});

describe('did you mean', () => {
  it.each([
    ['compare', 'compar'],
    ['compare', 'comapre'],
    ['compare', 'compre'],
    ['explain', 'explian'],
    ['explain', 'EXPLAIN'],
    ['completion', 'complet'],
    ['index', 'idnex'],
  ])('%s for %s', (word, typed) => expect(suggestion(typed, names)).toBe(` (did you mean ${word}?)`));

  it.each(['photo.png', 'x', '', 'c', 'convolve', 'z'.repeat(100_000)])('nothing for %.20s', typed =>
    expect(suggestion(typed, names)).toBe(''),
  );
});
