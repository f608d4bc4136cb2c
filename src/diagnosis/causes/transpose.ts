/** The axes of the kernel or of the result in another order. */
import type { Cause } from '../cause.ts';

/** Every order of `rank` axes but the given one; of many axes only the reversed one. */
function orders(rank: number): number[][] {
  if (rank < 2) return [];
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  if (rank > 3) return [[...axes].reverse()];
  const all = (rest: number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap(first => all(rest.filter(axis => axis !== first)).map(o => [first, ...o]));
  return all(axes).slice(1);
}

export const transposedKernel: Cause = {
  propose: ({ model }) =>
    model ? orders(model.kernel.ndim).map(axes => ({ kind: 'transpose', of: 'kernel', axes })) : [],
};

export const transposedResult: Cause = {
  propose: ({ array, known }, { field }) =>
    known || array.ndim !== field.array.ndim
      ? []
      : orders(array.ndim)
          // Of another size, the other is also cropped or strided.
          .filter(
            axes =>
              array.size !== field.array.size ||
              axes.every((axis, k) => array.shape[axis] === field.array.shape[k]),
          )
          .map(axes => ({ kind: 'transpose', of: 'result', axes })),
};
