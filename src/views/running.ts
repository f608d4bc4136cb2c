/** The name of the operation that runs; of one within another the outer: what errors about its results speak of. */
let running: string | undefined;

export const runningOperation = (): string | undefined => running;

/** Runs an operation of that name, unless one runs already. */
export function runAs<Result>(name: string, run: () => Result): Result {
  if (running !== undefined) return run();
  running = name;
  try {
    return run();
  } finally {
    running = undefined;
  }
}
