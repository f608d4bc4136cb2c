/** What a run leaves behind: one JSON file a workload, with the machine and the versions. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Line } from './measure.ts';
import { resultsFolder } from './places.ts';
import type { Aim } from './workload.ts';

/** The machine that the figures are from. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

/** One run of one workload. */
export interface Report {
  readonly workload: string;
  readonly title: string;
  readonly notes: readonly string[];
  readonly ours: string;
  readonly date: string;
  readonly quick: boolean;
  readonly rounds: number;
  readonly threads: readonly number[];
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
  readonly aims: readonly Aim[];
}

/** This machine. */
export const thisMachine = (): Machine => ({
  processor: cpus()[0]?.model.trim() ?? 'unknown',
  processors: availableParallelism(),
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  system: `${process.platform} ${process.arch}`,
  node: process.versions.node,
});

const pathOf = (workload: string, quick: boolean): string => join(resultsFolder(quick), `${workload}.json`);

/** Keeps a report; returns where. */
export function keep(report: Report): string {
  mkdirSync(resultsFolder(report.quick), { recursive: true });
  const path = pathOf(report.workload, report.quick);
  writeFileSync(path, `${JSON.stringify(report, null, 1)}\n`);
  return path;
}

/** The reports that are kept, in the order of `workloads`. */
export const kept = (workloads: readonly string[], quick: boolean): Report[] =>
  workloads
    .map(workload => pathOf(workload, quick))
    .filter(path => existsSync(path))
    .map(path => JSON.parse(readFileSync(path, 'utf8')));
