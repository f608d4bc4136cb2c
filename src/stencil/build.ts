/** Calls the callback of a stencil, once: what it builds is data, and knows no array. */
import { fault, show } from '../errors.ts';
import { inputCount, nameOf } from './callback.ts';
import { inputExpression, nodeOf } from './expression.ts';
import type { Node } from './node.ts';
import type { StencilOptions } from './options.ts';

/** A callback, as it is called by `stencil`. */
export type StencilCallback = (...inputs: never[]) => unknown;

/** What a callback has built. */
export interface BuiltStencil {
  /** What errors call the function. */
  readonly name: string;
  /** The number of inputs. */
  readonly count: number;
  readonly outputs: readonly Node[];
  /** Whether the callback returned a list, so that the function does. */
  readonly several: boolean;
  /** Not checked yet, but for `name` and `inputs`. */
  readonly options: StencilOptions;
}

/** Builds what a callback says. Needs nothing of what arrays need. */
export function buildStencil(callback: StencilCallback, options: StencilOptions): BuiltStencil {
  const name = nameOf(options);
  const count = inputCount(name, callback, options);
  const owner = { name };
  const placeholders = Array.from({ length: count }, (_, input) => inputExpression(owner, input));
  const built = callback(...(placeholders as never[]));
  const several = Array.isArray(built);
  const outputs = (several ? built : [built]).map(each => checkResult(name, each, nodeOf(each, owner)));
  if (outputs.length === 0) checkResult(name, built, undefined);
  return { name, count, outputs, several, options };
}

function checkResult(name: string, value: unknown, node: Node | undefined): Node {
  if (node) return node;
  throw fault(
    'value',
    name,
    `the callback returned ${show(value)}; it must return an expression made of its inputs, or a list of them`,
    { argument: 'callback', value },
  );
}
