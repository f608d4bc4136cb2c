export { mathImports } from './lanes.ts';
export type { FloatKind, MathContext, VectorFunction } from './notation.ts';
export { vectorMath } from './table.ts';
