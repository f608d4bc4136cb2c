/** Reads a call of a subcommand; what is wrong is said with what would be right. */
import { ConcordatError, show } from '../errors.ts';
import { type Command, commandUsage, type Flags, optionUsage } from './command.ts';
import { suggestion } from './suggest.ts';

/** A call: the words that stand by their place, and the options. */
export interface Call {
  readonly given: readonly string[];
  readonly flags: Flags;
}

/** The error of a wrong call. */
export const usageError = (what: string): ConcordatError => new ConcordatError('option', what);

/** A word that names an option: `-` alone is standard input, and what goes on with a digit a number or an index. */
export const isOption = (word: string): boolean => /^-(-|\p{L})/u.test(word);

/** Splits the words after a command's name. */
export function parseCall(command: Command, words: readonly string[]): Call {
  const wrong = (what: string) => usageError(`${command.name}: ${what}`);
  const given: string[] = [];
  const flags: Record<string, string | boolean> = {};
  const times = new Map<string, number>();
  for (let place = 0; place < words.length; place++) {
    const word = words[place];
    if (word === '--') {
      given.push(...words.slice(place + 1));
      break;
    }
    if (!isOption(word)) {
      given.push(word);
      continue;
    }
    const equals = word.indexOf('=');
    const dashed = equals < 0 ? word : word.slice(0, equals);
    const option = command.options.find(({ name }) => `--${name}` === dashed);
    if (!option) {
      const known = command.options.map(({ name }) => `--${name}`);
      throw wrong(
        `there is no option ${dashed}${suggestion(dashed, known)}; ${
          known.length > 0 ? `the options are ${command.options.map(optionUsage).join(', ')}` : 'it has none'
        }`,
      );
    }
    times.set(dashed, (times.get(dashed) ?? 0) + 1);
    if (option.value === undefined) {
      if (equals >= 0) throw wrong(`${dashed} takes no value; it is given ${show(word.slice(equals + 1))}`);
      flags[option.name] = true;
      continue;
    }
    const next = words[place + 1];
    const value = equals >= 0 ? word.slice(equals + 1) : next;
    if (equals < 0 && (next === undefined || isOption(next)))
      throw wrong(`${dashed} needs a value: ${optionUsage(option)}, ${option.says}`);
    if (value === '') throw wrong(`${dashed} is empty; it needs a value: ${option.says}`);
    if (equals < 0) place++;
    flags[option.name] = value;
  }
  for (const [dashed, count] of times)
    if (count > 1) throw wrong(`${dashed} is given ${count} times; give it once`);
  checkGiven(command, given, wrong);
  return { given, flags };
}

function checkGiven(command: Command, given: readonly string[], wrong: (what: string) => Error): void {
  const { parameters } = command;
  const usage = `concordat ${commandUsage(command)}`;
  const missing = parameters.slice(given.length).filter(({ optional, variadic }) => !optional && !variadic);
  const extra = parameters.some(({ variadic }) => variadic) ? [] : given.slice(parameters.length);
  if (missing.length > 0)
    throw wrong(
      `${missing.map(({ name }) => name).join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing: ${usage}`,
    );
  if (extra.length > 0)
    throw wrong(`${extra.map(show).join(', ')} ${extra.length > 1 ? 'are' : 'is'} too much: ${usage}`);
}
