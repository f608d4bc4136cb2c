/**
 * `stencil`: an expression of a point and its neighbours becomes one function of whole arrays. However many
 * operations it has, each input is read and each result written once; nothing in between is kept.
 */
import { optionsBehind } from '../array/elementwise.ts';
import { defineOperation, type NDArray } from '../array/ndarray.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { ConcordatError, show } from '../errors.ts';
import type { OutOptions } from '../views/out.ts';
import type { View } from '../views/view.ts';
import { type BuiltStencil, buildStencil } from './build.ts';
import { nodesOf } from './node.ts';
import { programOf, stencilOperation } from './operation.ts';
import { type StencilOptions, settingsOf } from './options.ts';
import type { StencilExpression, StencilInput } from './types.ts';

/** The option of a call of a stencil with several results. */
export interface StencilOuts {
  /** Arrays of the results' shapes and types, one a result, that the results are written into. */
  readonly out?: readonly View[];
}

/** An array for each input. */
type Arrays<Inputs extends readonly StencilInput[]> = { [K in keyof Inputs]: ArrayLike };

/**
 * Makes a function of arrays out of what one point of the result is.
 *
 *     result[n] = callback(x, y, …),   x at n, x.offset(s) = ext(x)[n + s]
 *
 * The callback is called once, with a placeholder for each input. What it builds of them is compiled for the types
 * and shapes of the arrays that the function is called with, when it is first called with such, and runs on all
 * threads. Inputs broadcast, and types promote, as everywhere; a number takes the type of the expression beside it, and
 * a number or a list that is an input that of the other inputs.
 * An axis along which an input is stretched has the same element everywhere, so an offset along it changes nothing.
 *
 * @param callback builds an expression, or a list of them for as many results
 * @param options `boundary`, `value`: how inputs continue past their edges; `dtype`: of the results; `reduce`, `axis`:
 *   folds the results; `inputs`: how many there are, for rest parameters; `name`: for errors
 * @returns a function of one array an input, and options: `out`, an array (a list of them for several results) to
 *   write into
 * @throws ConcordatError for a wrong option or expression; the function: when shapes do not broadcast, there is no
 *   such channel or axis, an operation has no meaning for the type, or an empty axis would be extended
 * @example
 * import { stencil } from 'concordat';
 * const rise = stencil(x => x.offset(1).sub(x.offset(-1)).div(2), { boundary: 'edge' });
 * rise([1, 4, 9, 16]).toArray(); // => [1.5, 4, 6, 3.5]
 * const spread = stencil((x, y) => x.sub(y).square(), { reduce: 'mean' });
 * spread([1, 2, 3], 2).item(); // => 0.6666666666666666
 */
export function stencil<Inputs extends StencilInput[]>(
  callback: (...inputs: Inputs) => StencilExpression,
  options?: StencilOptions,
): (...given: [...arrays: Arrays<Inputs>, options?: OutOptions]) => NDArray;
export function stencil<Inputs extends StencilInput[]>(
  callback: (...inputs: Inputs) => readonly StencilExpression[],
  options?: StencilOptions,
): (...given: [...arrays: Arrays<Inputs>, options?: StencilOuts]) => NDArray[];
export function stencil(
  callback: (...inputs: never[]) => StencilExpression | readonly StencilExpression[],
  options: StencilOptions = {},
): (...given: never[]) => NDArray | NDArray[] {
  return stencilOf(buildStencil(callback, options));
}

/** The function of what a callback has built. */
export function stencilOf({
  name,
  count,
  outputs,
  several,
  options,
}: BuiltStencil): (...given: unknown[]) => NDArray | NDArray[] {
  const nodes = nodesOf(outputs);
  const axes = Math.max(0, ...[...nodes].map(node => (node.kind === 'input' ? node.steps.length : 0)));
  const settings = settingsOf(name, options, axes);
  const program = programOf(outputs, settings);
  const operation = defineOperation(stencilOperation(program));
  return (...given) => {
    const { out } = optionsBehind(name, given, count) as { out?: unknown };
    const inputs = asOperands(
      name,
      Array.from({ length: count }, (_, k) => [`input ${k}`, given[k] as ArrayLike]),
    );
    const outs = out === undefined ? undefined : several ? checkOuts(name, out, outputs.length) : [out];
    const results = operation(inputs, { program, outs });
    return several ? [...results] : results[0];
  };
}

function checkOuts(name: string, out: unknown, count: number): readonly unknown[] {
  if (Array.isArray(out) && out.length === count) return out;
  throw new ConcordatError(
    'value',
    `${name}: out is ${show(out)}; it must be a list of ${count} arrays, one a result`,
    { function: name, argument: 'out', expected: count },
  );
}
