/** The command line of the benchmarks. */

/** What was asked for. */
export interface Request {
  /** Workloads by name; empty for all. */
  readonly names: readonly string[];
  readonly rounds: number;
  readonly threads: readonly number[];
  readonly quick: boolean;
  /** Writes bench/RESULTS.md from the results that are there afterwards. */
  readonly write: boolean;
  /** Measures nothing: shows, or writes, the results that are there. */
  readonly show: boolean;
  readonly help: boolean;
}

export const usage = `npm run bench -- [workload…] [options]

  --rounds N      rounds a row is measured in: 11 unless said, 3 with --quick
  --threads 1,2   thread counts, each in processes of its own: 1,2 unless said
  --quick         small data, to see that everything works: figures mean nothing
  --write         writes bench/RESULTS.md from the results of all workloads
  --show          measures nothing, shows the results that are there
  --help          shows this`;

const wholeNumber = (option: string, text: string | undefined): number => {
  const number = Number(text);
  if (text === undefined || !Number.isInteger(number) || number < 1)
    throw new Error(`bench: ${option} is ${text ?? 'missing'}; it must be a whole number of at least 1`);
  return number;
};

/** Reads the arguments; the error for a wrong one says what is right. */
export function readArguments(given: readonly string[], workloads: readonly string[]): Request {
  const names: string[] = [];
  const flags = new Set<string>();
  let rounds: number | undefined;
  let threads = [1, 2];
  for (let place = 0; place < given.length; place++) {
    const [option, inline] = given[place].split('=', 2);
    const value = () => inline ?? given[++place];
    if (option === '--rounds') rounds = wholeNumber(option, value());
    else if (option === '--threads')
      threads = (value() ?? '').split(',').map(one => wholeNumber(option, one));
    else if (['--quick', '--write', '--show', '--help'].includes(option)) flags.add(option);
    else if (workloads.includes(option)) names.push(option);
    else throw new Error(`bench: there is no ${option}; workloads are ${workloads.join(', ')}\n\n${usage}`);
  }
  const quick = flags.has('--quick');
  if (quick && flags.has('--write'))
    throw new Error('bench: --write is for real figures; it does not go with --quick');
  return {
    names,
    rounds: rounds ?? (quick ? 3 : 11),
    threads,
    quick,
    write: flags.has('--write'),
    show: flags.has('--show'),
    help: flags.has('--help'),
  };
}
