/** A library as the table of calls has it: what it exports, and one call of each function that makes numbers. */

import { array, astype, type NDArray, reshape } from '../../../src/index.ts';
import { membersOf } from '../../members.ts';

/** What a call gives: an array, or several in a list or a record. */
export type Given = NDArray | readonly NDArray[] | object;

export interface Library {
  /** The names of all that it exports. */
  readonly names: readonly string[];
  /** What is called, by name. */
  readonly calls: Readonly<Record<string, () => Given>>;
  /** What is no operation, by name, and why. */
  readonly noOperations: Readonly<Record<string, string>>;
}

/** The library behind an entry, of the arguments of one call of each function; names begin with `prefix`. */
export function libraryOf(
  prefix: string,
  entry: object,
  given: Readonly<Record<string, readonly unknown[]>>,
  noOperations: Readonly<Record<string, string>>,
): Library {
  const members = new Map(membersOf(entry, prefix));
  const named = <T>(record: Readonly<Record<string, T>>) =>
    Object.entries(record).map(([name, value]) => [prefix + name, value] as const);
  const calls = named(given).map(([name, list]) => {
    const call = members.get(name) as (...list: readonly unknown[]) => Given;
    return [name, () => call(...list)] as const;
  });
  return {
    names: [...members.keys()],
    calls: Object.fromEntries(calls),
    noOperations: Object.fromEntries(named(noOperations)),
  };
}

/** Arguments by name: the same ones for each of these functions. */
export const each = (
  names: readonly string[],
  ...list: readonly unknown[]
): Record<string, readonly unknown[]> => Object.fromEntries(names.map(name => [name, list]));

export const matrix = reshape(array([4, 1, 2, 3, 1, 7, 2, 2, 9]), [3, 3]);
/** In single precision, which some libraries widen. */
export const singles = astype(matrix, 'float32');
export const spectrum = array([
  { re: 6, im: 0 },
  { re: 1, im: 2 },
]);

/** Transforms of arrays of any numbers, which all libraries have. */
export const transforms = [
  'fft',
  'fft2',
  'fftn',
  'fftshift',
  'ifft',
  'ifft2',
  'ifftn',
  'ifftshift',
  'rfft',
  'rfft2',
  'rfftn',
];
