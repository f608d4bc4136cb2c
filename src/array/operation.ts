/**
 * Every public operation on arrays is defined here by name and passes `apply`. What must see every operation (a tape
 * for derivatives, say) is added to `apply`, and no caller changes.
 */
import { detachedError } from '../runtime/detached.ts';
import { disposedError } from '../runtime/storage.ts';
import type { NDArray } from './ndarray.ts';

/** An operation: arrays and options in, arrays out. Inputs are already arrays; options are already checked. */
export interface Operation<Options, Result extends NDArray | readonly NDArray[] = NDArray> {
  readonly name: string;
  readonly run: (inputs: readonly NDArray[], options: Options) => Result;
}

/** Applies an operation: the one gate that every public operation passes. */
export function apply<Options, Result extends NDArray | readonly NDArray[]>(
  operation: Operation<Options, Result>,
  inputs: readonly NDArray[],
  options: Options,
): Result {
  for (const { storage } of inputs) {
    if (storage.disposed) throw disposedError(operation.name);
    if (storage.detached) throw detachedError(`${operation.name}: an array`, { function: operation.name });
  }
  if (running !== undefined) return operation.run(inputs, options);
  running = operation.name;
  try {
    return operation.run(inputs, options);
  } finally {
    running = undefined;
  }
}

/** The name of the operation that runs, of one within another the outer: what errors about its results speak of. */
let running: string | undefined;
export const runningOperation = (): string | undefined => running;

/** Makes a function of an operation. */
export function defineOperation<Options, Result extends NDArray | readonly NDArray[] = NDArray>(
  operation: Operation<Options, Result>,
): (inputs: readonly NDArray[], options: Options) => Result {
  return (inputs, options) => apply(operation, inputs, options);
}
