/** Errors on their way: what cannot travel of their fields is said in words. */
import { ConcordatError, show } from '../errors.ts';
import { Cargo } from './cargo.ts';
import type { PackedError } from './messages.ts';
import { pack } from './travel.ts';

/** An error as it can be posted. */
export function packError(error: unknown, functionName: string): PackedError {
  if (!(error instanceof ConcordatError))
    return { code: 'internal', message: `${functionName}: ${error}`, fields: { function: functionName } };
  const fields = Object.entries(error.fields).map(([key, value]) => {
    try {
      return [key, structuredClone(pack(value, key, { cargo: new Cargo() }))];
    } catch {
      return [key, show(value)];
    }
  });
  return { code: error.code, message: error.message, fields: Object.fromEntries(fields) };
}
