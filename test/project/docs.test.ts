import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './source.ts';

/** Folders that exist on one machine only. Built from parts, so that this file does not name them. */
const FOLDERS = ['work', 'tmp', 'farm', 'root', 'home', 'Users'];
const machinePath = new RegExp(`(?<![\\w.~*-])/(?:${FOLDERS.join('|')})/`);

/** The lines of a text that name such a folder. */
const namingLines = (path: string, text: string): string[] =>
  text
    .split('\n')
    .flatMap((line, index) => (machinePath.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));

it('no file of the project names a folder of one machine', () => {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
  const paths = listed.filter(path => path !== '' && existsSync(join(root, path)));
  expect(paths).toContain('package.json');
  const found = paths.flatMap(path => {
    const text = readFileSync(join(root, path), 'latin1');
    return text.includes('\0') ? [] : namingLines(path, text);
  });
  expect(found).toEqual([]);
});

it('sees a planted path, and no other', () => {
  const slash = '/';
  for (const folder of FOLDERS) {
    expect(namingLines('a', `x\nopen("${slash}${folder}${slash}x")`)).toHaveLength(1);
    expect(namingLines('a', `file:${slash}${slash}${slash}${folder}${slash}x`)).toHaveLength(1);
    expect(namingLines('a', `src${slash}${folder}${slash}x`)).toEqual([]);
  }
  expect(namingLines('a', '/usr/bin/python3 ./tmp/x ../home/x')).toEqual([]);
});
