/** What a workload is: a file of this folder that measures one kind of work and says what is aimed at. */
import type { Line, Settings } from './measure.ts';

/** What a workload is given. */
export interface Context extends Settings {
  /** Smaller data, to see that everything works. */
  readonly quick: boolean;
  /** Remembers which version of what was measured. */
  readonly version: (name: string, version: string) => void;
}

/** A figure that is aimed at, and what it came to. */
export interface Aim {
  readonly what: string;
  readonly threads: number;
  readonly bound: 'at least' | 'at most';
  readonly limit: number;
  readonly value?: number;
  readonly met?: boolean;
}

/** One kind of work. */
export interface Workload {
  readonly name: string;
  readonly title: string;
  /** What the reader must know to read the figures. */
  readonly notes: readonly string[];
  /** The line of each case that the others are set in relation to. */
  readonly ours: string;
  /** Whether libraries of bench/package.json take part. */
  readonly javascriptPeers: boolean;
  /** Measures at `context.threads` threads. Each run is a process of its own. */
  readonly run: (context: Context) => Promise<Line[]>;
  readonly aims: (lines: readonly Line[]) => Aim[];
}

/** The line of one candidate. */
export const lineOf = (
  lines: readonly Line[],
  name: string,
  who: string,
  threads: number,
): Line | undefined => lines.find(line => line.case === name && line.who === who && line.threads === threads);

/** The aim that `value` is within a limit; without a value it is open. */
export function aim(
  what: string,
  threads: number,
  bound: Aim['bound'],
  limit: number,
  value: number | undefined,
): Aim {
  if (value === undefined) return { what, threads, bound, limit };
  return { what, threads, bound, limit, value, met: bound === 'at least' ? value >= limit : value <= limit };
}

/** The aim that ours is so many times as fast as another line of the same case and thread count. */
export function aimFaster(
  lines: readonly Line[],
  name: string,
  ours: string,
  other: string,
  threads: number,
  times: number,
): Aim {
  const [a, b] = [ours, other].map(who => lineOf(lines, name, who, threads)?.median);
  const value = a === undefined || b === undefined ? undefined : b / a;
  return aim(`${name}: ${other} ÷ ${ours}`, threads, 'at least', times, value);
}
