#!/usr/bin/env node
/** The command. A wrong call is one line on standard error and exit code 2, never a stack trace. */
import { commonOptions } from './command.ts';
import { findCommand, printHelp } from './commands.ts';
import { isOption, parseCall, usageError } from './parse.ts';
import { complain, print } from './terminal.ts';
import { version } from './version.ts';

/** The first line of an error's message: what a person needs, without the stack. */
function oneLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0];
}

/** The option of every command that is asked for, wherever it stands before `--`. */
function commonOption(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  const heard = end < 0 ? words : words.slice(0, end);
  return commonOptions.find(({ name, letter }) => heard.includes(`--${name}`) || heard.includes(`-${letter}`))
    ?.name;
}

async function run(words: readonly string[]): Promise<number> {
  const common = commonOption(words);
  if (common === 'version') {
    print([`concordat ${version}`]);
    return 0;
  }
  const [name, ...rest] = common === undefined ? words : words.filter(word => !isOption(word));
  if (name === undefined || common === 'help') {
    printHelp(name === 'help' ? (rest[0] ?? name) : name);
    return 0;
  }
  if (isOption(name)) throw usageError(`${name} stands before a command; see concordat help`);
  const command = findCommand(name);
  const { given, flags } = parseCall(command, rest);
  return command.run(given, flags);
}

/** A reader that has seen enough (`| head`) is no error; anything else that keeps output from being written is. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  complain(`concordat: the output cannot be written: ${oneLine(error)}`);
  process.exitCode = 2;
});

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  complain(`concordat: ${oneLine(error)}`);
  process.exitCode = 2;
}
