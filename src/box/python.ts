/** Runs a Python script over arrays: npz in, npz out, in a process of its own. */

import { asArray } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { ConcordatError, checkInteger, show } from '../errors.ts';
import { HALF_PAIR } from '../io/bytes.ts';
import { encodeNpz } from '../io/npz.ts';
import { collect } from './collect.ts';
import { folderProblem, withPrivateDirectory } from './directory.ts';
import { driverFiles, scriptDriver } from './driver.ts';
import { type PythonModulesOptions, resolvePython, withPythonHint } from './options.ts';
import { abortedError, runProcess, timeoutError } from './process.ts';

/** Options of `runPython`. */
export interface PythonOptions extends PythonModulesOptions {
  /** The names that the script must fill; by default at least one of any name. */
  readonly outputs?: readonly string[];
  /** Most bytes that all outputs together may take; 2 GiB by default. */
  readonly maxBytes?: number;
}

/** What a script gave. */
export interface PythonResult {
  /** What the script put into `outputs`, by name. */
  readonly outputs: Record<string, NDArray>;
  /** What it printed. */
  readonly stdout: string;
}

/**
 * Runs a Python script in a process of its own. The script finds a dict `inputs` of NumPy arrays and fills a dict
 * `outputs` with whatever `numpy.asarray` takes. It starts in an empty directory that is removed afterwards. When it is
 * done, at the timeout, on abort, and when this process ends, it is killed with everything it started: on Linux also what
 * moved to a session of its own; elsewhere what stayed in its process group. A script that kills its parent first can
 * keep a process alive that has another session and another environment. It is given the variables that `env` adds and
 * those that programs need, no others. This is no prison: it can read and write what this user can. Node only.
 *
 * @throws ConcordatError of code `process`, with `fields.reason`: `python` (none there), `numpy` (not importable),
 *   `script` (it failed; the last line of its stderr is in the message, `fields.line` is where), `outputs` (none,
 *   not arrays, or too large), `timeout`, `aborted`, `output` (it printed too much), `folder` (no temporary directory)
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
  const caller = 'runPython';
  const settings = await resolvePython(caller, options, ['outputs', 'maxBytes']);
  const maxBytes = checkInteger(caller, 'maxBytes', options.maxBytes ?? 2 ** 31, 1);
  const wrong = (argument: string, value: unknown, wanted: string): never => {
    throw new ConcordatError('value', `${caller}: ${argument} is ${show(value)}; it must be ${wanted}`, {
      function: caller,
      argument,
    });
  };
  if (typeof script !== 'string') wrong('script', script, 'the text of a script');
  if (HALF_PAIR.test(script)) wrong('script', script, 'text: half of a surrogate pair is not');
  if (inputs === null || typeof inputs !== 'object' || Symbol.iterator in inputs)
    wrong('inputs', inputs, 'an object of arrays by name');
  if (options.outputs !== undefined && !isListOfText(options.outputs))
    wrong('outputs', options.outputs, 'a list of names');
  const names = Object.keys(inputs);
  const arrays = names.map((name, number) => [`${number}`, asArray(inputs[name], caller, `inputs.${name}`)]);
  const end = Date.now() + settings.timeout;
  const stopped = () => {
    if (settings.signal?.aborted) return abortedError({ caller, ...settings });
    return Date.now() > end ? timeoutError({ caller, ...settings }) : undefined;
  };
  try {
    return await withPrivateDirectory(caller, async folder => {
      const { mkdir, writeFile } = await import('node:fs/promises');
      const { join } = await import('node:path');
      const directory = join(folder, 'empty');
      const write = (file: string, content: Uint8Array | string) => writeFile(join(folder, file), content);
      try {
        await write(driverFiles.script, script);
        await write(driverFiles.names, JSON.stringify(names));
        await write(driverFiles.inputs, encodeNpz(Object.fromEntries(arrays)));
        await mkdir(directory);
      } catch (error) {
        if (error instanceof ConcordatError) throw error;
        throw folderProblem(
          caller,
          folder,
          `the inputs cannot be written (${(error as Error).message})`,
          error,
        );
      }
      const commandArguments = ['-c', scriptDriver, folder];
      const ended = await runProcess({ caller, commandArguments, directory, ...settings });
      const outputs = await collect(folder, ended, {
        command: settings.command,
        maxBytes,
        stopped,
        ...(options.outputs && { expected: options.outputs }),
      });
      return { outputs, stdout: ended.stdout };
    });
  } catch (error) {
    throw withPythonHint(error);
  }
}

const isListOfText = (value: unknown): boolean =>
  Array.isArray(value) && value.every(name => typeof name === 'string');
