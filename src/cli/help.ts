/** What `concordat help` prints. */
import { type Command, commandUsage, commonOptions, type Option, optionUsage } from './command.ts';
import { type Line, styled } from './terminal.ts';

const heading = (text: string): Line => [styled('bold', text)];

/** Two columns, the second one aligned. */
function table(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

const optionRows = (options: readonly Option[]): [string, string][] => [
  ...options.map((option): [string, string] => [optionUsage(option), option.says]),
  ...commonOptions.map(({ name, letter, says }): [string, string] => [`-${letter}, --${name}`, says]),
];

/** What there is. */
export function overview(commands: readonly Command[], version: string): Line[] {
  return [
    `concordat ${version}: convolve as SciPy, NumPy, PyTorch and OpenCV do, and explain where two results differ`,
    '',
    heading('Usage'),
    '  concordat <command> [options]',
    '',
    heading('Commands'),
    ...table(commands.map(command => [commandUsage(command), command.says])),
    '',
    heading('Options'),
    ...table(optionRows([])),
    '',
    heading('Examples'),
    ...commands.flatMap(({ examples }) => examples.slice(0, 1)).map(example => `  ${example}`),
    '',
    'concordat help <command> says what a command takes. - stands for an npy file on standard input.',
  ];
}

/** What one command takes. */
export function commandHelp(command: Command): Line[] {
  return [
    command.says,
    '',
    heading('Usage'),
    `  concordat ${commandUsage(command)}${command.options.length > 0 ? ' [options]' : ''}`,
    '',
    heading('Options'),
    ...table(optionRows(command.options)),
    '',
    heading('Examples'),
    ...command.examples.map(example => `  ${example}`),
  ];
}
