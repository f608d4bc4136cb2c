/**
 * Measures the same task done by several: results first, then times, in turn. One round asks every candidate once, and
 * each round begins with another one, so that nobody always follows the same neighbour.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { type Comparison, compare } from './compare.ts';
import { mean, median, minimum } from './statistics.ts';
import type { Values } from './values.ts';

/** Ours, somebody else's, or what the machine itself can do. */
export type Side = 'ours' | 'peer' | 'machine';

/** One way to do a task. */
export interface Candidate {
  readonly who: string;
  readonly side: Side;
  /** Does the task so many times; the milliseconds of each. */
  readonly time: (calls: number) => number[] | Promise<number[]>;
  /** Does it once for its result. Without one nothing is compared. */
  readonly result?: () => Values | Promise<Values>;
  /** Why it cannot be done here. */
  readonly missing?: string;
  readonly note?: string;
}

/** A task and those who do it. */
export interface Task {
  readonly case: string;
  /** Largest difference that is allowed, as a part of the largest value. */
  readonly tolerance: number;
  /** The candidate whose result the others must have. */
  readonly reference: string;
  readonly candidates: readonly Candidate[];
  readonly unit?: 'ms' | 'µs';
}

/** One row of the table. */
export interface Line {
  readonly case: string;
  readonly who: string;
  readonly side: Side;
  readonly threads: number;
  readonly unit: 'ms' | 'µs' | 'MiB';
  readonly status: 'measured' | 'mismatch' | 'failed' | 'not available';
  readonly median?: number;
  readonly min?: number;
  readonly samples?: readonly number[];
  /** How many calls one sample is the mean of. */
  readonly calls?: number;
  /** The largest difference from the reference, as a part of its largest value. */
  readonly error?: number;
  readonly note?: string;
}

/** How to measure. */
export interface Settings {
  readonly rounds: number;
  readonly threads: number;
  /** Receives what goes wrong, at once. */
  readonly say: (text: string) => void;
}

/** A sample should take at least so many milliseconds of the fastest candidate's time. */
const SAMPLE_MILLISECONDS = 8;
const MOST_CALLS = 5;
const WARM_CALLS = 3;
/** Between two candidates: threads that spin for more work have gone to sleep by then (onnxruntime-web: after 15 ms). */
const PAUSE_MILLISECONDS = 30;

/** A line of samples that were taken elsewhere. */
export function lineOfSamples(
  of: Pick<Line, 'case' | 'who' | 'side' | 'threads' | 'unit' | 'note'>,
  samples: readonly number[],
): Line {
  return { ...of, status: 'measured', median: median(samples), min: minimum(samples), samples };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Measures a task. What cannot be done, fails or has another result than the reference has a line without times. */
export async function measure(task: Task, settings: Settings): Promise<Line[]> {
  const { rounds, threads, say } = settings;
  const lines = new Map<Candidate, Line>();
  const add = (candidate: Candidate, rest: Pick<Line, 'status'> & Partial<Line>): void => {
    const { who, side, note } = candidate;
    lines.set(candidate, { case: task.case, who, side, threads, unit: task.unit ?? 'ms', note, ...rest });
    if (rest.status === 'mismatch' || rest.status === 'failed')
      say(`${task.case}, ${who}: ${rest.status}: ${rest.note}`);
  };
  /** Runs a step of one candidate; one that fails is out. */
  const attempt = async <T>(candidate: Candidate, step: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await step();
    } catch (error) {
      add(candidate, { status: 'failed', note: messageOf(error) });
      return undefined;
    }
  };
  const running = () => task.candidates.filter(candidate => !lines.has(candidate));

  for (const candidate of task.candidates)
    if (candidate.missing !== undefined) add(candidate, { status: 'not available', note: candidate.missing });
  const reference = await referenceOf(task);
  const errors = new Map<Candidate, number>();
  const check = async (candidate: Candidate): Promise<void> => {
    if (!candidate.result) return;
    const found = await attempt(
      candidate,
      async (): Promise<Comparison> => compare(await candidate.result!(), reference, task.tolerance),
    );
    if (found?.mismatch) add(candidate, { status: 'mismatch', note: found.mismatch, error: found.error });
    else if (found) errors.set(candidate, found.error);
  };
  for (const candidate of running()) await check(candidate);

  let fastest = Number.POSITIVE_INFINITY;
  for (const candidate of running()) {
    const warm = await attempt(candidate, () => candidate.time(WARM_CALLS));
    if (warm) fastest = Math.min(fastest, minimum(warm));
  }
  const calls = Math.min(MOST_CALLS, Math.max(1, Math.ceil(SAMPLE_MILLISECONDS / fastest)));
  const samples = new Map<Candidate, number[]>(running().map(candidate => [candidate, []]));
  for (let round = 0; round < rounds; round++) {
    const turn = running();
    for (let place = 0; place < turn.length; place++) {
      const candidate = turn[(place + round) % turn.length];
      const times = await attempt(candidate, () => candidate.time(calls));
      if (times) samples.get(candidate)!.push(mean(times));
      await pause(PAUSE_MILLISECONDS);
    }
  }
  // What threads or recycled memory broke on the way is a wrong result too.
  for (const candidate of running()) if (candidate.side === 'ours') await check(candidate);
  const scale = task.unit === 'µs' ? 1000 : 1;
  for (const candidate of running()) {
    const scaled = samples.get(candidate)!.map(sample => sample * scale);
    const figures = { median: median(scaled), min: minimum(scaled), samples: scaled, calls };
    add(candidate, { status: 'measured', ...figures, error: errors.get(candidate) });
  }
  return task.candidates.map(candidate => lines.get(candidate)!);
}

async function referenceOf(task: Task): Promise<Values> {
  const candidate = task.candidates.find(one => one.who === task.reference);
  if (!candidate?.result || candidate.missing !== undefined)
    throw new Error(
      `${task.case}: the reference ${task.reference} has no result: ${candidate?.missing ?? 'none'}`,
    );
  return candidate.result();
}
