export { explain, type IndexAxis, type IndexExplanation, type IndexReading } from './explain.ts';
export { integers, type ParseOptions, type Part, parseIndex, type TemplateTerm } from './parse.ts';
export {
  type Draft,
  draftIndex,
  type Lookup,
  type Plan,
  planIndex,
  type ResultAxis,
  settle,
} from './plan.ts';
export { type Range, resolveRange } from './range.ts';
export { notABound, notATerm, type PythonError, refusal, tightShape } from './refuse.ts';
export { lastWriters } from './repeated.ts';
export type { IndexLibrary } from './rules.ts';
export { unravelled } from './table.ts';
export * from './term.ts';
export type { Hole } from './tokens.ts';
