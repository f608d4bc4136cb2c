/**
 * `stencil`: an expression of a point and its neighbours becomes one function of whole arrays. However many
 * operations it has, each input is read and each result written once; nothing in between is kept.
 */
import { ConcordatError, show } from '../errors.ts';
import type { Nest } from '../kernels/nest.ts';
import { kept } from '../runtime/kept.ts';
import { overlap } from '../runtime/storage.ts';
import { nestOf, runOver, sinksOf, sourcesOf } from './bind.ts';
import { pointwise, view } from './build.ts';
import type { ArrayLike } from './convert.ts';
import { optionsBehind } from './elementwise.ts';
import { type NDArray, newArray, sizeOf } from './ndarray.ts';
import { operands } from './operands.ts';
import { defineOperation } from './operation.ts';
import { checkApart, checkOut, type OutOptions } from './out.ts';
import { inputExpression, nodeOf } from './stencil-expression.ts';
import { type Node, nodesOf } from './stencil-node.ts';
import { inputCount, nameOf, type StencilOptions, settingsOf } from './stencil-options.ts';
import {
  channelOffset,
  formOf,
  planStencil,
  type StencilPart,
  type StencilPlan,
  type StencilProgram,
} from './stencil-plan.ts';
import { readsOf } from './stencil-reads.ts';
import type { StencilExpression, StencilInput } from './stencil-types.ts';

/** The option of a call of a stencil with several results. */
export interface StencilOuts {
  /** Arrays of the results' shapes and types, one a result, that the results are written into. */
  readonly out?: readonly NDArray[];
}

/** An array for each input. */
type Arrays<Inputs extends readonly StencilInput[]> = { [K in keyof Inputs]: ArrayLike };

/** Plans that a stencil keeps: one for each form of its inputs. */
const MOST_PLANS = 32;

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
  const name = nameOf(options);
  const count = inputCount(name, callback, options);
  const owner = { name };
  const placeholders = Array.from({ length: count }, (_, input) => inputExpression(owner, input));
  const built = callback(...(placeholders as never[]));
  const several = Array.isArray(built);
  const outputs = (several ? built : [built]).map(each => checkResult(name, each, nodeOf(each, owner)));
  if (outputs.length === 0) checkResult(name, built, undefined);
  const nodes = nodesOf(outputs);
  const axes = Math.max(0, ...[...nodes].map(node => (node.kind === 'input' ? node.steps.length : 0)));
  const settings = settingsOf(name, options, axes);
  const run = runnerOf({ outputs, reads: readsOf(nodes), settings });
  const operation = defineOperation<{ outs?: readonly unknown[] }, readonly NDArray[]>({
    name,
    run: (inputs, { outs }) => run(inputs, outs),
  });
  return (...given) => {
    const { out } = optionsBehind(name, given, count) as { out?: unknown };
    const inputs = operands(
      name,
      Array.from({ length: count }, (_, k) => [`input ${k}`, given[k] as ArrayLike]),
    );
    const outs = out === undefined ? undefined : several ? checkOuts(name, out, outputs.length) : [out];
    const results = operation(inputs, { outs });
    return several ? [...results] : results[0];
  };
}

/** Runs a program, on a plan that is kept for the next inputs of the same form. */
function runnerOf(program: StencilProgram) {
  const { reads, settings } = program;
  const { name } = settings;
  const plans = new Map<string, StencilPlan>();
  return (inputs: readonly NDArray[], outs?: readonly unknown[]): readonly NDArray[] => {
    const plan = kept(plans, formOf(inputs), MOST_PLANS, () => planStencil(program, inputs));
    const { shape, count } = plan;
    const { values } = plan.part(0);
    const given = outs ? values.map(({ dtype }, k) => checkOut(name, outs[k], shape, dtype)) : [];
    checkApart(name, given);
    // What one part writes, the next may read.
    if (count > 1 && given.some(out => inputs.some(input => overlap(out.storage, input.storage)))) {
      const apart = runAll(plan, inputs, newResults(plan));
      given.forEach((out, k) => {
        pointwise([apart[k]], shape, value => value, { out });
      });
      return given;
    }
    return runAll(plan, inputs, outs ? given : newResults(plan), given);
  };

  function newResults(plan: StencilPlan): NDArray[] {
    return plan.part(0).values.map(({ dtype }) => newArray(dtype, plan.shape, { name }));
  }

  /** Runs every part; `given` are those of the results that are the caller's. */
  function runAll(
    plan: StencilPlan,
    inputs: readonly NDArray[],
    results: readonly NDArray[],
    given: readonly NDArray[] = [],
  ): readonly NDArray[] {
    if (sizeOf(plan.shape) === 0) return results;
    for (let k = 0; k < plan.count; k++) {
      const part = plan.part(k);
      const views = plan.count === 1 ? results : results.map(result => partOf(result, part));
      const sinks = views.flatMap((result, each) => sinksOf(result, part.values[each]));
      const sources = reads.flatMap((read, each) => {
        const x = inputs[read.input];
        return sourcesOf(x, part.accesses[each], x.offset + channelOffset(x, read) + part.offsets[each]);
      });
      const form = sinks.map(({ strides }) => strides.join()).join('|');
      const make = (): Nest => nestOf(part.shape, part.reduction, sources, sinks);
      runOver(kept(part.nests, form, MOST_PLANS, make), sources, sinks, given.length > 0 ? views : []);
    }
    return results;
  }
}

/** The points of a result that a part computes. */
const partOf = (result: NDArray, { shape, place }: StencilPart): NDArray =>
  view(
    result,
    shape,
    result.strides,
    place.reduce((sum, first, axis) => sum + first * result.strides[axis], result.offset),
  );

function checkResult(name: string, value: unknown, node: Node | undefined): Node {
  if (node) return node;
  throw new ConcordatError(
    'value',
    `${name}: the callback returned ${show(value)}; it must return an expression made of its inputs, or a list of them`,
    { function: name, argument: 'callback', value },
  );
}

function checkOuts(name: string, out: unknown, count: number): readonly unknown[] {
  if (Array.isArray(out) && out.length === count) return out;
  throw new ConcordatError(
    'value',
    `${name}: out is ${show(out)}; it must be a list of ${count} arrays, one a result`,
    { function: name, argument: 'out', expected: count },
  );
}
