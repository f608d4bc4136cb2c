/** Who watches a piece of work is told how far it has come. */
import { checkFunction } from '../errors.ts';

/** Told how far a piece of work has come, from 0 to 1, and what is being done. */
export type Progress = (done: number, what: string) => void;

/** Whom the options of `caller` name to be told; nobody where they name none. */
export const progressOf = (caller: string, { onProgress }: { readonly onProgress?: Progress }): Progress =>
  onProgress === undefined ? () => {} : checkFunction(caller, 'onProgress', onProgress);

/** A part of a piece of work, from `start` on, that tells of itself as if it were all. */
export const progressOfPart =
  (whole: Progress, start: number, length: number): Progress =>
  (done, what) =>
    whole(start + length * done, what);

/** What is told of a piece of work, with the name of what it is done for. */
export const namedProgress =
  (progress: Progress, name: string): Progress =>
  (done, what) =>
    progress(done, what ? `${name}: ${what}` : name);

/** Never tells of less than it did before: work that has to be begun again stands still. */
export function risingProgress(progress: Progress): Progress {
  let most = 0;
  return (done, what) => {
    most = Math.max(most, Math.min(1, done));
    progress(most, what);
  };
}
