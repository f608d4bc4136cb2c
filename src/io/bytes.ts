/** Bytes as people have them, small readers, and the errors that every decoder throws. */
import { ConcordatError, fault, oneLine, show } from '../errors.ts';

/** What stands for the bytes of a file. */
export type Bytes = Uint8Array | ArrayBuffer | ArrayBufferView;

/** Makes the error of one decoder. `reason` goes on after the name of the data: "is cut short: …". */
export type Problem = (reason: string, cause?: unknown) => ConcordatError;

/** Problems of the file `name`, or of nameless data. */
export const problemOf =
  (functionName: string, name?: string): Problem =>
  (reason, cause) => {
    const subject = name === undefined ? 'the data' : `'${oneLine(name, 1000)}'`;
    const fields = { ...(name === undefined ? {} : { path: name }), reason };
    return fault('file', functionName, `${subject} ${reason}`, fields, cause);
  };

/** Runs a library's decoder; whatever it throws becomes one clear error. */
export function guarded<T>(problem: Problem, what: string, decode: () => T): T {
  try {
    return decode();
  } catch (cause) {
    if (cause instanceof ConcordatError) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw problem(`is corrupted: ${what} cannot be decoded (${oneLine(detail)})`, cause);
  }
}

/** The bytes themselves, never a copy; of a Node Buffer too a plain Uint8Array, whose `slice` copies. */
export function asBytes(functionName: string, value: unknown): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  const tag = Object.prototype.toString.call(value);
  if (tag === '[object ArrayBuffer]' || tag === '[object SharedArrayBuffer]')
    return new Uint8Array(value as ArrayBuffer);
  throw fault('value', functionName, `bytes is ${show(value)}; it must be a Uint8Array or an ArrayBuffer`, {
    argument: 'bytes',
    value,
  });
}

export const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether `bytes` begin with `signature`. */
export const startsWith = (bytes: Uint8Array, signature: ArrayLike<number>): boolean =>
  Array.prototype.every.call(signature, (byte, place) => bytes[place] === byte);

/** Half of a surrogate pair, which no encoding of a file can hold. */
export const HALF_PAIR = /\p{Cs}/u;

/** One byte for one character, as latin-1 has it. (A TextDecoder of that name reads Windows-1252.) */
export const latin1 = (bytes: Uint8Array): string =>
  Array.from(bytes, byte => String.fromCharCode(byte)).join('');

/** All parts, one after another. */
export function concatenateBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
