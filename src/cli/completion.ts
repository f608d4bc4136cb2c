// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a shell writes its variables so
/** Scripts with which shells complete the command: made from the table of commands, so that they cannot lag behind it. */
import {
  type Command,
  commonOptions,
  type Option,
  type PositionalParameter,
  type Values,
} from './command.ts';

/** The shells that there are scripts for. */
export const shells = ['bash', 'zsh', 'fish'] as const;

/** The lines of the script of one shell. */
export function completionScript(shell: (typeof shells)[number], commands: readonly Command[]): string[] {
  const script = { bash: bashScript, zsh: zshScript, fish: fishScript }[shell];
  return script(commands);
}

/** Text as one word of any of the three shells. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'"'"'`)}'`;

/** Words with line breaks between them, as bash writes them; none of ours needs more care. */
const listed = (words: readonly string[]): string => `$'${words.join('\\n')}'`;

const commonWords = commonOptions.map(({ name }) => `--${name}`);

/** Bash before 4 is served too: it has no mapfile and no compopt. */
function bashScript(commands: readonly Command[]): string[] {
  const offer = ({ words = [], files = [] }: Values) =>
    [
      ...(words.length > 0 ? [`words=${listed(words)}`] : []),
      ...(files.length > 0 ? [`files=${listed(files)}`] : []),
    ].join('; ') || ':';
  return [
    '# bash completion for concordat: source this, or `source <(concordat completion bash)`',
    '_concordat() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}',
    "  local IFS=$'\\n' words= files= ending options place=-1 index skip=",
    '  # --kernel=s comes as three words.',
    '  if [[ $word == = ]]; then word=; elif [[ $before == = ]]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi',
    '  COMPREPLY=()',
    '  if (( COMP_CWORD == 1 )); then',
    `    COMPREPLY=($(compgen -W ${listed([...commands.map(({ name }) => name), ...commonWords])} -- "$word"))`,
    '    return',
    '  fi',
    '  case ${COMP_WORDS[1]} in',
    ...commands.flatMap(command => {
      const taking = command.options.filter(({ value }) => value !== undefined);
      const options = [...command.options.map(({ name }) => `--${name}`), ...commonWords];
      return [
        `    ${command.name})`,
        `      options=${listed(options)}`,
        // Which parameter it is: words before it that are neither options nor their values.
        '      for (( index = 2; index <= COMP_CWORD; index++ )); do',
        '        if [[ -n $skip ]]; then [[ ${COMP_WORDS[index]} == = ]] || skip=; continue; fi',
        '        case ${COMP_WORDS[index]} in',
        ...(taking.length > 0
          ? [`          ${taking.map(({ name }) => `--${name}`).join('|')}) skip=yes ;;`]
          : []),
        '          --*) ;;',
        '          *) (( place++ )) ;;',
        '        esac',
        '      done',
        '      case $before in',
        ...taking.map(option => `        --${option.name}) options=; ${offer(option)} ;;`),
        '        *)',
        '          case $place in',
        ...command.parameters.map((parameter, number) => `            ${number}) ${offer(parameter)} ;;`),
        '          esac ;;',
        '      esac ;;',
      ];
    }),
    '  esac',
    '  [[ $word == -* ]] && words=$options files=',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '  for ending in $files; do',
    '    COMPREPLY+=($(compgen -f -X "!*$ending" -- "$word"))',
    '  done',
    '  [[ -n $files ]] && COMPREPLY+=($(compgen -d -- "$word"))',
    '}',
    'complete -o filenames -F _concordat concordat',
  ];
}

function zshScript(commands: readonly Command[]): string[] {
  // Brackets end a description, colons a part of a specification.
  const escaped = (text: string) => text.replaceAll(/[[\]:\\]/g, '\\$&');
  const offer = (name: string, { words = [], files = [] }: Values) => {
    const globs = files.map(ending => ending.slice(1)).join('|');
    const wordsPart = `"words\\:${name}\\:(${words.join(' ')})"`;
    const filesPart = `"files\\:file\\:_files -g '*.(#i)(${globs})'"`;
    const parts = [...(words.length > 0 ? [wordsPart] : []), ...(files.length > 0 ? [filesPart] : [])];
    return parts.length > 0 ? `{_alternative ${parts.join(' ')}}` : '';
  };
  const option = (one: Option) =>
    one.value === undefined
      ? `--${one.name}[${escaped(one.says)}]`
      : `--${one.name}=[${escaped(one.says)}]:${one.value}:${offer(one.value, one)}`;
  const parameter = (one: PositionalParameter, number: number) =>
    `${one.variadic ? '*' : number + 1}:${one.name}:${offer(one.name, one)}`;
  const common = commonOptions.map(({ name, says }) => `--${name}[${escaped(says)}]`);
  return [
    '#compdef concordat',
    '# zsh completion for concordat: a file named _concordat in a folder of $fpath, or `source <(concordat completion zsh)`',
    '_concordat() {',
    '  local -a commands',
    '  commands=(',
    ...commands.map(({ name, says }) => `    ${quoted(`${name}:${escaped(says)}`)}`),
    '  )',
    '  if (( CURRENT == 2 )); then',
    '    if [[ $words[2] == -* ]]; then',
    `      _arguments ${common.map(quoted).join(' ')}`,
    '    else',
    "      _describe 'command' commands",
    '    fi',
    '    return',
    '  fi',
    '  local command=$words[2]',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case $command in',
    ...commands.flatMap(command => [
      `    ${command.name})`,
      '      _arguments \\',
      ...[...command.options.map(option), ...common, ...command.parameters.map(parameter)]
        .map(quoted)
        .map((line, number, all) => `        ${line}${number < all.length - 1 ? ' \\' : ''}`),
      '      ;;',
    ]),
    '  esac',
    '}',
    '# Found through $fpath it is the body of the function; sourced, it defines it.',
    'if [[ ${funcstack[1]} == _concordat ]]; then _concordat "$@"; else compdef _concordat concordat; fi',
  ];
}

function fishScript(commands: readonly Command[]): string[] {
  const names = commands.map(({ name }) => name).join(' ');
  const line = (condition: string, rest: string) => `complete -c concordat -n ${quoted(condition)} ${rest}`;
  const first = `not __fish_seen_subcommand_from ${names}`;
  /** Fish lists files by their place in the alphabet, those with a known ending first. */
  const offer = ({ words = [], files = [] }: Values) => {
    const found = [...words, ...files.map(ending => `(__fish_complete_suffix ${ending})`)];
    return found.length > 0 ? ` -a ${quoted(found.join(' '))}` : '';
  };
  return [
    '# fish completion for concordat: `concordat completion fish | source`',
    'complete -c concordat -f',
    ...commonOptions.map(
      ({ name, letter, says }) => `complete -c concordat -s ${letter} -l ${name} -d ${quoted(says)}`,
    ),
    ...commands.map(({ name, says }) => line(first, `-a ${name} -d ${quoted(says)}`)),
    ...commands.flatMap(({ name, options, parameters }) => {
      const seen = `__fish_seen_subcommand_from ${name}`;
      return [
        ...options.map(option => {
          const value = option.value === undefined ? '' : ` -x${offer(option)}`;
          return line(seen, `-l ${option.name}${value} -d ${quoted(option.says)}`);
        }),
        ...parameters.filter(({ words, files }) => words ?? files).map(one => line(seen, offer(one).trim())),
      ];
    }),
  ];
}
