/** Which Python modules are there. */
import { ConcordatError, show } from '../errors.ts';
import { withPrivateDirectory } from './directory.ts';
import { modulesDriver } from './driver.ts';
import { type PythonModulesOptions, resolvePython, withPythonHint } from './options.ts';
import { describeEnd, lastLine, runProcess } from './process.ts';

/**
 * Which of `names` can be imported by a Python, by importing them: name → version, `'unknown'` for a module that does
 * not say, `null` for one that cannot be imported. Takes as long as the imports do. Node only.
 *
 * @throws ConcordatError of code `process` when the Python is missing or fails
 * @example
 * import { pythonModules } from 'concordat/box';
 * const hasTorch = async () => (await pythonModules(['numpy', 'torch']))['torch'] !== null;
 * await pythonModules(['numpy'], { python: '/no/python' }).catch(error => error.code); // => 'process'
 */
export async function pythonModules(
  names: readonly string[],
  options: PythonModulesOptions = {},
): Promise<Record<string, string | null>> {
  const caller = 'pythonModules';
  const { command, ...limits } = await resolvePython(caller, options);
  if (!Array.isArray(names))
    throw new ConcordatError('value', `${caller}: names is ${show(names)}; it must be a list of names`, {
      function: caller,
      argument: 'names',
    });
  for (const name of names)
    if (typeof name !== 'string' || !/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(name))
      throw new ConcordatError('value', `${caller}: ${show(name)} is not the name of a Python module`, {
        function: caller,
        argument: 'names',
        value: name,
      });
  const end = await withPrivateDirectory(caller, directory =>
    runProcess({
      caller,
      command,
      commandArguments: ['-c', modulesDriver, JSON.stringify(names)],
      directory,
      ...limits,
    }),
  ).catch(error => {
    throw withPythonHint(error);
  });
  try {
    return answerOf(end.stdout, names);
  } catch (error) {
    throw new ConcordatError(
      'process',
      `${caller}: ${command} gave no answer (${describeEnd(end)}): ${lastLine(end.stderr)}`,
      { function: caller, reason: 'answer', command, stderr: end.stderr },
      error,
    );
  }
}

/** The version of each name. Throws where the text is no such record: what was started may be no Python, or a module may have ended it. */
function answerOf(printed: string, names: readonly string[]): Record<string, string | null> {
  const told: unknown = JSON.parse(printed);
  const versions = names.map(name => [name, (told as Record<string, unknown> | null)?.[name]] as const);
  for (const [name, version] of versions)
    if (version !== null && typeof version !== 'string') throw new TypeError(`no version of ${name}`);
  return Object.fromEntries(versions) as Record<string, string | null>;
}
