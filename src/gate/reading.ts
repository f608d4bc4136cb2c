/** Who must know when the elements of an array become JavaScript's numbers: there a derivative would be lost. */
import type { View } from '../views/view.ts';

type Listener = (method: string, view: View) => void;
const listeners = new Set<Listener>();

/** Tells `listener` before elements are read, by which method. Returns how to stop that. */
export function onRead(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** What every method says that gives elements. */
export function reading(method: string, view: View): void {
  for (const listener of listeners) listener(method, view);
}
