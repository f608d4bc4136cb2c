/** The table of subcommands. */
import { boundaryNames } from '../boundary/table.ts';
import { show } from '../errors.ts';
import type { Command, Option } from './command.ts';
import { type CompareFlags, examplePictures, runCompare } from './compare.ts';
import { completionScript, shells } from './completion.ts';
import { type ExplainFlags, runExplain } from './explain.ts';
import { commandHelp, overview } from './help.ts';
import { type IndexFlags, runIndex } from './index-command.ts';
import { namedKernels } from './kernels.ts';
import { limitOptions } from './limits.ts';
import { usageError } from './parse.ts';
import { suggestion } from './suggest.ts';
import { print } from './terminal.ts';
import { version } from './version.ts';

const pictures = ['.png', '.jpg', '.jpeg', '.npy', '.npz'];
const arrays = ['.npy', '.npz', '.png', '.jpg', '.jpeg'];

const kernel: Option = {
  name: 'kernel',
  value: 'kernel',
  says: `${Object.keys(namedKernels).join(', ')}, FILE.npy, or '[[1,0,-1],[2,0,-2],[1,0,-1]]'`,
  words: Object.keys(namedKernels),
  files: ['.npy', '.npz'],
};
const json: Option = { name: 'json', says: 'print a record for programs' };
const figure = (name: string): Option => ({
  name: 'out',
  value: 'file',
  says: `draw a figure: ${name}.png or ${name}.svg`,
  files: ['.png', '.svg'],
});

const compare: Command = {
  name: 'compare',
  parameters: [{ name: 'image', optional: true, files: pictures }],
  says: 'Do one convolution six ways and explain where the results differ',
  options: [
    kernel,
    {
      name: 'boundary',
      value: 'name',
      says: `how the reference continues the image: ${boundaryNames.join(', ')}; periodic unless given`,
      words: boundaryNames,
    },
    figure('comparison'),
    {
      name: 'example',
      value: 'name',
      says: `a picture of the program's own: ${Object.keys(examplePictures).join(', ')}`,
      words: Object.keys(examplePictures),
    },
    json,
    ...limitOptions,
  ],
  examples: [
    'concordat compare house.png --kernel sobel-x --out comparison.png',
    "concordat compare photo.jpg --kernel '[[0,1,0],[1,-4,1],[0,1,0]]'",
    'concordat compare --example halves --json',
  ],
  run: ([image], flags) => runCompare(image, flags as CompareFlags),
};

const explain: Command = {
  name: 'explain',
  parameters: [
    { name: 'a', files: arrays },
    { name: 'b', files: arrays },
  ],
  says: 'Explain how array B arises from array A (exit code 0 equal, 1 explained, 3 not)',
  options: [
    { name: 'image', value: 'file', says: 'the image whose convolution both are', files: pictures },
    { ...kernel, says: `the kernel: ${kernel.says}` },
    {
      name: 'rtol',
      value: 'number',
      says: 'elements count as the same up to atol + rtol·|b|, instead of up to rounding',
    },
    { name: 'atol', value: 'number', says: 'see --rtol; of the two, the one that is not given is 0' },
    json,
    ...limitOptions,
  ],
  examples: [
    'concordat explain scipy.npy torch.npy',
    'concordat explain scipy.npy torch.npy --image image.npy --kernel kernel.npy --json',
    'python3 make.py | concordat explain scipy.npy -',
  ],
  run: ([a, b], flags) => runExplain(a!, b!, flags as ExplainFlags),
};

const index: Command = {
  name: 'index',
  parameters: [{ name: 'shape', files: arrays }, { name: 'index' }, { name: 'names', variadic: true }],
  says: 'Say where each axis of x[index] comes from, in NumPy and in torch',
  options: [figure('index'), json, ...limitOptions],
  examples: [
    "concordat index '(2, 3, 50, 25, 1)' '[n, :, [2, 3, 4], :, :]'",
    "concordat index '(2, 3, 50, 25, 1)' 'data[n, :, ids]' 'ids=[2,3,4]'",
    "concordat index 480x640x3 '[mask, 0]' 'mask=bool(480,640)'",
    "concordat index data.npy '[..., ::2]' --out index.png",
  ],
  run: ([shape, text, ...names], flags) => runIndex(shape!, text!, names as string[], flags as IndexFlags),
};

const help: Command = {
  name: 'help',
  parameters: [
    {
      name: 'command',
      optional: true,
      get words() {
        return commands.map(({ name }) => name);
      },
    },
  ],
  says: 'Print what there is, or what a command takes',
  options: [],
  examples: ['concordat help compare'],
  run: ([name]) => {
    printHelp(name);
    return 0;
  },
};

const completion: Command = {
  name: 'completion',
  parameters: [{ name: 'shell', words: shells }],
  says: `Print the script that completes commands and options in ${shells.join(', ')}`,
  options: [],
  examples: [
    'source <(concordat completion bash)',
    'concordat completion zsh > ~/.zfunc/_concordat',
    'concordat completion fish > ~/.config/fish/completions/concordat.fish',
  ],
  run: ([shell]) => {
    const known = shells.find(name => name === shell);
    if (known === undefined)
      throw usageError(
        `completion: there is no script for ${show(shell)}${suggestion(shell!, shells)}; the shells are ${shells.join(', ')}`,
      );
    print(completionScript(known, commands));
    return 0;
  },
};

/** All of them, in the order of the help. */
export const commands: readonly Command[] = [compare, explain, index, help, completion];

/** The command of a name. */
export function findCommand(name: string): Command {
  const found = commands.find(command => command.name === name);
  if (found) return found;
  const names = commands.map(command => command.name);
  const list = `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  throw usageError(`there is no command ${show(name)}${suggestion(name, names)}; the commands are ${list}`);
}

/** Prints the overview, or what one command takes. */
export function printHelp(name?: string): void {
  print(name === undefined ? overview(commands, version) : commandHelp(findCommand(name)));
}
