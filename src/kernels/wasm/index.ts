export { addressOffset, ownOffset } from './code/argument-block.ts';
export { type Compiled, compile } from './code/compile.ts';
export { FunctionCode, type MemoryImport, ModuleCode } from './encoder/encoder.ts';
export { type RunNumbers, writeArguments } from './layout/argument-values.ts';
export type { Layout } from './layout/layout.ts';
export { mathImports } from './math/index.ts';
export { type Program, type ProgramStep, programOf, SLACK, weightOf, writeTable } from './program.ts';
export { roundsAlike, supports } from './support.ts';
