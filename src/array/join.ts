/** Arrays joined along an axis, or stacked along a new one. */

import type { ArrayLike } from '../convert/convert.ts';
import { asOperands } from '../convert/operands.ts';
import { ConcordatError, checkAxis, checkOptions, show, showShape } from '../errors.ts';
import { resultType } from '../kernels/dtype.ts';
import { joined } from '../views/join.ts';
import { expanded } from '../views/layout.ts';
import type { View } from '../views/view.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

const joinAll = (inputs: readonly View[], axis: number): View =>
  joined(inputs, axis, resultType(...inputs.map(({ dtype }) => dtype)));

const joinOperation = defineOperation<{ axis: number }>({
  name: 'concatenate',
  run: (inputs, { axis }) => joinAll(inputs, axis),
  adjoint: ({ options: { axis }, shapes }, [g], { part }) => {
    let stop = 0;
    return shapes.map(shape => {
      const start = stop;
      stop += shape[axis];
      return part(g, axis, start, stop);
    });
  },
});

const stackOperation = defineOperation<{ axis: number }>({
  name: 'stack',
  run: (inputs, { axis }) =>
    joinAll(
      inputs.map(input => expanded(input, axis)),
      axis,
    ),
  adjoint: ({ options: { axis }, shapes }, [g], { part, reshape }) =>
    shapes.map((shape, k) => reshape(part(g, axis, k, k + 1), shape)),
});

function asArrays(arrays: readonly ArrayLike[], functionName: string): View[] {
  if (Array.isArray(arrays))
    return asOperands(
      functionName,
      Array.from(arrays, (one, index) => [`arrays[${index}]`, one]),
    );
  const message = `${functionName}: arrays is ${show(arrays)}; it must be a list of arrays`;
  throw new ConcordatError('value', message, { function: functionName, argument: 'arrays' });
}

/**
 * Joins arrays along an axis that they have; the other extents must be equal. Of the type that holds all; lists take the
 * precision of floating arrays among them.
 *
 * @throws ConcordatError when there are none, or their other extents differ
 * @example
 * import { concatenate } from 'concordat';
 * concatenate([[1, 2], [3]]).toArray(); // => [1, 2, 3]
 */
export function concatenate(arrays: readonly ArrayLike[], options: { axis?: number } = {}): NDArray {
  checkOptions('concatenate', options, ['axis']);
  const inputs = asArrays(arrays, 'concatenate');
  if (inputs.length === 0)
    throw new ConcordatError('value', 'concatenate: need at least one array to concatenate', {
      function: 'concatenate',
      argument: 'arrays',
    });
  const axis = checkAxis('concatenate', options.axis ?? 0, inputs[0].shape.length);
  for (const [index, { shape }] of inputs.entries())
    if (
      shape.length !== inputs[0].shape.length ||
      shape.some((extent, k) => k !== axis && extent !== inputs[0].shape[k])
    )
      throw new ConcordatError(
        'shape',
        `concatenate: all the input array dimensions except for the concatenation axis ${axis} must match exactly, ` +
          `but array 0 has shape ${showShape(inputs[0].shape)} and array ${index} has shape ${showShape(shape)}`,
        { function: 'concatenate', axis, shapes: inputs.map(input => input.shape) },
      );
  return joinOperation(inputs, { axis });
}

/**
 * Joins arrays of one shape along a new axis. Types as for `concatenate`.
 *
 * @throws ConcordatError when shapes differ
 * @example
 * import { stack } from 'concordat';
 * stack([[1, 2], [3, 4]], { axis: 1 }).toArray(); // => [[1, 3], [2, 4]]
 */
export function stack(arrays: readonly ArrayLike[], options: { axis?: number } = {}): NDArray {
  checkOptions('stack', options, ['axis']);
  const inputs = asArrays(arrays, 'stack');
  const different = inputs.find(({ shape }) => showShape(shape) !== showShape(inputs[0].shape));
  if (inputs.length === 0 || different)
    throw new ConcordatError(
      'shape',
      different
        ? `stack: all input arrays must have the same shape; ${showShape(inputs[0].shape)} and ${showShape(different.shape)} differ`
        : 'stack: need at least one array to stack',
      { function: 'stack', shapes: inputs.map(input => input.shape) },
    );
  const axis = checkAxis('stack', options.axis ?? 0, inputs[0].shape.length + 1);
  return stackOperation(inputs, { axis });
}
