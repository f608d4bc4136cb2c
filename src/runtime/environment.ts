/** What environment variables ask for, in Node; browsers have none. */
import { show, visible } from '../errors.ts';

/** The value of a variable; undefined when it is not set. A value that makes no sense is said on the console, and ignored. */
export function fromEnvironment<Value>(
  name: string,
  read: (text: string) => Value | undefined,
  wanted: string,
): Value | undefined {
  const text = globalThis.process?.env?.[name];
  if (!text) return undefined;
  const value = read(text.trim());
  if (value === undefined)
    console.warn(visible(`concordat: ${name} is ${show(text)} and is ignored; it must be ${wanted}`));
  return value;
}

/** A whole number of at least 0. */
export function wholeNumber(text: string): number | undefined {
  const number = Number(text);
  return text !== '' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
