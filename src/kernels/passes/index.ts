export { accumulates, chooseMode, chooseVectorAxis, type Mode } from './mode.ts';
export { type Look, looksOf, readsCounter } from './nodes.ts';
export type { Dimension, NormalInput, NormalNest, NormalOutput, OutputLookup } from './normal-nest.ts';
export { normalise } from './normalise.ts';
export { rewriter } from './rewrite.ts';
export type { Split } from './split.ts';
export { splitFold } from './split-fold.ts';
