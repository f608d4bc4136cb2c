/** Batches of matrices: written out, in loops, and however they lie in memory. */
import { callText, drawArray, extents } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { transformOf } from '../tolerance.ts';

const names = ['pinv', 'inv', 'det', 'singularValues', 'rightInverse', 'matmul'] as const;

export const linearAlgebra: Family = (library, random) => {
  const name = random.pick(names);
  const dtype = random.pick(['float32', 'float64'] as const);
  const rows = random.pick([1, 2, 2, 3, 4, 5, 6]);
  const square = name === 'inv' || name === 'det';
  const columns = square ? rows : rows + random.integer(0, 3);
  const batch = random.pick(extents.filter(extent => extent > 0));
  const x = drawArray(library, random, dtype, [batch, rows, columns]);
  // Far from singular: what a runner rounds otherwise must not be enlarged.
  const regular = library.add(
    x,
    library.multiply(library.slice(library.eye(rows + 3), [0, rows], [0, columns]), 64),
  );
  const matrices = library.astype(regular, dtype);
  const compute = () =>
    name === 'matmul'
      ? library.matmul(matrices, library.transpose(matrices, [0, 2, 1]))
      : library[name](matrices);
  return { text: callText(name, matrices), compute, tolerance: transformOf(64 * rows) };
};
