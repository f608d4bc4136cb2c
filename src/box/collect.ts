/** Reads what a script left behind, or says why there is nothing. None of it is trusted: the script may have made it. */
import type { NDArray } from '../array/ndarray.ts';
import { ConcordatError, show } from '../errors.ts';
import { decodeNpz } from '../io/npz.ts';
import { driverFiles } from './driver.ts';
import { describeEnd, lastLine, type ProcessEnd } from './process.ts';
import { readRegularFile, UnfitFile } from './regular-file.ts';

/** What to read. */
export interface Collection {
  /** The Python that ran, for errors. */
  readonly command: string;
  /** Names that must be there; without them, at least one of any name. */
  readonly expected?: readonly string[];
  /** Most bytes of all outputs. */
  readonly maxBytes: number;
  /** The error of a call that was aborted, or whose time is over. */
  readonly stopped: () => ConcordatError | undefined;
}

interface Report {
  readonly reason?: string;
  readonly line?: number;
  readonly names?: readonly string[];
}

/** A report names outputs, and a few facts. */
const LONGEST_REPORT = 2 ** 26;
/** What the table of an npz and the headers of its arrays may take beside the arrays. */
const TABLE = 2 ** 20;

/** The outputs of a script, by name. */
export async function collect(
  folder: string,
  end: ProcessEnd,
  { command, expected, maxBytes, stopped }: Collection,
): Promise<Record<string, NDArray>> {
  const { join } = await import('node:path');
  const fail = (
    reason: string,
    message: string,
    more: Record<string, unknown> = {},
    cause?: unknown,
  ): never => {
    const { exitCode, stderr } = end;
    const fields = { function: 'runPython', reason, command, exitCode, stderr, ...more };
    throw new ConcordatError('process', `runPython: ${message}`, fields, cause);
  };
  const read = async (file: string, most: number): Promise<Uint8Array | undefined> => {
    try {
      return await readRegularFile(join(folder, file), most, stopped);
    } catch (error) {
      if (error instanceof ConcordatError) throw error;
      const what = (error as Error).message;
      return fail(
        'outputs',
        `what the script left as ${file} ${error instanceof UnfitFile ? what : `cannot be read (${what})`}`,
        {},
        error,
      );
    }
  };
  const said = lastLine(end.stderr);
  if (end.exitCode !== 0) {
    // The failure is told in any case; a report that cannot be read only says less of it.
    const { reason, line } = reportOf(await read(driverFiles.report, LONGEST_REPORT).catch(() => undefined));
    if (reason === 'numpy') fail('numpy', `${command} cannot import NumPy (${said}); install it there`);
    if (reason === 'outputs') fail('outputs', said);
    const place = line === undefined ? '' : ` at line ${line}`;
    const why = said === '' ? '' : `: ${said}`;
    fail('script', `the script failed${place} (${describeEnd(end)})${why}`, { line });
  }
  const bytes = await read(driverFiles.outputs, maxBytes + TABLE);
  const names = reportOf(await read(driverFiles.report, LONGEST_REPORT)).names;
  if (!bytes || !names) return fail('outputs', 'the script ended early and left no outputs');
  let arrays: Record<string, NDArray> = {};
  try {
    arrays = decodeNpz(bytes, { maxBytes: maxBytes + TABLE, only: names.map((_, number) => `${number}`) });
  } catch (error) {
    fail('outputs', (error as Error).message, {}, error);
  }
  const outputs = Object.fromEntries(names.map((name, number) => [name, arrays[number]]));
  const absent = (expected ?? []).filter(name => !names.includes(name));
  const filled = names.length === 0 ? 'it filled nothing' : `it filled ${names.map(show).join(', ')}`;
  if (absent.length > 0)
    fail('outputs', `the script did not set outputs[${show(absent[0])}]; ${filled}`, { absent });
  if (expected === undefined && names.length === 0)
    fail('outputs', 'the script put nothing into the dict outputs; set at least one, as in outputs["y"] = y');
  return outputs;
}

/** What a report says; nothing where it is none. */
function reportOf(bytes: Uint8Array | undefined): Report {
  let told: Record<string, unknown> | null = null;
  try {
    told = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    // No report, or none that the driver wrote.
  }
  if (told === null || typeof told !== 'object') return {};
  const { reason, line, names } = told;
  return {
    ...(typeof reason === 'string' && { reason }),
    ...(Number.isSafeInteger(line) && { line: line as number }),
    ...(Array.isArray(names) && names.every(name => typeof name === 'string') && { names }),
  };
}
