/**
 * Peer tests: the same call in our dialect and in the real library, over many cases. All groups of a test file are
 * answered by one Python process; each group is one test that reports every disagreement.
 *
 *     peerCases('convolve2d', generate(200, () => ({
 *       python: "signal.convolve2d(x, k, mode='same')",
 *       arrays: { x, k },
 *       ours: () => signal.convolve2d(x, k, { mode: 'same' }),
 *     })));
 */
import { afterAll, it } from 'vitest';
import { NDArray } from '../../src/array/ndarray.ts';
import { ConcordatError } from '../../src/errors.ts';
import { describeArray, disagreement, type Tolerance } from './agreement.ts';
import { type Answer, type Answers, evaluate, type Question } from './evaluate.ts';

/** One call, written twice. */
export interface PeerCase extends Question {
  readonly ours: () => NDArray | readonly NDArray[];
  /** `'exact'` by default. */
  readonly tolerance?: Tolerance;
  /** Said beside the expression when the case fails. */
  readonly label?: string;
  /** Both must raise, and both messages must match. Without it, where Python raises, ours must raise too. */
  readonly raises?: RegExp;
  /** The library is wrong here, so ours is held to what is right and the library is only watched. */
  readonly knownBug?: KnownBugCase;
}

/** A bug of src/dialects/known-bugs.ts by its id, and the right answer; without one, ours must refuse the call. */
export interface KnownBugCase {
  readonly id: string;
  readonly right?: () => NDArray;
}

const SUMMARISED = 5;
const TIMEOUT = 600_000;

const registered: PeerCase[] = [];
let asked: Promise<Answers> | undefined;
let compared = 0;
/** By the id of a known bug: how many cases it has, and in how many of them the library still shows it. */
const bugs = new Map<string, { cases: number; shown: number }>();

/** Registers a test that holds each of `cases` against the real library. */
export function peerCases(name: string, cases: readonly PeerCase[]): void {
  if (registered.length === 0) afterAll(announce);
  const start = registered.length;
  registered.push(...cases);
  it(
    `${name} (${cases.length} cases)`,
    async context => {
      if (cases.length === 0) throw new Error(`${name}: the group has no cases`);
      asked ??= evaluate(registered);
      const answers = (await asked).answers.slice(start, start + cases.length);
      const absent = missingModules(answers);
      if (absent.length > 0) {
        const message = whenMissing(name, absent, Boolean(process.env.CI));
        console.warn(message);
        context.skip(message);
      }
      compared += cases.length;
      const report = reportOf(name, cases, answers);
      if (report) throw new Error(report);
    },
    TIMEOUT,
  );
}

async function announce(): Promise<void> {
  const versions = Object.entries((await asked)?.versions ?? {}).map(entry => entry.join(' '));
  console.log(
    `peers: ${compared} of ${registered.length} cases compared with ${versions.join(', ') || 'nothing'}`,
  );
  for (const [id, { cases, shown }] of bugs)
    console.log(`peers: known bug ${id}: the library shows it in ${shown} of ${cases} cases`);
}

/** The modules that some answer lacks. */
export const missingModules = (answers: readonly Answer[]): string[] => [
  ...new Set(answers.flatMap(answer => (answer.kind === 'missing' ? answer.modules : []))),
];

/** Where peers are required, throws; elsewhere gives the warning with which the test is skipped. */
export function whenMissing(name: string, absent: readonly string[], required: boolean): string {
  const message = `${name}: not compared, because ${absent.join(' and ')} is missing`;
  if (required) throw new Error(`${message}; with CI set the peers must be there`);
  return `SKIPPED ${message}; set CONCORDAT_PYTHON to a Python that has NumPy, SciPy, PyTorch and OpenCV`;
}

/** What disagrees, in words; undefined when nothing does. */
export function reportOf(
  name: string,
  cases: readonly PeerCase[],
  answers: readonly Answer[],
): string | undefined {
  const failures = cases.flatMap((example, index) => {
    const problem = judge(example, answers[index]);
    return problem === undefined ? [] : [`#${index} ${describe(example)}\n    ${problem}`];
  });
  if (failures.length === 0) return undefined;
  const shown = failures.slice(0, SUMMARISED);
  const rest = failures.length > shown.length ? [`and ${failures.length - shown.length} more`] : [];
  return [`${name}: ${failures.length} of ${cases.length} cases disagree`, ...shown, ...rest].join('\n  ');
}

function describe({ python, arrays, label }: PeerCase): string {
  const lines = Object.entries(arrays).map(([name, array]) => `    ${name}: ${describeArray(array)}`);
  return [`${python}${label ? ` (${label})` : ''}`, ...lines].join('\n  ');
}

/** What is wrong with one case; undefined when both did the same. */
export function judge(example: PeerCase, answer: Answer): string | undefined {
  let ours: readonly NDArray[] = [];
  let thrown: unknown;
  let threw = false;
  try {
    const result = example.ours();
    ours = result instanceof NDArray ? [result] : (result as readonly NDArray[]);
  } catch (error) {
    threw = true;
    thrown = error;
  }
  const said = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  if (threw && !(thrown instanceof ConcordatError))
    return `ours threw something other than a ConcordatError: ${said}`;
  if (answer.kind === 'missing') return `not compared: ${answer.modules.join(', ')} cannot be imported`;
  if (example.knownBug) return judgeKnownBug(example.knownBug, threw ? said : ours[0], answer);
  if (answer.kind === 'unsupported') return `theirs cannot be compared: ${answer.message}`;
  if (answer.kind === 'error') {
    const theirs = `${answer.name}: ${answer.message}`;
    if (!threw) return `theirs raised ${theirs}, ours gave ${ours.map(describeArray).join(' and ')}`;
    if (!example.raises) return undefined;
    if (!example.raises.test(theirs))
      return `theirs raised ${theirs}, which does not match ${example.raises}`;
    return example.raises.test(said)
      ? undefined
      : `ours threw ${said}, which does not match ${example.raises}`;
  }
  const theirs = answer.arrays;
  if (threw) return `ours threw ${said}, theirs gave ${theirs.map(describeArray).join(' and ')}`;
  if (example.raises) return `both gave a result where ${example.raises} was to be raised`;
  if (ours.length !== theirs.length) return `ours gave ${ours.length} arrays, theirs ${theirs.length}`;
  for (const [index, array] of ours.entries()) {
    const problem = disagreement(array, theirs[index], example.tolerance);
    if (problem) return ours.length > 1 ? `array ${index}: ${problem}` : problem;
  }
  return undefined;
}

/** Holds ours, or the error it threw as text, to what is right; notes whether the library still gets it wrong. */
function judgeKnownBug(
  { id, right }: KnownBugCase,
  ours: NDArray | string,
  answer: Answer,
): string | undefined {
  const expected = right?.();
  const theirs = answer.kind === 'values' ? answer.arrays[0] : undefined;
  const agrees = expected ? theirs && !disagreement(theirs, expected) : !theirs;
  const { cases, shown } = bugs.get(id) ?? { cases: 0, shown: 0 };
  bugs.set(id, { cases: cases + 1, shown: shown + (agrees ? 0 : 1) });
  if (!expected)
    return typeof ours === 'string'
      ? undefined
      : `ours gave ${describeArray(ours)}, but should refuse (${id})`;
  if (typeof ours === 'string') return `ours threw ${ours}, but ${describeArray(expected)} is right (${id})`;
  const problem = disagreement(ours, expected);
  return problem && `${problem.replaceAll('theirs', 'right')} (known bug ${id})`;
}
