/** Who watches a call: how far it has come, and whether it is still wanted. */
import { checkFunction, checkOptions, checkSignal } from '../errors.ts';

/** Told how far a call has come, from 0 to 1, and what is being done. */
export type OnProgress = (done: number, what: string) => void;

/** Options of `with` of a worker. */
export interface CallOptions {
  /**
   * Told of the start of each call (0 and the function's name), of its end (1 and the name), and of everything between
   * that the function tells of.
   */
  onProgress?: OnProgress;
  /**
   * Takes calls back. One that has not started then never does; one that runs is no longer waited for, and what it gives
   * is given up, but only `terminate` ends the work itself.
   */
  signal?: AbortSignal;
}

/** Returns options of `with`, unless something is wrong with them. */
export function checkCallOptions(options: CallOptions): CallOptions {
  checkOptions('with', options, ['onProgress', 'signal']);
  const { onProgress, signal } = options;
  if (onProgress !== undefined) checkFunction('with', 'onProgress', onProgress);
  if (signal !== undefined) checkSignal('with', 'signal', signal);
  return options;
}

/** Whether a value is options with `onProgress`, which is called here and does not travel. */
export const isWatched = (value: unknown): value is { onProgress: OnProgress } =>
  value !== null &&
  typeof value === 'object' &&
  typeof (value as { onProgress?: unknown }).onProgress === 'function';

/** Options without `onProgress`. */
export function withoutProgress(options: { onProgress: OnProgress }): object {
  const { onProgress: _, ...rest } = options;
  return rest;
}
