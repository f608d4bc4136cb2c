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

/** Controls (C0, DEL, C1), marks that change the direction of writing or break lines, and half surrogate pairs. */
const UNSEEN = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/**
 * Text of somebody else's, fit for a terminal: what would act there instead of being seen is shown as an escape,
 * `\u001b`. Within a string of JSON the escape means the same character.
 */
export const visible = (text: string): string =>
  text.replace(UNSEEN, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Shows a value the way it would be typed, on one line, cut short where it is long or deep. */
export function show(value: unknown): string {
  return shown(value, 0);
}

function shown(value: unknown, depth: number): string {
  let text: string;
  if (typeof value === 'string') text = `'${value}'`;
  else if (typeof value === 'bigint') text = `${value}n`;
  else if (Array.isArray(value))
    text =
      depth < 4
        ? `[${value
            .slice(0, 40)
            .map(item => shown(item, depth + 1))
            .join(', ')}]`
        : '[...]';
  else if (typeof value === 'function') text = 'a function';
  else if (value !== null && typeof value === 'object') {
    const name = value.constructor?.name;
    text = name && name !== 'Object' ? `a ${name}` : `{${Object.keys(value).join(', ')}}`;
  } else text = String(value);
  const line = text.replaceAll(/\s*[\r\n]\s*/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}

/** Shows a shape as NumPy does: `(2, 3)`, `(5,)`, `()`. */
export function showShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** Throws unless `options` is an object and every key of it is one of `allowed`. */
export function checkOptions(functionName: string, options: object, allowed: readonly string[]): void {
  if (options === null || typeof options !== 'object' || Array.isArray(options))
    throw new ConcordatError(
      'option',
      `${functionName}: options are ${show(options)}; they must be an object`,
      {
        function: functionName,
        argument: 'options',
        value: options,
      },
    );
  for (const key of Object.keys(options)) {
    if (allowed.includes(key)) continue;
    const list = allowed.length ? `the options are ${allowed.join(', ')}` : 'it takes no options';
    throw new ConcordatError('option', `${functionName}: unknown option ${show(key)}; ${list}`, {
      function: functionName,
      argument: key,
      allowed,
    });
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
  throw new ConcordatError(
    'option',
    `${functionName}: ${argument} is ${show(value)}; it must be one of ${allowed.map(show).join(', ')}`,
    { function: functionName, argument, value, allowed },
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
  throw new ConcordatError('value', `${functionName}: ${argument} is ${show(value)}; it must be ${wanted}`, {
    function: functionName,
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

/** Returns `axis` counted from the front; throws when the array has no such axis. */
export function checkAxis(functionName: string, axis: unknown, dimensions: number): number {
  const number = checkInteger(functionName, 'axis', axis);
  if (number >= -dimensions && number < dimensions) return number < 0 ? number + dimensions : number;
  throw new ConcordatError(
    'axis',
    `${functionName}: axis ${number} is out of bounds for array of dimension ${dimensions}; ` +
      (dimensions === 0 ? 'a 0-d array has no axes' : `it must lie in ${-dimensions}..${dimensions - 1}`),
    { function: functionName, axis: number, dimensions },
  );
}
