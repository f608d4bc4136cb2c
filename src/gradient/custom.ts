/** What is left out of a gradient, and what has a gradient of its own. */
import { apply, arrayOf, type NDArray } from '../array/ndarray.ts';
import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkFunction, fault } from '../errors.ts';
import type { Operation } from '../gate/record.ts';
import { isView, type View, view } from '../views/view.ts';

const stopOperation: Operation<Record<string, never>, View> = {
  name: 'stopGradient',
  run: ([x]) => view(x, x.shape, x.strides),
  adjoint: () => [null],
};

/**
 * The same array, through which no gradient goes: to `grad` it is a constant, and may be read as numbers.
 *
 * @param x an array
 * @returns a view of it
 * @example
 * import { grad, multiply, stopGradient, sum } from 'concordat';
 * grad(x => sum(multiply(x, stopGradient(x))))([2, 3]).toArray(); // => [2, 3]
 */
export const stopGradient = (x: ArrayLike): NDArray =>
  apply(stopOperation, [asView(x, 'stopGradient', 'x')], {});

/** What the adjoint of a function of one's own is given. */
export interface CustomStep {
  /** The arguments. */
  readonly inputs: readonly NDArray[];
  /** What the function gave. */
  readonly value: NDArray;
  /** The gradient of that. */
  readonly gradient: NDArray;
}

interface Custom {
  readonly f: (...inputs: NDArray[]) => NDArray;
  readonly adjointOf: (step: CustomStep) => readonly (NDArray | null)[];
}

const customOperation: Operation<Custom, View> = {
  name: 'customGradient',
  run: (inputs, { f }) => {
    // Arrays of their own: within f they are no values of a tape, and may be read as numbers.
    const value: unknown = f(...inputs.map(x => arrayOf(view(x, x.shape, x.strides))));
    if (isView(value)) return value;
    throw fault('value', 'customGradient', 'f must give an array', { argument: 'f' });
  },
  adjoint: ({ shapes, input, result, options: { adjointOf } }, [g]) => {
    const given = adjointOf({
      inputs: shapes.map((_, k) => arrayOf(input(k))),
      value: arrayOf(result()),
      gradient: arrayOf(g),
    });
    if (Array.isArray(given) && given.length === shapes.length) return given;
    throw fault(
      'value',
      'customGradient',
      `the adjoint must give a list of ${shapes.length} gradients, one an argument`,
      {
        argument: 'adjoint',
        expected: shapes.length,
      },
    );
  },
};

/**
 * A function with a derivative of one's own, where the one of its operations is not what is wanted.
 *
 * @param f a function of arrays that gives an array
 * @param adjoint makes the gradients of the arguments, a list (null is zero), of `{ inputs, value, gradient }`
 * @returns a function of the same arguments
 * @throws ConcordatError when `f` gives no array, or `adjoint` another number of gradients
 * @example
 * import { customGradient, grad, round, sum } from 'concordat';
 * const straightThrough = customGradient(x => round(x), ({ gradient }) => [gradient]);
 * grad(x => sum(straightThrough(x)))([0.2, 0.7]).toArray(); // => [1, 1]
 */
export function customGradient(
  f: (...inputs: NDArray[]) => NDArray,
  adjoint: (step: CustomStep) => readonly (NDArray | null)[],
): (...inputs: ArrayLike[]) => NDArray {
  checkFunction('customGradient', 'f', f);
  checkFunction('customGradient', 'adjoint', adjoint);
  return (...inputs) =>
    apply(
      customOperation,
      inputs.map((input, k) => asView(input, 'customGradient', `argument ${k}`)),
      { f, adjointOf: adjoint },
    );
}
