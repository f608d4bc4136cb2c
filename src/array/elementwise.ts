/** Functions element by element, made of rows. */

import { type ArrayLike, asView } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { ConcordatError, checkOptions } from '../errors.ts';
import { computeRow } from '../views/compute-row.ts';
import type { ElementwiseRow } from '../views/elementwise.ts';
import type { OutOptions } from '../views/out.ts';
import { rowAdjoints } from '../views/row-adjoints.ts';
import { elementwiseRows, type RowName } from '../views/rows.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

/** Defines an operation of one or two arrays from its row. */
export const define = (name: RowName) =>
  defineOperation<OutOptions>({
    name,
    run: (inputs, { out }) => computeRow(name, inputs, out),
    adjoint:
      rowAdjoints[name] &&
      (({ input, result, needs }, [g], tools) => rowAdjoints[name]!(tools, g, input, result, needs)),
  });

/** The options that stand behind `count` arrays. An argument that an operation does not have must not pass unseen. */
export function optionsBehind(name: string, given: readonly unknown[], count: number): OutOptions {
  if (given.length < count || given.length > count + 1)
    throw new ConcordatError(
      'option',
      `${name}: ${given.length} arguments were given; it takes ${count} array${count > 1 ? 's' : ''} and options`,
      { function: name, given: given.length, expected: count },
    );
  const options = given[count] ?? {};
  checkOptions(name, options, ['out']);
  return options;
}

/** The function of two arrays that a row describes. */
export function binaryOperation(
  name: RowName,
): (a: ArrayLike, b: ArrayLike, options?: OutOptions) => NDArray {
  const operation = define(name);
  return (...given) => {
    const options = optionsBehind(name, given, 2);
    return operation(
      asOperands(
        name,
        [
          ['a', given[0]],
          ['b', given[1]],
        ],
        (elementwiseRows[name] as ElementwiseRow).whole,
      ),
      options,
    );
  };
}

/** The function of one array that a row describes. */
export function unaryOperation(name: RowName): (x: ArrayLike, options?: OutOptions) => NDArray {
  const operation = define(name);
  return (...given) => {
    const options = optionsBehind(name, given, 1);
    return operation([asView(given[0], name, 'x')], options);
  };
}
