/** Errors of indexing: the library's own words, which people search for, then why, and what to write instead. */
import { type ConcordatError, type ErrorCode, fault } from '../errors.ts';

/** The exception that Python raises. */
export type PythonError = 'IndexError' | 'ValueError' | 'TypeError' | 'RuntimeError';

const codes: Readonly<Record<PythonError, ErrorCode>> = {
  IndexError: 'index',
  ValueError: 'shape',
  TypeError: 'value',
  RuntimeError: 'shape',
};

/** The function whose errors these are, for `refuse` and everything that passes it on. */
export type Caller = string;

/** An error that says what Python says, and `hint`: why, and what would be right. */
export function refusal(
  caller: Caller,
  python: PythonError,
  words: string,
  hint: string,
  fields: Record<string, unknown> = {},
): ConcordatError {
  const what = `${words.trimEnd()}${hint ? `; ${hint}` : ''}`;
  return fault(codes[python], caller, what, { python, ...fields });
}

/** A shape as NumPy's C code prints it, without spaces: `(2,3)`, `(3,)`, `()`. */
export const tightShape = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(',')})`;

/** What NumPy says of a term that is none. */
export const notATerm =
  'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices';
/** What Python says of a bound of a slice that is none. */
export const notABound = 'slice indices must be integers or None or have an __index__ method';
