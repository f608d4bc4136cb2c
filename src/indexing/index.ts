export { explainTerms } from './explain.ts';
export type { IndexAxis, IndexExplanation, IndexReading } from './explanation.ts';
export { parseIndex, parseValue, parseWritten } from './parse.ts';
export type { Names, SliceBound, TemplateTerm, WrittenIndex } from './parsed.ts';
export {
  type Draft,
  draftIndex,
  type IndexPlan,
  type Lookup,
  planIndex,
  type ResultAxis,
  settleEntries,
} from './plan.ts';
export { resolveRange, type SteppedRange } from './range.ts';
export { notABound, notATerm, type PythonError, refusal, tightShape } from './refuse.ts';
export { lastWriters, type Repeat } from './repeated.ts';
export type { IndexLibrary } from './rules.ts';
export { repeatText } from './say.ts';
export { unravelled } from './table.ts';
export * from './term.ts';
export { type Hole, MOST_AXES } from './tokens.ts';
export { integerMemory } from './written.ts';
