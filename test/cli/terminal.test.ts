import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array } from 'concordat';
import { encodeNpy, encodeNpz } from 'concordat/io';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { barLine } from '../../src/cli/progress.ts';
import { visible } from '../../src/errors.ts';
import { ESCAPE, hasTerminals, leftChanged, onTerminal } from './pseudo-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'dist/cli/main.js');
const house = join(root, 'examples/house.png');
const compare = [process.execPath, command, 'compare', house, '--kernel', 'sobel-x'];
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'concordat-terminal-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasTerminals)('a terminal', () => {
  it.each([
    ['Ctrl-C', { keys: '\x03' }, 2],
    ['SIGTERM', { signal: 15 }, 15],
    ['SIGKILL', { signal: 9 }, 9],
  ])('is left as it was after %s', (_, typing, status) => {
    const end = onTerminal(compare, { after: 'comparing', ...typing });
    expect(end.shown).toContain('comparing');
    expect(end.status & 127).toBe(status);
    expect(leftChanged(end.shown)).toEqual([]);
  });

  it('is left as it was after an error, and after an end in peace, without a bar', () => {
    const failed = onTerminal([...compare, '--boundary', 'sideways']);
    expect(failed.status).toBe(2 * 256);
    const { shown, status } = onTerminal(compare);
    expect(status).toBe(0);
    for (const text of [failed.shown, shown]) {
      expect(leftChanged(text)).toEqual([]);
      const bar = text.lastIndexOf('comparing ');
      expect(bar).toBeGreaterThan(-1);
      expect(text.indexOf('\r\x1b[K', bar)).toBeGreaterThan(bar);
    }
  });

  it('shows a bar that never fills the last column, however narrow it is', () => {
    const { shown } = onTerminal(compare, { columns: 24 });
    const bars = shown
      .split(`${ESCAPE}[K`)
      .flatMap(part => part.split('\r').filter(text => text.startsWith('comparing')));
    expect(bars.length).toBeGreaterThan(1);
    for (const bar of bars) expect(bar.length).toBeLessThan(24);
  });
});

it('draws a bar from nothing to everything', () => {
  expect(barLine('reading', 0, 'rows')).toBe(`reading ${'·'.repeat(30)}   0% rows`);
  expect(barLine('reading', 0.5, 'rows')).toBe(`reading ${'■'.repeat(15)}${'·'.repeat(15)}  50% rows`);
  expect(barLine('reading', 7, '')).toBe(`reading ${'■'.repeat(30)} 100%`);
  expect(barLine('reading', Number.NaN, '')).toBe(`reading ${'·'.repeat(30)}   0%`);
});

/** What acts on a terminal instead of being seen there. */
const acts = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u;
const hostile = 'a\x1b[2J\x1b]0;t\x07b\x9b31mc\u202egnp.exe\u2066d\u2069e\rf\x7f';

describe('what comes from elsewhere is shown, and does nothing', () => {
  it('names on the command line and of files', () => {
    const path = join(folder, `${hostile}.npy`);
    writeFileSync(path, encodeNpy(array([[1]])));
    const runs = [
      ['compare', path, '--kernel', '[[1]]'],
      ['index', path, '[0]', '--json', '--out', `${path}.svg`],
      ['compare', `${path}.none`, '--kernel', '[[1]]'],
      ['index', path, hostile],
      [hostile],
      ['compare', path, `--${hostile}`, '1'],
    ];
    for (const words of runs) {
      const { stdout, stderr } = spawnSync(process.execPath, [command, ...words], { encoding: 'utf8' });
      expect(stdout + stderr).not.toBe('');
      expect(stdout + stderr).not.toMatch(acts);
    }
  });

  it('the name stays what it is in a record for programs', () => {
    const out = join(folder, 'a\u202e\x9b.svg');
    const words = [command, 'index', '2x3', '[0]', '--json', '--out', out];
    const printed = execFileSync(process.execPath, words, { encoding: 'utf8' });
    expect(printed).not.toMatch(acts);
    expect(JSON.parse(printed).figure).toBe(out);
  });

  it('names in an npz, headers of an npy', () => {
    const npz = join(folder, 'two.npz');
    writeFileSync(npz, encodeNpz({ 'a\x9b2J\u202e': [1], b: [2] }));
    const npy = join(folder, 'header.npy');
    const header = Buffer.from(
      `{'descr': '\x9b<f8', 'fortran_order': False, 'shape': (1,), }${' '.repeat(9)}\n`,
      'latin1',
    );
    writeFileSync(
      npy,
      Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), Buffer.from([header.length, 0]), header]),
    );
    for (const path of [npz, npy]) {
      const { stderr } = spawnSync(process.execPath, [command, 'index', path, '[0]'], { encoding: 'utf8' });
      expect(stderr).toContain('\\u009b');
      expect(stderr).not.toMatch(acts);
    }
  });

  it('any text, which is the same again as a string of JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const shown = visible(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
        expect(JSON.parse(visible(JSON.stringify(text)))).toBe(text);
      }),
    );
    expect(visible('größer ∑ 日本 👍🏽')).toBe('größer ∑ 日本 👍🏽');
    expect(visible('a\ud800b')).toBe('a\\ud800b');
  });

  it('only one file of the command writes to the terminal', () => {
    const others = readdirSync(join(root, 'src/cli')).filter(name => name !== 'terminal.ts');
    for (const name of others)
      expect(readFileSync(join(root, 'src/cli', name), 'utf8'), name).not.toMatch(
        /console\.|std(out|err)\.write|styleText/,
      );
  });
});
