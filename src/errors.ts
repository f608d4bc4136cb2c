/**
 * Errors that a person can act on. Every wrong call throws a `ConcordatError`: one sentence that names the
 * function, the argument, the axis where there is one, the value that was given, and what would be right.
 * The same facts stand in `fields`, so that a program need not read the sentence.
 */

/** What kind of mistake was made; stable, for programs. */
export type ErrorCode =
  | 'shape'
  | 'dtype'
  | 'axis'
  | 'option'
  | 'value'
  | 'index'
  | 'file'
  | 'process'
  | 'internal';

/** An error with a code, the facts behind its sentence, and the sentence. */
export class ConcordatError extends Error {
  /** The kind of mistake. */
  readonly code: ErrorCode;
  /** The facts that the sentence states: `function`, `argument`, `axis`, values given and expected. */
  readonly fields: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, fields: Record<string, unknown> = {}, cause?: unknown) {
    super(message.split('\n').map(visible).join('\n'), cause === undefined ? undefined : { cause });
    this.name = 'ConcordatError';
    this.code = code;
    this.fields = fields;
  }
}

/**
 * The error of a call, to be thrown: the function, then what is wrong and what would be right.
 *
 * @param functionName stands before the sentence, and in the fields as `function`
 * @param fields the other facts that the sentence states: `argument`, `axis`, values given and expected
 */
export const fault = (
  code: ErrorCode,
  functionName: string,
  what: string,
  fields: Record<string, unknown> = {},
  cause?: unknown,
): ConcordatError =>
  new ConcordatError(code, `${functionName}: ${what}`, { function: functionName, ...fields }, cause);

/** Controls (C0, DEL, C1), marks that change the direction of writing or break lines, and half surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text of somebody else's, fit for a terminal: what would act there instead of being seen is shown as an escape,
 * `\u001b`. Within a string of JSON the escape means the same character.
 */
export const visible = (text: string): string =>
  text.replace(UNSEEN, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Characters of a value that a message shows. */
const LONGEST_SHOWN = 80;
/** Whole numbers of more digits are described; writing all of them costs more than their length. */
const MOST_DIGITS = 10n ** BigInt(LONGEST_SHOWN);

/**
 * Text from elsewhere, fit to stand inside a message: one line, `longest` characters at most. It is cut before it is
 * looked through, so that a message costs the same whatever a value holds.
 */
export function oneLine(text: string, longest = 120): string {
  const kept = whole(text.slice(0, longest));
  const line = kept.replace(/\s+/g, space => (/[\r\n]/.test(space) ? ' ' : space));
  const seen = visible(line);
  return text.length > longest || seen.length > longest ? `${whole(seen.slice(0, longest - 3))}...` : seen;
}

/** Text without the first half of a character whose second half was cut off. */
const whole = (text: string): string => (/[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text);

/** Shows a value the way it would be typed, on one line, cut short where it is long or deep. */
export function show(value: unknown): string {
  return oneLine(shown(value, 0), LONGEST_SHOWN);
}

/** A value as text that is long enough to be cut. */
function shown(value: unknown, depth: number): string {
  if (typeof value === 'string') return `'${value.slice(0, LONGEST_SHOWN)}'`;
  if (typeof value === 'bigint')
    return value > -MOST_DIGITS && value < MOST_DIGITS
      ? `${value}n`
      : `a whole number of more than ${LONGEST_SHOWN} digits`;
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return String(value);
  // An object may be a proxy, or have getters, that throw.
  try {
    if (Array.isArray(value))
      return depth < 4 ? `[${listed(value, item => shown(item, depth + 1))}]` : '[...]';
    const name: unknown = value.constructor?.name;
    if (typeof name === 'string' && name !== '' && name !== 'Object') return `a ${name}`;
    return `{${listed(Object.keys(value), String)}}`;
  } catch {
    return 'an object';
  }
}

/** Items up to where the text is cut. */
function listed<T>(items: readonly T[], write: (item: T) => string): string {
  let text = '';
  for (let k = 0; k < items.length && text.length <= LONGEST_SHOWN; k++)
    text += `${k > 0 ? ', ' : ''}${write(items[k])}`;
  return text;
}

/** Shows a shape as NumPy does: `(2, 3)`, `(5,)`, `()`. */
export function showShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Throws unless `options` is an object and every key of it is one of `allowed`. */
export function checkOptions(functionName: string, options: object, allowed: readonly string[]): void {
  if (options === null || typeof options !== 'object' || Array.isArray(options))
    throw fault('option', functionName, `options are ${show(options)}; they must be an object`, {
      argument: 'options',
      value: options,
    });
  for (const key of Object.keys(options)) {
    if (allowed.includes(key)) continue;
    const list = allowed.length ? `the options are ${allowed.join(', ')}` : 'it takes no options';
    throw fault('option', functionName, `unknown option ${show(key)}; ${list}`, { argument: key, allowed });
  }
}

/** Returns `value` if it is one of `allowed`, else throws an error that lists them. */
export function checkChoice<T extends string | number>(
  functionName: string,
  argument: string,
  value: unknown,
  allowed: readonly T[],
): T {
  if ((allowed as readonly unknown[]).includes(value)) return value as T;
  throw fault(
    'option',
    functionName,
    `${argument} is ${show(value)}; it must be one of ${allowed.map(show).join(', ')}`,
    { argument, value, allowed },
  );
}

/** Returns `value` if it is a whole number of at least `minimum`, else throws. */
export function checkInteger(
  functionName: string,
  argument: string,
  value: unknown,
  minimum = -Infinity,
): number {
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= minimum) return number;
  const wanted = minimum === -Infinity ? 'a whole number' : `a whole number of at least ${minimum}`;
  throw fault('value', functionName, `${argument} is ${show(value)}; it must be ${wanted}`, {
    argument,
    value,
    minimum,
  });
}

/** Returns a list of whole numbers of at least `minimum`, given as one number or as a list; else throws. */
export function checkIntegers(
  functionName: string,
  argument: string,
  value: unknown,
  minimum = -Infinity,
): number[] {
  if (!Array.isArray(value)) return [checkInteger(functionName, argument, value, minimum)];
  return Array.from(value, one => checkInteger(functionName, argument, one, minimum));
}

/** Returns `value` if it is a function, else throws. */
export function checkFunction<T>(functionName: string, argument: string, value: T): T {
  if (typeof value === 'function') return value;
  throw new ConcordatError('value', `${functionName}: ${argument} is ${show(value)}; it must be a function`, {
    function: functionName,
    argument,
    value,
  });
}

/** Returns `value` if it is the signal of an AbortController, which may come from another realm, else throws. */
export function checkSignal<T>(functionName: string, argument: string, value: T): T {
  const { aborted, addEventListener, removeEventListener } = (value ?? {}) as Record<string, unknown>;
  const listens = typeof addEventListener === 'function' && typeof removeEventListener === 'function';
  if (typeof aborted === 'boolean' && listens) return value;
  throw fault(
    'value',
    functionName,
    `${argument} is ${show(value)}; it must be the signal of an AbortController`,
    { argument, value },
  );
}

/** Returns `axis` counted from the front; throws when the array has no such axis. */
export function checkAxis(functionName: string, axis: unknown, dimensions: number): number {
  const number = checkInteger(functionName, 'axis', axis);
  if (number >= -dimensions && number < dimensions) return number < 0 ? number + dimensions : number;
  throw fault(
    'axis',
    functionName,
    `axis ${number} is out of bounds for array of dimension ${dimensions}; ` +
      (dimensions === 0 ? 'a 0-d array has no axes' : `it must lie in ${-dimensions}..${dimensions - 1}`),
    { axis: number, dimensions },
  );
}
