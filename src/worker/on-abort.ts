/** Signals, each listened to once, however many calls it takes back. */

/** What is done when a signal is aborted. */
const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/** Does something when a signal is aborted. Returns how to stop that. */
export function onAbort(signal: AbortSignal, listener: () => void): () => void {
  const known = listeners.get(signal) ?? new Set();
  if (!listeners.has(signal)) {
    listeners.set(signal, known);
    const all = () => {
      for (const each of [...known]) each();
    };
    signal.addEventListener('abort', all);
  }
  known.add(listener);
  return () => known.delete(listener);
}
