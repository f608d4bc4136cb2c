/** `npm run bench`: runs workloads, shows their tables, keeps their figures. */
import { fork } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Request, readArguments, usage } from './harness/arguments.ts';
import { installPeers } from './harness/javascript.ts';
import type { Line } from './harness/measure.ts';
import { benchFolder, root } from './harness/places.ts';
import { keep, kept, type Report, thisMachine } from './harness/report.ts';
import { resultsText } from './harness/results.ts';
import { terminalReport } from './harness/table.ts';
import type { Workload } from './harness/workload.ts';
import { workload as large } from './large.ts';
import { workload as loops } from './loops.ts';
import { workload as small } from './small.ts';
import { workload as start } from './start.ts';
import { workload as w1 } from './w1.ts';
import { workload as w2 } from './w2.ts';
import { workload as w3 } from './w3.ts';
import { workload as w4 } from './w4.ts';
import { workload as w5 } from './w5.ts';
import { workload as w7 } from './w7.ts';

const workloads: readonly Workload[] = [w1, w2, w3, w4, w5, w7, large, small, start, loops];
const names = workloads.map(({ name }) => name);

interface Outcome {
  readonly lines: readonly Line[];
  readonly versions: Readonly<Record<string, string>>;
}

/** Runs a workload in a process of its own: its heap, its threads and those of the peers begin anew. */
function runApart(workload: Workload, threads: number, request: Request): Promise<Outcome> {
  const script = fileURLToPath(new URL('./harness/child.js', import.meta.url));
  const given = [workload.name, String(threads), String(request.rounds), request.quick ? 'quick' : 'full'];
  const child = fork(script, given, {
    cwd: root,
    env: { ...process.env, CONCORDAT_THREADS: String(threads) },
  });
  return new Promise((resolve, reject) => {
    child.once('message', outcome => resolve(outcome as Outcome));
    child.once('error', reject);
    child.once('exit', (code, signal) =>
      reject(new Error(`${workload.name} at ${threads} threads ended with ${signal ?? `code ${code}`}`)),
    );
  });
}

async function runWorkload(workload: Workload, request: Request): Promise<Report> {
  if (workload.javascriptPeers) installPeers();
  const outcomes: Outcome[] = [];
  for (const threads of request.threads) {
    console.error(`${workload.name}: ${threads} thread${threads === 1 ? '' : 's'} …`);
    outcomes.push(await runApart(workload, threads, request));
  }
  const lines = outcomes.flatMap(outcome => outcome.lines);
  const { name, title, notes, ours } = workload;
  const report: Report = {
    workload: name,
    title,
    notes,
    ours,
    date: new Date().toISOString().slice(0, 10),
    quick: request.quick,
    rounds: request.rounds,
    threads: request.threads,
    machine: thisMachine(),
    versions: Object.assign({}, ...outcomes.map(outcome => outcome.versions)),
    lines,
    aims: workload.aims(lines).filter(({ threads }) => request.threads.includes(threads)),
  };
  keep(report);
  return report;
}

async function main(): Promise<void> {
  const request = readArguments(process.argv.slice(2), names);
  if (request.help) return console.log(usage);
  const chosen = workloads.filter(({ name }) => request.names.length === 0 || request.names.includes(name));
  let failures = 0;
  for (const workload of request.show ? [] : chosen)
    try {
      const report = await runWorkload(workload, request);
      console.log(terminalReport(report));
      // A wrong result of ours is a failure of the run; a peer's is a row without figures.
      if (report.lines.some(({ side, status }) => side === 'ours' && /mismatch|failed/.test(status)))
        failures++;
    } catch (error) {
      failures++;
      console.error(error instanceof Error ? error.message : error);
    }
  if (request.show)
    for (const report of kept(
      chosen.map(({ name }) => name),
      request.quick,
    ))
      console.log(terminalReport(report));
  if (request.write) {
    const path = join(benchFolder, 'RESULTS.md');
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    writeFileSync(path, resultsText(kept(names, false), names, before));
    console.error(`wrote ${path}`);
  }
  if (failures > 0) process.exitCode = 1;
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 2;
});
