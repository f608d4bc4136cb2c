/** Gradients of functions of arrays. */
import { ones } from '../array/create.ts';
import type { NDArray } from '../array/ndarray.ts';
import { checkFunction, checkIntegers, checkOptions, fault, showShape } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import { isComplex } from '../kernels/dtype.ts';
import { type Differentiable, runForward } from './vjp.ts';

/** Which arguments are differentiated: 0, the first, unless said. */
export interface GradOptions<Place extends number | readonly number[] = number | readonly number[]> {
  /** The place of the argument, or a list of places. */
  readonly argument?: Place;
}

/** The gradient of the argument at a place, which is like it, or a list of those at several. */
export type Gradients<Inputs extends unknown[], Place> = Place extends readonly number[]
  ? { [K in keyof Place]: Inputs[Place[K] & number] }
  : Inputs[Place & number];

/** The arguments of a function, more freely: what `array` takes stands for an array. */
type Given = readonly unknown[];

function wantedOf(name: string, f: unknown, options: GradOptions, given: Given): number[] {
  checkFunction(name, 'f', f);
  checkOptions(name, options, ['argument']);
  const wanted = checkIntegers(name, 'argument', options.argument ?? 0, 0);
  const missing = wanted.find(place => place >= given.length);
  if (missing !== undefined)
    throw fault(
      'value',
      name,
      `argument is ${missing}; the function was called with ${given.length} arguments`,
      {
        argument: 'argument',
        given: given.length,
      },
    );
  return wanted;
}

/** Value and gradient of a function whose value is one real number. */
function differentiate(name: string, f: Differentiable, options: GradOptions, given: Given) {
  const wanted = wantedOf(name, f, options, given);
  const { value, outputs, pull } = runForward(name, f, given, wanted);
  const [output] = outputs;
  if (outputs.length !== 1 || sizeOf(output.shape) !== 1 || isComplex(output.dtype))
    throw fault(
      'value',
      name,
      `f gave ${outputs.length === 1 ? `${output.dtype} of shape ${showShape(output.shape)}` : `${outputs.length} arrays`}; a gradient is that of one real number: fold with sum() or mean(), or use vjp`,
      { outputs: outputs.map(({ shape }) => shape) },
    );
  const gradients = pull([ones(output.shape, { dtype: output.dtype })]);
  return { value, gradient: Array.isArray(options.argument) ? gradients : gradients[0] };
}

/**
 * The gradient of a function of arrays whose value is one real number: for each element of an argument, by how much the value
 * grows with it.
 *
 * @param f written with this library's functions, methods and dialects; it takes arrays, in lists and records perhaps
 * @param options `argument`: which argument is differentiated, 0 unless said, or a list of them
 * @returns a function of the same arguments. It gives an array like the argument, in the same lists and records; a list of them
 *   for a list of arguments. Of complex numbers ∂f/∂Re + i·∂f/∂Im, as torch does
 * @throws ConcordatError when the value is not one real number, an argument holds integers, an operation has no derivative, or
 *   a value that is still needed was overwritten
 * @example
 * import { grad, multiply, sum } from 'concordat';
 * grad(x => sum(multiply(x, x)))([1, 2, 3]).toArray(); // => [2, 4, 6]
 * grad((x, y) => sum(multiply(x, y)), { argument: 1 })([1, 2], [3, 4]).toArray(); // => [1, 2]
 */
export const grad =
  <Inputs extends unknown[] = NDArray[], const Place extends number | readonly number[] = 0>(
    f: Differentiable<Inputs>,
    options: GradOptions<Place> = {},
  ): ((...given: Given) => Gradients<Inputs, Place>) =>
  (...given) =>
    differentiate('grad', f as Differentiable, options, given).gradient as Gradients<Inputs, Place>;

/**
 * `grad` with the value beside it, which is computed on the way anyway.
 *
 * @param f as for `grad`
 * @param options as for `grad`
 * @returns a function of the same arguments, which gives `{ value, gradient }`
 * @throws ConcordatError as `grad` does
 * @example
 * import { mean, multiply, valueAndGrad } from 'concordat';
 * const { value, gradient } = valueAndGrad(x => mean(multiply(x, x)))([3, 4]);
 * value.item(); // => 12.5
 * gradient.toArray(); // => [3, 4]
 */
export const valueAndGrad =
  <Inputs extends unknown[] = NDArray[], const Place extends number | readonly number[] = 0>(
    f: Differentiable<Inputs>,
    options: GradOptions<Place> = {},
  ): ((...given: Given) => { value: NDArray; gradient: Gradients<Inputs, Place> }) =>
  (...given) =>
    differentiate('valueAndGrad', f as Differentiable, options, given) as {
      value: NDArray;
      gradient: Gradients<Inputs, Place>;
    };
