/**
 * The signature of a function as a typed row, and its calls as Python makes them: positional arguments in the original
 * order, keywords in a last plain object under the original names. An object that is an array (it has data and shape)
 * is never taken for keywords.
 */
import { isArrayObject } from '../convert/convert.ts';
import { fault, show } from '../errors.ts';
import { checkThere, perform } from '../gate/operation.ts';
import { isView } from '../views/view.ts';
import type { Parameter } from './parameter.ts';

/** Parameters by name: those with a position in their order, then those that are given by name alone. */
export type ParameterRow = Readonly<Record<string, Parameter>>;

/**
 * The arguments of one call. An argument is read, that is checked and converted, when the function first asks for it:
 * so faults are found in the order in which the library finds them, and what the library never looks at may be wrong.
 */
export type Bound<P extends ParameterRow> = {
  readonly [Name in keyof P]: P[Name] extends Parameter<never, infer Out> ? Out : never;
};

/** A function's signature. */
export interface Signature<P extends ParameterRow> {
  /** The full name, `scipy.signal.convolve2d`. */
  readonly name: string;
  readonly parameters: P;
  /**
   * Binds the arguments of a call to the parameters: for a function that makes no array, which is no operation.
   *
   * @throws ConcordatError for too many, missing, doubly given or unknown arguments
   */
  bind(given: readonly unknown[]): Bound<P>;
  /**
   * Calls the function: binds the arguments, and passes the gate with it as one operation, whatever operations it is
   * made of.
   *
   * @throws ConcordatError as `bind` does, and as `run`
   */
  call<Result extends object>(given: readonly unknown[], run: (bound: Bound<P>) => Result): Result;
}

/** Where the arguments of a call are held: as they were given, or as they were read. */
const held: unique symbol = Symbol('held');
interface Held {
  readonly [held]: { readonly values: unknown[]; readonly isRead: boolean[] };
}

/** A signature of its name and its parameters. */
export function signature<P extends ParameterRow>(name: string, parameters: P): Signature<P> {
  const names = Object.keys(parameters);
  const row = Object.values(parameters);
  const positions = row.filter(({ keywordOnly }) => !keywordOnly).length;
  const refuse = (what: string, fields: Record<string, unknown>) => fault('option', name, what, fields);

  const place = (argument: string): number => {
    const index = names.indexOf(argument);
    if (index >= 0) return index;
    throw refuse(
      `got an unexpected keyword argument ${show(argument)}; the arguments are ${names.join(', ')}`,
      { argument, allowed: names },
    );
  };

  /** The values of a call, each in the place of its parameter. */
  const valuesOf = (given: readonly unknown[]): unknown[] => {
    const last = given.at(-1);
    const keywords = isKeywords(last) ? Object.entries(last) : [];
    const count = isKeywords(last) ? given.length - 1 : given.length;
    if (count > positions) {
      const allowed = names.slice(0, positions);
      throw refuse(`${count} positional arguments were given; it takes ${positions}: ${allowed.join(', ')}`, {
        given: count,
        allowed,
      });
    }
    const values = row.map(({ preset }, index) =>
      index < count && given[index] !== undefined ? given[index] : preset?.value,
    );
    for (const [argument, value] of keywords) {
      const index = place(argument);
      if (index < count && given[index] !== undefined)
        throw refuse(`got multiple values for argument ${show(argument)}`, { argument });
      if (value !== undefined) values[index] = value;
    }
    return values;
  };

  const prototype = Object.defineProperties(
    {},
    Object.fromEntries(
      row.map(({ read }, index) => [
        names[index],
        {
          get(this: Held): unknown {
            const { values, isRead } = this[held];
            if (isRead[index]) return values[index];
            const value = read(name, names[index], values[index]);
            if (isView(value)) checkThere(name, value);
            values[index] = value;
            isRead[index] = true;
            return value;
          },
        },
      ]),
    ),
  );

  const bind = (given: readonly unknown[]): Bound<P> => {
    const values = valuesOf(given);
    row.forEach(({ preset, words }, index) => {
      if (values[index] === undefined && preset === undefined)
        throw refuse(`missing required argument ${show(names[index])}; it must be ${words}`, {
          argument: names[index],
        });
    });
    const bound = Object.create(prototype, { [held]: { value: { values, isRead: [] } } });
    row.forEach(({ atOnce }, index) => {
      if (atOnce) void bound[names[index]];
    });
    return bound as Bound<P>;
  };

  /** The arguments of a call, by name: as they were read, or as they were given where nobody has read them. */
  const argumentsOf = (bound: Bound<P>): Record<string, unknown> => {
    const { values } = (bound as unknown as Held)[held];
    return Object.fromEntries(names.map((argument, index) => [argument, values[index]]));
  };

  return {
    name,
    parameters,
    bind,
    call: (given, run) => {
      const bound = bind(given);
      return perform(
        name,
        () => run(bound),
        () => argumentsOf(bound),
      );
    },
  };
}

const isKeywords = (value: unknown): value is Record<string, unknown> =>
  value !== null &&
  typeof value === 'object' &&
  !isArrayObject(value) &&
  Object.getPrototypeOf(value) === Object.prototype;
