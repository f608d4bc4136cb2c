/** Temporary files that this process is writing, and what removes them when it ends or is interrupted. */

/** By path, what removes each. */
const unfinished = new Map<string, () => void>();
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function removeUnfinished(): void {
  for (const remove of unfinished.values()) remove();
  unfinished.clear();
}

/** Removes what is half written, then lets the signal do what it does without this handler. */
function onSignal(signal: NodeJS.Signals): void {
  // Where the program handles the signal itself, it decides; should it exit, the listener of `exit` cleans up.
  if (process.listenerCount(signal) > 1) return;
  removeUnfinished();
  process.off(signal, onSignal);
  process.kill(process.pid, signal);
}

/** Listens only while files are being written. */
export function guardUnfinished(temporary: string, remove: () => void): void {
  if (unfinished.size === 0) {
    process.on('exit', removeUnfinished);
    for (const signal of signals) process.on(signal, onSignal);
  }
  unfinished.set(temporary, remove);
}

export function releaseUnfinished(temporary: string): void {
  unfinished.delete(temporary);
  if (unfinished.size > 0) return;
  process.off('exit', removeUnfinished);
  for (const signal of signals) process.off(signal, onSignal);
}
