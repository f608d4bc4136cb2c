/**
 * The gate. Every public operation that makes numbers is a record and passes here, once a call; what must see them all
 * (a tape for derivatives, a test, a recording) listens here, and no operation changes.
 */
import { detachedError } from '../runtime/detached.ts';
import { disposedError } from '../runtime/storage.ts';
import { runAs } from '../views/running.ts';
import { isView, type View } from '../views/view.ts';

/** What operations give: one view, or several. */
export type Results = View | readonly View[];

/** An operation: views and options in, views out. Options are checked, and data: a listener may read and send them. */
export interface Operation<Options = unknown, Result extends Results = Results> {
  /** The name of the public function, which errors speak of. */
  readonly name: string;
  /**
   * Whether it is made of other operations, which pass the gate within it: a listener to calls hears of it alone, a
   * listener to steps of what it is made of.
   */
  readonly composite?: boolean;
  readonly run: (inputs: readonly View[], options: Options) => Result;
}

/** An operation that ran. */
export interface Passage {
  readonly name: string;
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
  operation: Pick<Operation, 'name' | 'composite'>,
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
 * @throws ConcordatError when the memory of an input was disposed of, or moved elsewhere
 */
export function pass<Options, Result extends Results>(
  operation: Operation<Options, Result>,
  inputs: readonly View[],
  options: Options,
): Result {
  const { name } = operation;
  for (const input of inputs) checkThere(name, input);
  return enter(
    operation,
    () => operation.run(inputs, options),
    result => ({ name, inputs, options, results: isView(result) ? [result] : (result as readonly View[]) }),
  );
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
