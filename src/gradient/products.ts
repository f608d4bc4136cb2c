/** Products with the matrix of all derivatives, J[i, j] = ∂f_i/∂x_j, without the matrix. */

import { multiply } from '../array/arithmetic.ts';
import { ones, zeros } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import { sum } from '../array/reduce.ts';
import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkFunction, fault, show, showShape } from '../errors.ts';
import type { View } from '../views/view.ts';
import { grad } from './grad.ts';
import { mapArrays } from './structure.ts';
import { type Differentiable, runForward } from './vjp.ts';

/** A function's value, and the way back through it. */
export interface Vjp<Value = NDArray> {
  readonly value: Value;
  /**
   * The product gᵀ·J for each argument, in its structure: an array for an array. Without `g`, of a value of one number, its gradient.
   *
   * @param g arrays like the value, in the same lists and records
   */
  readonly pull: (g?: unknown) => NDArray[];
}

/** Arrays of a structure in order. */
function arraysOf(name: string, path: string, value: unknown): View[] {
  const found: View[] = [];
  mapArrays(name, path, value, view => found.push(view));
  return found;
}

/**
 * The value of a function, and the products of its derivatives with any gradient of the value (reverse mode).
 *
 * @param f written with this library's functions; arrays in, arrays out, in lists and records perhaps
 * @param inputs its arguments
 * @returns `{ value, pull }`: `pull(g)` gives a list with gᵀ·J for each argument. It can be called several times
 * @throws ConcordatError as `grad` does; `pull`: when `g` does not have the shapes of the value
 * @example
 * import { multiply, vjp } from 'concordat';
 * const { value, pull } = vjp(x => multiply(x, x), [1, 2, 3]);
 * value.toArray(); // => [1, 4, 9]
 * pull([1, 0, 1])[0].toArray(); // => [2, 0, 6]
 */
export function vjp<Inputs extends unknown[] = NDArray[], Value = NDArray>(
  f: (...inputs: Inputs) => Value,
  ...inputs: unknown[]
): Vjp<Value> {
  checkFunction('vjp', 'f', f);
  const { value, outputs, pull } = runForward('vjp', f as Differentiable, inputs, [...inputs.keys()]);
  return {
    value: value as Value,
    pull: g => {
      const given =
        g === undefined ? outputs.map(({ shape, dtype }) => ones(shape, { dtype })) : arraysOf('vjp', 'g', g);
      if (given.length !== outputs.length)
        throw fault('value', 'vjp', `g has ${given.length} arrays; the value has ${outputs.length}`, {
          given: given.length,
          expected: outputs.length,
        });
      return pull(given) as NDArray[];
    },
  };
}

/** A list of arrays as views. */
function listOf(argument: string, list: readonly ArrayLike[]): View[] {
  if (Array.isArray(list)) return Array.from(list, (each, k) => asView(each, 'jvp', `${argument}[${k}]`));
  throw fault('value', 'jvp', `${argument} is ${show(list)}; it must be a list, one array an argument`, {
    argument,
  });
}

/**
 * The value of a function of arrays, and the derivative along a direction: J·v, of all arguments together.
 *
 * @param f a function of arrays whose value is one array
 * @param inputs its arguments, a list
 * @param tangents the direction: an array like each argument
 * @returns `{ value, tangent }`, both of the shape of the value. It costs about three times what f does: J·v is the derivative
 *   of uᵀ·J, which is linear in u
 * @throws ConcordatError as `grad` does, and when tangents and arguments differ in shape
 * @example
 * import { jvp, multiply } from 'concordat';
 * jvp(x => multiply(x, x), [[1, 2, 3]], [[1, 0, 10]]).tangent.toArray(); // => [2, 0, 60]
 */
export function jvp<Inputs extends unknown[] = NDArray[]>(
  f: Differentiable<Inputs>,
  inputs: readonly ArrayLike[],
  tangents: readonly ArrayLike[],
): { value: NDArray; tangent: NDArray } {
  checkFunction('jvp', 'f', f);
  const given = listOf('inputs', inputs);
  const directions = listOf('tangents', tangents);
  if (
    directions.length !== given.length ||
    directions.some(({ shape }, k) => showShape(shape) !== showShape(given[k].shape))
  )
    throw fault(
      'shape',
      'jvp',
      `tangents have shapes ${directions.map(({ shape }) => showShape(shape)).join(' ')}; the inputs have ${given.map(({ shape }) => showShape(shape)).join(' ')}`,
      { tangents: directions.map(({ shape }) => shape), inputs: given.map(({ shape }) => shape) },
    );
  const { value } = vjp(f as Differentiable as (...inputs: NDArray[]) => NDArray, ...given);
  const back = (u: NDArray) =>
    vjp(f as Differentiable as (...inputs: NDArray[]) => NDArray, ...given).pull(u);
  const { pull } = vjp(back, zeros(value.shape, { dtype: value.dtype }));
  return { value, tangent: pull(directions)[0] };
}

/**
 * The second derivatives of a function along a direction, H·v with H[i, j] = ∂²f/∂x_i∂x_j, without the matrix H.
 *
 * @param f a function of one array whose value is one real number
 * @param x where
 * @param v the direction, an array like x
 * @returns an array like x
 * @throws ConcordatError as `grad` does
 * @example
 * import { hessianVectorProduct, multiply, sum } from 'concordat';
 * hessianVectorProduct(x => sum(multiply(x, multiply(x, x))), [1, 2], [1, 10]).toArray(); // => [6, 120]
 */
export function hessianVectorProduct(f: Differentiable<[NDArray]>, x: ArrayLike, v: ArrayLike): NDArray {
  checkFunction('hessianVectorProduct', 'f', f);
  const direction = asView(v, 'hessianVectorProduct', 'v');
  const slope = (each: NDArray) => sum(multiply(grad(f)(each), direction));
  return grad(slope)(x);
}
