/** Reductions over every choice of axes. */
import { callText, drawArray, drawShape } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { allTypes, isFloat } from '../library.ts';
import { exact, sumOf } from '../tolerance.ts';

const names = ['sum', 'mean', 'min', 'max', 'all', 'any'] as const;

export const reductions: Family = (library, random) => {
  const name = random.pick(names);
  const dtype = random.pick(allTypes);
  const flavour = random.pick(['whole', 'plain', 'special'] as const);
  // Rows of 64 and more are folded several vectors at a time.
  const long = random.chance(0.3);
  const shape = long ? [random.integer(1, 3), random.integer(60, 150)] : drawShape(random, 4);
  const x = drawArray(library, random, dtype, shape, { flavour });
  const axis = x.shape.map((_, each) => each).filter(() => random.chance(0.5));
  const options = { axis: random.chance(0.3) ? null : axis, keepdims: random.chance(0.3) };
  const compute = () => library[name](x, options);
  const adds = name === 'sum' || name === 'mean';
  const rounds = adds && flavour !== 'whole' && (isFloat(dtype) || name === 'mean');
  const folded = (options.axis ?? x.shape.map((_, each) => each)).reduce((n, each) => n * x.shape[each], 1);
  const magnitudes = () => library[name](library.abs(library.astype(x, wide(dtype))), options);
  // A mean divides once more.
  return {
    text: callText(name, x, options),
    compute,
    tolerance: rounds ? sumOf(folded + 1, magnitudes) : exact,
  };
};

/** A type in which every number has an absolute value. */
const wide = (dtype: string) => (dtype.startsWith('complex') ? 'complex128' : 'float64') as 'float64';
