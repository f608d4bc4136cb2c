/** Runs somebody else's code in a process of its own. Node only. */
export { type PythonModulesOptions, pythonModules } from './modules.ts';
export { type PythonOptions, type PythonResult, runPython } from './python.ts';
