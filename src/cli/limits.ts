/** How large files may be that the command reads: the options of readers, as they are typed. */
import { ConcordatError, show } from '../errors.ts';
import type { DecodeOptions } from '../io/index.ts';
import type { Option } from './command.ts';
import { usageError } from './parse.ts';

/** The options of a call that limit what is read, as they were typed. */
export interface LimitFlags {
  'max-pixels'?: string;
  'max-bytes'?: string;
}

/** The options of every command that reads files. */
export const limitOptions: readonly Option[] = [
  {
    name: 'max-pixels',
    value: 'number',
    says: 'most pixels of an image that is read; 100 million unless given',
  },
  {
    name: 'max-bytes',
    value: 'number',
    says: 'most bytes that an array may take; 1 GiB, or what its file has, unless given',
  },
];

/** The names of the options, and what readers call them. */
const names = [
  ['max-pixels', 'maxPixels'],
  ['max-bytes', 'maxBytes'],
] as const;

/** Reads within the limits; an error that one of them was passed names the option of the command. */
export async function withinLimits<T>(
  flags: LimitFlags,
  read: (limits: DecodeOptions) => T | Promise<T>,
): Promise<T> {
  const limits: DecodeOptions = {};
  for (const [name, called] of names) {
    const typed = flags[name];
    if (typed === undefined) continue;
    const value = typed.trim() === '' ? NaN : Number(typed);
    if (!(value >= 0)) throw usageError(`--${name} is ${show(typed)}; it must be a number of at least 0`);
    limits[called] = value;
  }
  try {
    return await read(limits);
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    const { code, message, fields } = error;
    const passed = names.find(([, called]) => fields['argument'] === called);
    if (!passed) throw error;
    throw new ConcordatError(
      code,
      message.replace(`unless ${passed[1]}`, `unless --${passed[0]}`),
      fields,
      error,
    );
  }
}
