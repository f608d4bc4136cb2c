export { type ComparisonFigure, comparisonSpecification } from './comparison.ts';
export { indexSpecification } from './indexing.ts';
export { type RenderPngOptions, renderPng, renderSvg } from './render.ts';
export type { ComparisonRow } from './rows.ts';
export type { VegaSpecification } from './specification.ts';
