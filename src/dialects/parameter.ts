/**
 * A parameter of a function, as data: how its argument is read, what is right, its default. A function's signature is a
 * row of them (`signature.ts`), from which its calls are bound, its errors written, and its types known.
 */
import { fault, show } from '../errors.ts';

/** One parameter. `In` is what callers may write, `Out` what the function gets of it. */
export interface Parameter<In = never, Out = unknown> {
  /** What is right, to stand after "it must be". */
  readonly words: string;
  /** Checks an argument and makes of it what the function works with. Throws what names function and argument. */
  readonly read: (functionName: string, argument: string, value: unknown) => Out;
  /** The default, as a caller would write it. A parameter without one must be given. */
  readonly preset?: { readonly value: unknown };
  /** Whether it has a name but no position. */
  readonly keywordOnly?: boolean;
  /** Whether it is read before the function begins, and not when the function asks for it. */
  readonly atOnce?: boolean;
  /** There in the type alone: it ties `In` to the parameter. */
  readonly takes?: (value: In) => void;
}

/** A parameter that may be left out, or be undefined, and then is `preset`. */
export const optional = <In, Out>(
  parameter: Parameter<In, Out>,
  preset: NoInfer<In> | undefined,
): Parameter<In, Out> => ({ ...parameter, preset: { value: preset } });

/** A parameter that is given by its name alone. */
export const keywordOnly = <In, Out>(parameter: Parameter<In, Out>): Parameter<In, Out> => ({
  ...parameter,
  keywordOnly: true,
});

/** A parameter of the original that can only be what it is when it is left out; `why` is the reason. */
export const fixed = <const T>(value: T, why: string): Parameter<T, T> => ({
  words: String(value),
  preset: { value },
  atOnce: true,
  read: (functionName, argument, given) => {
    if (given === value) return value;
    throw fault('option', functionName, `${argument} must be ${show(value)}; ${why}`, {
      argument,
      value: given,
    });
  },
});

/** A parameter that may also be null. */
export const nullable = <In, Out>(parameter: Parameter<In, Out>): Parameter<In | null, Out | null> => ({
  words: `${parameter.words}, or null`,
  read: (functionName, argument, value) =>
    value === null ? null : parameter.read(functionName, argument, value),
});

/**
 * For `satisfies`, behind the parameters of a function: there is one for each of `Keywords`, and it takes what the type
 * of that keyword allows. So the types that people read agree with the row.
 */
export type Takes<Keywords> = Readonly<Record<string, Parameter>> & {
  readonly [Name in keyof Keywords]-?: Parameter<Exclude<Keywords[Name], undefined>, unknown>;
};
