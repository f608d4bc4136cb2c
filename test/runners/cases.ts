/** What a case is, and every family of them. */
import type { NDArray } from 'concordat';
import type { Random } from '../random.ts';
import { arithmetic } from './cases/arithmetic.ts';
import { arrangements } from './cases/arrange.ts';
import { casts } from './cases/cast.ts';
import { convolutions } from './cases/convolution.ts';
import { dialects } from './cases/dialects.ts';
import { elementaryFunctions } from './cases/elementary.ts';
import { indexes, largeIndexes } from './cases/index.ts';
import { large } from './cases/large.ts';
import { linearAlgebra } from './cases/linalg.ts';
import { reductions } from './cases/reduce.ts';
import { stencils } from './cases/stencil.ts';
import { transforms } from './cases/transform.ts';
import type { Library } from './library.ts';
import type { Tolerance } from './tolerance.ts';

/** One call: in words, as a function, and how near its results on two runners must be (the same, unless said). */
export interface Case {
  readonly text: string;
  readonly compute: () => NDArray;
  readonly tolerance?: Tolerance;
}

/** Draws a case. */
export type Family = (library: Library, random: Random) => Case;

/** Every family by name, and how many cases are drawn of it. */
export const families: Readonly<Record<string, { readonly draw: Family; readonly cases: number }>> = {
  arithmetic: { draw: arithmetic, cases: 400 },
  casts: { draw: casts, cases: 300 },
  'elementary functions': { draw: elementaryFunctions, cases: 200 },
  reductions: { draw: reductions, cases: 300 },
  arrangements: { draw: arrangements, cases: 200 },
  indexes: { draw: indexes, cases: 500 },
  'large indexes': { draw: largeIndexes, cases: 16 },
  convolutions: { draw: convolutions, cases: 400 },
  dialects: { draw: dialects, cases: 200 },
  transforms: { draw: transforms, cases: 60 },
  'linear algebra': { draw: linearAlgebra, cases: 120 },
  ...stencils,
  'large arrays': { draw: large, cases: 30 },
};
