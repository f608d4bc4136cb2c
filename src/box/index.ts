/** Runs somebody else's code in a process of its own. Node only. */
export { pythonModules } from './modules.ts';
export type { PythonModulesOptions } from './options.ts';
export { type PythonOptions, type PythonResult, runPython } from './python.ts';
