/**
 * Arguments as Python takes them: positional in the original order, keywords in a last plain object under the
 * original names. An object that is an array (it has data and shape) is never taken for keywords.
 */
import { isArrayObject } from '../array/convert.ts';
import { fault, show } from '../errors.ts';

/** Marks a parameter that must be given. */
export const required: unique symbol = Symbol('required');

/** The parameters of a function in their order, with their defaults. */
export type Parameters = Readonly<Record<string, unknown>>;

const isKeywords = (value: unknown): value is Record<string, unknown> =>
  value !== null &&
  typeof value === 'object' &&
  !isArrayObject(value) &&
  Object.getPrototypeOf(value) === Object.prototype;

/**
 * Binds the arguments of a call to the parameters of a function.
 *
 * @param functionName named in errors
 * @param given what the call passed
 * @param parameters name → default, in positional order; `required` for none
 * @param keywordOnly parameters that have no position
 * @throws ConcordatError for too many, missing, doubly given or unknown arguments
 */
export function bindArguments(
  functionName: string,
  given: readonly unknown[],
  parameters: Parameters,
  keywordOnly: Parameters = {},
): Record<string, unknown> {
  const fail = (what: string, fields: Record<string, unknown>): never => {
    throw fault('option', functionName, `${what}`, { ...fields });
  };
  const names = Object.keys(parameters);
  const last = given.at(-1);
  const keywords = isKeywords(last) ? last : {};
  const positional = isKeywords(last) ? given.slice(0, -1) : given;
  if (positional.length > names.length)
    fail(
      `${positional.length} positional arguments were given; it takes ${names.length}: ${names.join(', ')}`,
      {
        given: positional.length,
        allowed: names,
      },
    );
  const bound: Record<string, unknown> = { ...parameters, ...keywordOnly };
  positional.forEach((value, index) => {
    if (value !== undefined) bound[names[index]] = value;
  });
  for (const [name, value] of Object.entries(keywords)) {
    if (!(name in bound))
      fail(
        `got an unexpected keyword argument ${show(name)}; the arguments are ${Object.keys(bound).join(', ')}`,
        {
          argument: name,
          allowed: Object.keys(bound),
        },
      );
    if (positional[names.indexOf(name)] !== undefined)
      fail(`got multiple values for argument ${show(name)}`, { argument: name });
    if (value !== undefined) bound[name] = value;
  }
  for (const [name, value] of Object.entries(bound))
    if (value === required) fail(`missing required argument ${show(name)}`, { argument: name });
  return bound;
}

type Prefixes<T extends readonly unknown[]> = T extends readonly []
  ? []
  : T extends readonly [...infer Head, unknown]
    ? [...T] | Prefixes<Head>
    : [];
type WithKeywords<T, Keywords> = T extends unknown[] ? [...given: T, keywords?: Keywords] : never;

/**
 * The arguments that may follow the required ones: the first few of `Positional` in their order, then keywords.
 * `Rest<[stride: number, padding: number], {padding?: number}>` takes `()`, `(2)`, `(2, 1)`, `({padding: 1})`,
 * `(2, {padding: 1})`.
 */
export type Rest<Positional extends readonly unknown[], Keywords> = WithKeywords<
  Prefixes<Positional>,
  Keywords
>;
