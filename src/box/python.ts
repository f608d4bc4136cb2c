/** Runs a Python script over arrays: npz in, npz out, in a process of its own. */
import { type ArrayLike, asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { ConcordatError, show } from '../errors.ts';
import { decodeNpz, encodeNpz } from '../io/npz.ts';
import { withPrivateDirectory } from './directory.ts';
import { files, scriptDriver } from './driver.ts';
import { type PythonModulesOptions, resolvePython, withPythonHint } from './options.ts';
import { describeEnd, lastLine, type ProcessEnd, runProcess } from './process.ts';

/** Options of `runPython`. */
export interface PythonOptions extends PythonModulesOptions {
  /** The names that the script must fill; by default at least one of any name. */
  readonly outputs?: readonly string[];
}

/** What a script gave. */
export interface PythonResult {
  readonly outputs: Record<string, NDArray>;
  /** What it printed. */
  readonly stdout: string;
}

/**
 * Runs a Python script in a process of its own. The script finds a dict `inputs` of NumPy arrays and fills a dict
 * `outputs` with whatever `numpy.asarray` takes. It starts in an empty directory that is removed afterwards. At the
 * timeout, on abort, and when this process ends, it is killed with everything it started. Node only.
 *
 * @throws ConcordatError of code `process`, with `fields.reason`: `python` (none there), `numpy` (not importable),
 *   `script` (it failed; the last line of its stderr is in the message, `fields.line` is where), `outputs` (none,
 *   or not arrays), `timeout`, `aborted`, `output` (it printed too much)
 * @example
 * import { runPython } from 'concordat/box';
 * const sum = async (x: number[]) => (await runPython('outputs["y"] = inputs["x"].sum()', { x })).outputs['y'].item();
 * await runPython('', {}, { python: '/no/python' }).catch(error => error.fields.reason); // => 'python'
 */
export async function runPython(
  script: string,
  inputs: Readonly<Record<string, ArrayLike>>,
  options: PythonOptions = {},
): Promise<PythonResult> {
  const settings = await resolvePython('runPython', options, ['outputs']);
  if (typeof script !== 'string')
    throw new ConcordatError(
      'value',
      `runPython: script is ${show(script)}; it must be the text of a script`,
      {
        function: 'runPython',
        argument: 'script',
      },
    );
  const arrays = Object.entries(inputs).map(([name, value]) => [
    name,
    asArray(value, 'runPython', `inputs.${name}`),
  ]);
  try {
    return await withPrivateDirectory(async folder => {
      const { mkdir, writeFile } = await import('node:fs/promises');
      const { join } = await import('node:path');
      await writeFile(join(folder, files.script), script);
      await writeFile(join(folder, files.inputs), encodeNpz(Object.fromEntries(arrays)));
      const directory = join(folder, 'empty');
      await mkdir(directory);
      const end = await runProcess({
        caller: 'runPython',
        commandArguments: ['-c', scriptDriver, folder],
        directory,
        ...settings,
      });
      return { outputs: await collect(folder, end, settings.command, options.outputs), stdout: end.stdout };
    });
  } catch (error) {
    throw withPythonHint(error);
  }
}

/** Reads what the script left, or says why there is nothing. */
async function collect(
  folder: string,
  end: ProcessEnd,
  command: string,
  expected?: readonly string[],
): Promise<Record<string, NDArray>> {
  const { readFile } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const fail = (
    reason: string,
    message: string,
    more: Record<string, unknown> = {},
    cause?: unknown,
  ): never => {
    const fields = {
      function: 'runPython',
      reason,
      command,
      exitCode: end.exitCode,
      stderr: end.stderr,
      ...more,
    };
    throw new ConcordatError('process', `runPython: ${message}`, fields, cause);
  };
  const said = lastLine(end.stderr);
  if (end.exitCode !== 0) {
    const report = await readFile(join(folder, files.report), 'utf8').then(JSON.parse, () => ({}));
    if (report.reason === 'numpy')
      fail('numpy', `${command} cannot import NumPy (${said}); install it there`);
    if (report.reason === 'outputs') fail('outputs', said);
    const place = report.line ? ` at line ${report.line}` : '';
    const why = said === '' ? '' : `: ${said}`;
    fail('script', `the script failed${place} (${describeEnd(end)})${why}`, { line: report.line });
  }
  let outputs: Record<string, NDArray> = {};
  try {
    outputs = decodeNpz(new Uint8Array(await readFile(join(folder, files.outputs))));
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    fail(
      'outputs',
      `${missing ? 'the script ended early and left no outputs' : (error as Error).message}`,
      {},
      error,
    );
  }
  const names = Object.keys(outputs);
  const absent = (expected ?? []).filter(name => !names.includes(name));
  const filled = names.length === 0 ? 'it filled nothing' : `it filled ${names.map(show).join(', ')}`;
  if (absent.length > 0)
    fail('outputs', `the script did not set outputs[${show(absent[0])}]; ${filled}`, { absent });
  if (expected === undefined && names.length === 0)
    fail('outputs', 'the script put nothing into the dict outputs; set at least one, as in outputs["y"] = y');
  return outputs;
}
