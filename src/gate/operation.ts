/**
 * The gate. Every public operation that makes numbers is a record and passes here, once a call; what must see them all
 * (a tape for derivatives, a test, a recording) listens here, and no operation changes.
 */
import { detachedError } from '../runtime/detached.ts';
import { disposedError } from '../runtime/storage.ts';
import { runAs } from '../views/running.ts';
import { isView, type View } from '../views/view.ts';
import type { Adjoint, Operation, Results } from './record.ts';

/** An operation that ran. */
export interface Passage {
  readonly name: string;
  readonly adjoint?: Adjoint<never>;
  readonly overwrites?: boolean;
  readonly inputs: readonly View[];
  readonly options: unknown;
  readonly results: readonly View[];
}

type Listener = (passage: Passage) => void;

const callListeners = new Set<Listener>();
const stepListeners = new Set<Listener>();

const listen = (listeners: Set<Listener>, listener: Listener) => {
  listeners.add(listener);
  return (): void => {
    listeners.delete(listener);
  };
};

/** Tells `listener` of every call of a public function, when it has run. Returns how to stop that. */
export const onCall = (listener: Listener): (() => void) => listen(callListeners, listener);

/** Tells `listener` of every operation that is not made of others, in the order in which they run. */
export const onStep = (listener: Listener): (() => void) => listen(stepListeners, listener);

/** How many operations stand around what runs, and how many of them are not composite. */
let [around, primitives] = [0, 0];

/** Runs an operation between the operations around it, and tells who listens. */
function enter<Result>(
  operation: Pick<Operation<never>, 'name' | 'composite'>,
  run: () => Result,
  passageOf: (result: Result) => Passage,
): Result {
  const { name, composite } = operation;
  const [isCall, isStep] = [around === 0, primitives === 0 && !composite];
  around++;
  if (!composite) primitives++;
  let result: Result;
  try {
    result = runAs(name, run);
  } finally {
    around--;
    if (!composite) primitives--;
  }
  if (callListeners.size + stepListeners.size === 0 || !(isCall || isStep)) return result;
  const passage = passageOf(result);
  if (isStep) for (const listener of stepListeners) listener(passage);
  if (isCall) for (const listener of callListeners) listener(passage);
  return result;
}

/** @throws ConcordatError, which names the function, when the memory of a view was disposed of, or moved elsewhere */
export function checkThere(name: string, { storage }: View): void {
  if (storage.disposed) throw disposedError(name);
  if (storage.detached) throw detachedError(`${name}: an array`, { function: name });
}

/**
 * Runs an operation on views that are there.
 *
 * @param wrap what becomes of a result before anybody hears of it
 * @throws ConcordatError when the memory of an input was disposed of, or moved elsewhere
 */
export function pass<Options, Result extends Results>(
  operation: Operation<Options, Result>,
  inputs: readonly View[],
  options: Options,
  wrap: (view: View) => View = view => view,
): Result {
  for (const input of inputs) checkThere(operation.name, input);
  const run = (): Results => {
    const result: Results = operation.run(inputs, options);
    return isView(result) ? wrap(result) : result.map(wrap);
  };
  return enter(operation, run, result => ({
    name: operation.name,
    adjoint: operation.adjoint,
    overwrites: operation.overwrites,
    inputs,
    options,
    results: isView(result) ? [result] : result,
  })) as Result;
}

/**
 * Runs a public function that is made of operations, which pass the gate within it. Its arguments are read while it runs,
 * so it says afterwards which of them were arrays.
 *
 * @param name the name of the function
 * @param run computes its result: a view, a list or a record of views
 * @param given its arguments by name, as they were read
 */
export function perform<Result extends View | object>(
  name: string,
  run: () => Result,
  given: () => Readonly<Record<string, unknown>>,
): Result {
  return enter({ name, composite: true }, run, result => {
    const options = given();
    const inputs = Object.values(options).filter(isView);
    return {
      name,
      inputs,
      options,
      results: isView(result) ? [result] : Object.values(result).filter(isView),
    };
  });
}
