/** Which variables of this process a Python is given: those that programs need to run, and none that may hold a secret. */
import { ConcordatError, show } from '../errors.ts';

/** The variables that OpenMP, OpenBLAS, MKL, Apple's Accelerate and numexpr read at start. */
export const threadVariables = [
  'OMP_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'MKL_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'NUMEXPR_NUM_THREADS',
];

/** Who and where one is, in which language; where Python, its packages and libraries lie; how many threads they may use. */
const handed = new Set([
  ...threadVariables,
  ...`PATH HOME USER LOGNAME LANG LANGUAGE TZ TMPDIR TMP TEMP TERM
  PYTHONHOME PYTHONPATH PYTHONUSERBASE PYTHONNOUSERSITE PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONHASHSEED
  VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV PYENV_ROOT PYENV_VERSION
  LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FALLBACK_LIBRARY_PATH CUDA_VISIBLE_DEVICES CUDA_HOME
  SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT USERPROFILE APPDATA LOCALAPPDATA PROGRAMDATA`.split(/\s+/),
]);

/** A variable that is handed over; Windows does not tell capital letters from small ones. */
const isHanded = (name: string): boolean => handed.has(name.toUpperCase()) || name.startsWith('LC_');

/** The chosen variables of this process, under those of `more`; `undefined` there removes one. */
export function environmentOf(
  more: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> {
  const chosen = Object.entries(process.env).filter(([name]) => isHanded(name));
  return { ...Object.fromEntries(chosen), ...more };
}

/** Throws unless `env` holds texts, or `undefined`, under names that an environment can have. */
export function checkEnvironment(caller: string, env: unknown): void {
  const wrong = (what: string): never => {
    throw new ConcordatError('value', `${caller}: ${what}`, {
      function: caller,
      argument: 'env',
      value: env,
    });
  };
  if (env === null || typeof env !== 'object' || Array.isArray(env))
    wrong(`env is ${show(env)}; it must be an object of texts by name`);
  for (const [name, value] of Object.entries(env as object)) {
    if (name === '' || /[=\0]/.test(name))
      wrong(`env has the name ${show(name)}; it must be a text without = and NUL`);
    if (value !== undefined && (typeof value !== 'string' || value.includes('\0')))
      wrong(`env.${name} is ${show(value)}; it must be a text without NUL, or undefined to remove it`);
  }
}
