/** One run of a function with its way back. */

import { zeros } from '../array/create.ts';
import { apply, arrayOf } from '../array/ndarray.ts';
import { fault, showShape } from '../errors.ts';
import type { Operation } from '../gate/record.ts';
import { type View, view } from '../views/view.ts';
import { backward } from './backward.ts';
import { mapArrays } from './structure.ts';
import { isDifferentiable, Tape, type Tracked } from './tape.ts';

/** A function of arrays, in lists and records perhaps. */
export type Differentiable<Inputs extends unknown[] = never[]> = (...inputs: Inputs) => unknown;

/** An argument as an array of its own, since the same one may be given twice. A tape around sees where it comes from. */
const argumentOperation: Operation<Record<string, never>, View> = {
  name: 'argument',
  run: ([x]) => view(x, x.shape, x.strides),
  adjoint: (_, [g]) => [g],
};

/** What ran: the value, and the gradients of the arguments for one of the value. */
export interface Ran {
  readonly value: unknown;
  /** The arrays of the value, in order. */
  readonly outputs: readonly View[];
  /** The gradients of the arguments that were asked for, in their structures. */
  readonly pull: (gradients: readonly View[]) => unknown[];
}

/**
 * Runs a function on arguments, of which some are differentiated.
 *
 * @param name the function whose errors are thrown
 * @param wanted the places of the arguments that are differentiated
 */
export function runForward(
  name: string,
  f: Differentiable,
  inputs: readonly unknown[],
  wanted: readonly number[],
): Ran {
  const tape = new Tape(name);
  const leaves = new Map<string, Tracked>();
  const given = inputs.map((input, k) => {
    if (!wanted.includes(k)) return input;
    return mapArrays(name, `argument ${k}`, input, (given, path) => {
      if (!isDifferentiable(given.dtype))
        throw fault(
          'dtype',
          name,
          `${path} is ${given.dtype}; only floating point and complex arrays have gradients`,
          { argument: path, dtype: given.dtype },
        );
      const fresh = apply(argumentOperation, [given], {});
      leaves.set(path, tape.track(fresh));
      return fresh;
    });
  });
  const value = tape.during(() => f(...(given as never[])));
  const outputs: View[] = [];
  mapArrays(name, 'the value', value, output => outputs.push(output));
  const pull = (gradients: readonly View[]): unknown[] => {
    const seeds = outputs.flatMap((output, k): [Tracked, View][] => {
      const tracked = tape.trackedOf(output);
      if (!tracked) return [];
      if (showShape(gradients[k].shape) !== showShape(output.shape))
        throw fault(
          'shape',
          name,
          `a gradient has shape ${showShape(gradients[k].shape)}; that of the value is ${showShape(output.shape)}`,
          { shape: gradients[k].shape, expected: output.shape },
        );
      return [[tracked, gradients[k]]];
    });
    const gradientOf = backward(name, tape, seeds);
    return wanted.map(k =>
      mapArrays(name, `argument ${k}`, inputs[k], ({ shape, dtype }, path) =>
        arrayOf(gradientOf(leaves.get(path)!) ?? zeros(shape, { dtype })),
      ),
    );
  };
  return { value, outputs, pull };
}
