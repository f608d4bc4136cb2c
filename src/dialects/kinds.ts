/** The kinds of parameters that several libraries have; what one library alone reads so stands in its folder. */

import { allowedNames, type Boundary, type BoundaryVocabulary, readBoundary } from '../boundary/table.ts';
import { type ArrayLike, asView } from '../convert/convert.ts';
import { checkInteger, fault, show } from '../errors.ts';
import type { View } from '../views/view.ts';
import type { Parameter } from './parameter.ts';

/** An array, or what stands for one. */
export const arrayLike: Parameter<ArrayLike, View> = {
  words: 'an array',
  read: (functionName, argument, value) => asView(value as ArrayLike, functionName, argument),
};

/** A whole number of at least `minimum`. */
export const integer = (minimum = -Infinity): Parameter<number, number> => ({
  words: minimum === -Infinity ? 'a whole number' : `a whole number of at least ${minimum}`,
  read: (functionName, argument, value) => checkInteger(functionName, argument, value, minimum),
});

/** What Python takes for true or false: any value. */
export const flag: Parameter<boolean, boolean> = {
  words: 'true or false',
  read: (_functionName, _argument, value) => Boolean(value),
};

/** One of several names. `sentence` has the library's own words of what is no name; the names follow otherwise. */
export function choice<const Name extends string>(
  names: readonly Name[],
  sentence?: (shown: string, argument: string) => string,
): Parameter<Name, Name> {
  const words = `one of ${names.map(show).join(', ')}`;
  return {
    words,
    read: (functionName, argument, value) => {
      const found = names.find(name => name === value);
      if (found !== undefined) return found;
      const what = sentence?.(show(value), argument) ?? `${argument} is ${show(value)}; it must be ${words}`;
      throw fault('option', functionName, what, { argument, value, allowed: names });
    },
  };
}

/** A library's name of an extension, read as ours. `wording` are the library's words of what is no name. */
export const boundaryIn = <Name extends string>(
  vocabulary: BoundaryVocabulary,
  wording: (value: unknown) => string = () => '',
): Parameter<Name, Boundary> => ({
  words: `one of ${allowedNames(vocabulary).map(show).join(', ')}`,
  read: (functionName, argument, value) =>
    readBoundary(vocabulary, value, functionName, argument, wording(value)),
});

/** An argument whose meaning hangs on another one, the axes of an array say: the function reads it when it knows that. */
export const later = <In>(words: string): Parameter<In, unknown> => ({
  words,
  read: (_functionName, _argument, value) => value,
});

/** An argument that goes, as it is, to a function of this library, which checks it. */
export const passedOn = <T>(words: string): Parameter<T, T> => ({
  words,
  read: (_functionName, _argument, value) => value as T,
});
