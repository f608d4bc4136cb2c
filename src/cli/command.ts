/** What a subcommand is: data from which calls are read, help is printed and completion scripts are made. */

/** What a shell may offer for a value: words, and files with these endings. */
export interface Values {
  readonly words?: readonly string[];
  readonly files?: readonly string[];
}

/** What stands on the command line by its place. */
export interface PositionalParameter extends Values {
  readonly name: string;
  readonly optional?: boolean;
  /** Any number of words, none too. It is the last one. */
  readonly variadic?: boolean;
}

/** What stands on the command line by its name, `--name VALUE` or `--name`. */
export interface Option extends Values {
  readonly name: string;
  /** What the value is called; an option without it is a switch. */
  readonly value?: string;
  readonly says: string;
}

/** The options of a call, by name: the text of a value, or true for a switch. */
export type Flags = Readonly<Record<string, string | boolean | undefined>>;

/** A subcommand. */
export interface Command {
  readonly name: string;
  readonly parameters: readonly PositionalParameter[];
  readonly options: readonly Option[];
  readonly says: string;
  /** Lines that a person can type. */
  readonly examples: readonly string[];
  /** Runs it, with the value of every parameter, then those of a variadic one; returns its exit code. */
  readonly run: (given: readonly (string | undefined)[], flags: Flags) => number | Promise<number>;
}

/** Options of every command. */
export const commonOptions: readonly (Option & { letter: string })[] = [
  { name: 'help', letter: 'h', says: 'print what it takes' },
  { name: 'version', letter: 'v', says: 'print the version' },
];

/** An option as it is typed: `--kernel <kernel>`. */
export const optionUsage = ({ name, value }: Option): string =>
  value === undefined ? `--${name}` : `--${name} <${value}>`;

/** A command as it is typed, without its options: `compare [image]`. */
export const commandUsage = ({ name, parameters }: Command): string =>
  [name, ...parameters.map(parameterUsage)].join(' ');

function parameterUsage({ name, optional, variadic }: PositionalParameter): string {
  if (variadic) return `[...${name}]`;
  return optional ? `[${name}]` : `<${name}>`;
}
