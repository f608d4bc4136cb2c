/**
 * Executes a nest on the runner that serves here: compiled code where WebAssembly may be compiled and the nest has
 * only what the compiler knows, else the interpreter. Callers do not notice which.
 */
import { ConcordatError } from '../errors.ts';
import { type Binding, checkBindings } from '../kernels/bindings.ts';
import type { Scalar } from '../kernels/expression.ts';
import { interpret } from '../kernels/interpret.ts';
import { checkNest, type Nest } from '../kernels/nest.ts';
import { runCompiled } from './compiled.ts';
import { canCompile } from './features.ts';
import { chosenRunner } from './settings.ts';

/** Nests that were found whole. */
const checked = new WeakSet<Nest>();

/** Runs `nest` over `inputs` into `outputs`. Throws an internal error, before any write, when they do not fit it. */
export function run(
  nest: Nest,
  inputs: readonly Binding[],
  outputs: readonly Binding[],
  parameters: readonly Scalar[] = [],
): void {
  if (!checked.has(nest)) {
    checkNest(nest);
    checked.add(nest);
  }
  // Extents beside an empty one may be of any size: nothing is looked at, no table either.
  if (nest.shape.includes(0)) return;
  const runner = chosenRunner();
  if (runner === 'wasm' && !canCompile())
    throw new ConcordatError(
      'value',
      "setRunner: the runner is 'wasm', but WebAssembly with SIMD cannot be compiled here; 'auto' takes what there is",
      { function: 'setRunner', runner },
    );
  if (runner !== 'interpret') {
    const reached = checkBindings(nest, inputs, outputs, parameters);
    if (runCompiled(nest, { inputs, outputs, reached }, parameters)) return;
  }
  interpret(nest, inputs, outputs, parameters);
}
