/** Holds a call of the command against what a subcommand takes: what is wrong is said with what would be right. */
import type { Command } from 'cac';
import { show } from '../errors.ts';

/** What was given on the command line after the subcommand. */
export interface Call {
  readonly args: readonly string[];
  /** By name; as the parser gives them: a list where one is given twice, a number where the text is one. */
  readonly options: Record<string, unknown>;
  /** The words as they were typed. */
  readonly typed: readonly string[];
}

/** Checks the options and arguments of a call; options of digits, or of nothing, become the text that was typed. */
export function checkCall(command: Command, { args, options, typed }: Call): void {
  const wrong = (what: string) => new Error(`${command.name}: ${what}`);
  const known = command.options.map(({ rawName }) => rawName);
  for (const [name, value] of Object.entries(options)) {
    if (name === '--') continue;
    const dashed = `${name.length > 1 ? '--' : '-'}${name}`;
    const option = command.options.find(({ names }) => names.includes(name));
    if (!option) throw wrong(`there is no option ${dashed}; the options are ${known.join(', ')}`);
    if (Array.isArray(value)) throw wrong(`${dashed} is given ${value.length} times; give it once`);
    if (option.required && typeof value === 'boolean')
      throw wrong(`${dashed} needs a value: ${option.rawName}, ${option.description}`);
    if (typeof value === 'number') options[name] = textOf(dashed, typed) ?? String(value);
    if (options[name] === '') throw wrong(`${dashed} is empty; it needs a value: ${option.description}`);
  }
  checkArguments(command, args, wrong);
}

function checkArguments(command: Command, given: readonly string[], wrong: (what: string) => Error): void {
  const usage = `concordat ${command.rawName}`;
  const missing = command.args.slice(given.length).filter(({ required }) => required);
  if (missing.length > 0)
    throw wrong(
      `${missing.map(({ value }) => value).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: ${usage}`,
    );
  const extra = command.args.some(({ variadic }) => variadic) ? [] : given.slice(command.args.length);
  if (extra.length > 0)
    throw wrong(`${extra.map(show).join(', ')} ${extra.length > 1 ? 'are' : 'is'} too much: ${usage}`);
}

/** The value of an option as it was typed. */
function textOf(dashed: string, typed: readonly string[]): string | undefined {
  const place = typed.findLastIndex(word => word === dashed || word.startsWith(`${dashed}=`));
  if (place < 0) return undefined;
  return typed[place] === dashed ? typed[place + 1] : typed[place].slice(dashed.length + 1);
}
