/** Arrays that the command reads: from files, and from standard input, which is called `-`. */
import type { NDArray } from '../array/ndarray.ts';
import { splitMember } from '../io/decode.ts';
import { decode, readArray } from '../io/index.ts';
import { type LimitFlags, withinLimits } from './limits.ts';
import { usageError } from './parse.ts';

/** As for files. */
const LONGEST = 2 ** 31;

let taken = false;

/** Whether a name stands for standard input. */
export const isStandardInput = (path: string): boolean => path === '-';

/**
 * Whether text that may be something else names what can be read: standard input, or a file with such an ending. Files of
 * torch count too: reading refuses them with what to do.
 */
export const namesFile = (text: string, ending: RegExp): boolean =>
  isStandardInput(text) || ending.test(splitMember(text)[0]) || /\.pth?$/i.test(text);

/** Reads the array of a file, or of standard input. */
export async function readInput(path: string, flags: LimitFlags = {}): Promise<NDArray> {
  if (!isStandardInput(path)) return withinLimits(flags, limits => readArray(path, limits));
  if (taken)
    throw usageError('- stands for standard input, which can be read once; name a file for the other');
  taken = true;
  if (process.stdin.isTTY)
    throw usageError(
      '- stands for standard input, which is a terminal; send an npy file there, as in … - < a.npy',
    );
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of process.stdin) {
    length += part.length;
    if (length > LONGEST) throw usageError('standard input has more than 2 GiB; name a file');
    parts.push(part);
  }
  return withinLimits(flags, limits => decode(Buffer.concat(parts), 'standard input', limits));
}
