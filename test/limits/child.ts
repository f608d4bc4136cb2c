/**
 * Calls in a process of their own, which may hang or take all memory: each is timed, and its memory is measured. A call
 * that takes too long or too much ends its process; the next one starts in another.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { sourceEntries } from '../project/api.ts';
import { root } from '../project/source.ts';

/** What a call came to. */
export interface Outcome {
  readonly name: string;
  /** What it gave, in words; undefined where it did not end well. */
  readonly result?: string;
  /** The sentence of a ConcordatError. */
  readonly refusal?: string;
  /** Anything else: another error, too much time or memory. */
  readonly fault?: string;
  readonly milliseconds: number;
  /** By how much the largest memory of the process grew. */
  readonly megabytes: number;
}

/** What a call may take before its process is ended: far more than any should. */
const MOST_SECONDS = 20;
const MOST_MEGABYTES = 2000;

/**
 * Runs every call that the module `cases` (a path from the project's folder) exports as `calls`: functions of the library
 * by name, which make what they need and return the call to be measured. They may note what they are about to do.
 */
export async function outcomes(cases: string): Promise<Outcome[]> {
  const folder = mkdtempSync(join(tmpdir(), 'concordat-limits-'));
  try {
    const script = await bundle(cases, folder);
    const found: Outcome[] = [];
    for (let next = 0; ; next = found.length) {
      const { lines, started, fault } = await runFrom(script, next);
      found.push(...lines);
      if (fault === undefined) return found;
      if (started === undefined) throw new Error(`the process failed before any call: ${fault}`);
      found.push({ name: started, fault, milliseconds: Infinity, megabytes: Infinity });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const program = (cases: string) => `
  import { writeSync } from 'node:fs';
  import { calls } from ${JSON.stringify(join(root, cases))};
  import * as library from 'concordat';
  // Written at once: the process may be ended any time.
  const send = value => writeSync(1, JSON.stringify(value) + '\\n');
  const peak = () => process.resourceUsage().maxRSS / 1024;
  for (const [name, prepare] of Object.entries(calls).slice(Number(process.argv[2]))) {
    send({ started: name });
    const call = prepare(note => send({ note }));
    const [memory, time] = [peak(), performance.now()];
    const outcome = { name };
    try {
      const value = call();
      outcome.result = value instanceof library.NDArray ? value.dtype + ' [' + value.shape + ']' : String(value);
    } catch (error) {
      if (error instanceof library.ConcordatError && error.code !== 'internal') outcome.refusal = error.message;
      else outcome.fault = String(error?.stack ?? error);
    }
    send({ ...outcome, milliseconds: performance.now() - time, megabytes: peak() - memory });
  }
`;

async function bundle(cases: string, folder: string): Promise<string> {
  const entries = new Map([...sourceEntries()].map(([name, path]) => [name, join(root, path)]));
  const made = await rolldown({
    input: 'program',
    platform: 'node',
    external: id => !/^[./]/.test(id) && id !== 'program' && !entries.has(id),
    plugins: [
      {
        name: 'program',
        resolveId: id => (id === 'program' ? id : entries.get(id)),
        load: id => (id === 'program' ? program(cases) : null),
      },
    ],
  });
  const { output } = await made.generate({ format: 'esm' });
  for (const file of output)
    writeFileSync(join(folder, file.fileName), file.type === 'chunk' ? file.code : file.source);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const script = join(folder, 'program.mjs');
  writeFileSync(script, `import './${output[0].fileName.replace(/\.js$/, '.js')}';`);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return script;
}

interface Run {
  readonly lines: Outcome[];
  /** The call that was under way at the end. */
  readonly started?: string;
  readonly fault?: string;
}

function runFrom(script: string, next: number): Promise<Run> {
  const child = spawn(process.execPath, [script, String(next)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Outcome[] = [];
  let noted = '';
  let [text, errors, started, since, ended]: [string, string, string | undefined, number, string] = [
    '',
    '',
    undefined,
    Date.now(),
    '',
  ];
  const watch = setInterval(() => {
    if (Date.now() - since > MOST_SECONDS * 1000) ended = `took more than ${MOST_SECONDS} s`;
    else if (megabytesOf(child) > MOST_MEGABYTES) ended = `took more than ${MOST_MEGABYTES} MB`;
    if (ended) child.kill('SIGKILL');
  }, 20);
  child.stderr.on('data', data => {
    errors += data;
  });
  child.stdout.on('data', data => {
    text += data;
    const whole = text.split('\n');
    text = whole.pop()!;
    for (const line of whole) {
      const value = JSON.parse(line);
      since = Date.now();
      if ('note' in value) noted = value.note;
      else if ('started' in value) [started, noted] = [value.started, ''];
      else {
        lines.push(value);
        started = undefined;
      }
    }
  });
  return new Promise(resolve => {
    child.on('close', (code, signal) => {
      clearInterval(watch);
      const why = ended || `ended with ${signal ?? code}: ${errors.slice(-400)}`;
      const fault = code === 0 ? undefined : `${noted ? `(${noted}) ` : ''}${why}`;
      resolve({ lines, started, fault });
    });
  });
}

/** The memory that a process has now; 0 where the system does not say. */
function megabytesOf(child: ChildProcess): number {
  try {
    const pages = Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]);
    return (pages * 4096) / 2 ** 20;
  } catch {
    return 0;
  }
}
