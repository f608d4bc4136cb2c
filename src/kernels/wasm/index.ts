export { type RunNumbers, writeArguments } from './argument-values.ts';
export { accumulates, chooseMode } from './choose-layout.ts';
export { type Compiled, compile } from './compile.ts';
export { FunctionCode, type MemoryImport, ModuleCode } from './encoder.ts';
export { keyOf } from './key.ts';
export type { Layout } from './layout.ts';
export { mathImports } from './math/index.ts';
export {
  type Dimension,
  type NormalInput,
  type NormalNest,
  type NormalOutput,
  normalise,
  type OutputLookup,
  rewriter,
} from './normal.ts';
export { type Program, programOf, SLACK, type Step, splitFold, weightOf, writeTable } from './program.ts';
export type { Split } from './split.ts';
export { roundsAlike, supports } from './support.ts';
export { type Look, looksOf, readsCounter } from './uses.ts';
