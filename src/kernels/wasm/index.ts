export type { Places } from './arguments.ts';
export { accumulates } from './choose-layout.ts';
export { type Compiled, compile } from './compile.ts';
export { FunctionCode, type MemoryImport, ModuleCode } from './encoder.ts';
export { keyOf, type Layout } from './layout.ts';
export { mathImports } from './math/index.ts';
export { type NormalInput, type NormalNest, normalise } from './normal.ts';
export { type Program, programOf, SLACK, type Step, weightOf, writeTable } from './program.ts';
export { roundsAlike, supports } from './support.ts';
