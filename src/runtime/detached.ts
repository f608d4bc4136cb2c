/** Memory that went elsewhere: a buffer that was transferred to a worker leaves views of length 0 behind. */
import { ConcordatError } from '../errors.ts';

/** Whether the memory of a view is gone. */
export function isDetached({ buffer, length }: { buffer: ArrayBufferLike; length: number }): boolean {
  if (length > 0) return false;
  if (typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer) return false;
  const { detached } = buffer as { detached?: boolean };
  if (detached !== undefined) return detached;
  // Node 20 does not say, but refuses views of such a buffer.
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** What is said of an array whose memory is gone. */
export const movedAway =
  'has memory that was moved elsewhere (its buffer is detached), by transfer or postMessage; give a copy away, or use ' +
  'what came back';

/** What the use of such memory is answered with. `what` names the array. */
export const detachedError = (what: string, fields: Record<string, unknown>): ConcordatError =>
  new ConcordatError('value', `${what} ${movedAway}`, fields);
