import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { hasTerminals, onTerminal } from './pseudo-terminal.ts';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const has = (shell: string) => spawnSync(shell, ['-c', 'true']).status === 0;
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'concordat-completion-'));
  for (const name of ['a.npy', 'b.npz', 'my image.png', 'text.txt']) writeFileSync(join(folder, name), '');
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'concordat'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
  chmodSync(join(folder, 'concordat'), 0o755);
  for (const shell of ['bash', 'zsh', 'fish'])
    writeFileSync(
      join(folder, `script.${shell}`),
      execFileSync(process.execPath, [main, 'completion', shell]),
    );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const names = commands.map(({ name }) => name);
const kernels = ['sobel-x', 'sobel-y', 'scharr-x', 'laplacian', 'sharpen', 'emboss'];
const optionsOf = (name: string) => [
  ...commands.find(command => command.name === name)!.options.map(option => `--${option.name}`),
  '--help',
  '--version',
];

describe.skipIf(!has('bash'))('bash offers', () => {
  /** What bash itself answers for the words of a line, as it splits them; the last one is being typed. */
  function offered(words: readonly string[]): string[] {
    const script = `source script.bash
COMP_WORDS=("$@"); COMP_CWORD=$(( $# - 1 )); _concordat; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const given = ['--norc', '-c', script, 'bash', 'concordat', ...words];
    const out = execFileSync('bash', given, { cwd: folder, encoding: 'utf8' });
    return out.split('\n').filter(line => line !== '');
  }

  it.each<[string[], string[]]>([
    [[''], [...names, '--help', '--version']],
    [['co'], ['compare', 'completion']],
    [
      ['compare', ''],
      ['my image.png', 'a.npy', 'b.npz', 'deep'],
    ],
    [['compare', 'my'], ['my image.png']],
    [['compare', '--'], optionsOf('compare')],
    [
      ['compare', '--kernel', ''],
      [...kernels, 'a.npy', 'b.npz', 'deep'],
    ],
    [
      ['compare', '--kernel', 'so'],
      ['sobel-x', 'sobel-y'],
    ],
    [
      ['compare', '--kernel', '=', 'so'],
      ['sobel-x', 'sobel-y'],
    ],
    [
      ['compare', '--kernel', '='],
      [...kernels, 'a.npy', 'b.npz', 'deep'],
    ],
    [['compare', '--boundary', 'm'], ['mirror']],
    [['compare', 'a.npy', '--kernel', 'sobel-x', ''], []],
    [
      ['compare', '--kernel', '=', 'sobel-x', ''],
      ['my image.png', 'a.npy', 'b.npz', 'deep'],
    ],
    [['explain', 'a.npy', 'b'], ['b.npz']],
    [['explain', 'a.npy', 'b.npz', ''], []],
    [['index', 'a.npy', ''], []],
    [['help', ''], names],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
  ])('for %j', (words, answers) => {
    expect(offered(words).sort()).toEqual([...answers].sort());
  });

  it.skipIf(!hasTerminals)('at the key itself', () => {
    // Control-T prints the line that stands there, with marks around it.
    const setup = `source script.bash; PS1='go> '; bind -x '"\\C-t": printf "[[%s]]" "$READLINE_LINE"; exit'`;
    writeFileSync(join(folder, 'bashrc'), setup);
    const { shown } = onTerminal(['sh', '-c', `cd '${folder}'; exec bash --rcfile bashrc -i`], {
      after: 'go> ',
      keys: 'concordat expl\ta\tmy\t--im\tmy\t--kern\tsob\t\u0014',
      columns: 200,
      seconds: 20,
    });
    expect(shown).toContain(
      '[[concordat explain a.npy my\\ image.png --image my\\ image.png --kernel sobel-]]',
    );
  });
});

describe.skipIf(!has('fish'))('fish offers', () => {
  function offered(line: string): string[] {
    const given = ['--no-config', '-c', `source script.fish; complete -C ${JSON.stringify(line)}`];
    const out = execFileSync('fish', given, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, HOME: folder },
    });
    return out
      .split('\n')
      .filter(text => text !== '')
      .map(text => text.split('\t')[0]);
  }

  it.each<[string, string[]]>([
    ['concordat ', names],
    ['concordat compare --', optionsOf('compare')],
    ['concordat compare --kernel so', ['sobel-x', 'sobel-y']],
    ['concordat compare --boundary m', ['mirror']],
    ['concordat explain a', ['a.npy']],
    ['concordat help ', names],
    ['concordat completion ', ['bash', 'zsh', 'fish']],
  ])('for %j', (line, answers) => expect(offered(line).sort()).toEqual([...answers].sort()));
});

describe.skipIf(!has('zsh') || !hasTerminals)('zsh completes', () => {
  it.each([
    ['expl\t', 'concordat explain '],
    ['compare --kernel lap\t', 'concordat compare --kernel laplacian'],
    ['compare --boundary=m\t', 'concordat compare --boundary=mirror'],
    ['compare my\t', 'concordat compare my\\ image.png'],
    ['compare --exa\t', 'concordat compare --example='],
    ['help ind\t', 'concordat help index'],
    ['completion fi\t', 'concordat completion fish'],
  ])('%j', (keys, line) => {
    const setup = `autoload -U compinit; compinit -D -u; source ./script.zsh; PS1='go> '
show() { zle -I; print -r -- "[[$BUFFER]]"; exit }; zle -N show; bindkey '^T' show`;
    writeFileSync(join(folder, '.zshrc'), setup);
    const { shown } = onTerminal(['sh', '-c', `cd '${folder}'; ZDOTDIR='${folder}' exec zsh -d -i`], {
      after: 'go> ',
      keys: `concordat ${keys}\u0014`,
      columns: 200,
      seconds: 20,
    });
    expect(shown).toContain(`[[${line}`);
  });
});
