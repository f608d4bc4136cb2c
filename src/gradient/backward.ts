/** Walks a tape back, from the gradients of what came out to those of what went in. */
import { fault } from '../errors.ts';
import { isComplex } from '../kernels/dtype.ts';
import type { View } from '../views/view.ts';
import type { Entry, Tape, Tracked } from './tape.ts';
import { tools } from './tools.ts';

/** A gradient in the shape and the type of what it belongs to. */
function fitted(g: View, { shape, dtype }: Tracked): View {
  const missing = g.shape.length - shape.length;
  const axes = g.shape
    .map((_, axis) => axis)
    .filter(axis => axis < missing || (shape[axis - missing] === 1 && g.shape[axis] !== 1));
  const summed = axes.length > 0 ? tools.reshape(tools.sum(g, axes, true), shape) : g;
  const whole = summed.shape.every((extent, axis) => extent === shape[axis])
    ? summed
    : tools.broadcastTo(summed, shape);
  const real = isComplex(whole.dtype) && !isComplex(dtype) ? tools.realPart(whole) : whole;
  return real.dtype === dtype ? real : tools.astype(real, dtype);
}

/**
 * @param seeds gradients of values on the tape
 * @returns the gradient of a value, null where nothing came back to it
 */
export function backward(
  name: string,
  tape: Tape,
  seeds: readonly (readonly [Tracked, View])[],
): (value: Tracked) => View | null {
  const gradients = new Map<Tracked, View>();
  const add = (value: Tracked, g: View): void => {
    const own = fitted(g, value);
    const known = gradients.get(value);
    gradients.set(value, known ? tools.add(known, own) : own);
  };
  for (const [value, g] of seeds) add(value, g);
  for (const entry of [...tape.entries].reverse()) step(name, tape, entry, gradients, add);
  return value => gradients.get(value) ?? null;
}

function step(
  name: string,
  tape: Tape,
  entry: Entry,
  gradients: Map<Tracked, View>,
  add: (value: Tracked, g: View) => void,
): void {
  const { inputs, results, options, adjoint } = entry;
  const found = results.map(({ tracked }) => gradients.get(tracked));
  if (found.every(g => g === undefined)) return;
  for (const { tracked } of results) gradients.delete(tracked);
  if (!adjoint)
    throw fault('value', name, `${entry.name} cannot be differentiated; stopGradient(x) leaves it out`, {
      operation: entry.name,
    });
  const there = ({ view, writes }: { view: View; writes: number }): View => {
    if (tape.writesOf(view) === writes) return view;
    throw fault(
      'value',
      name,
      `what ${entry.name} was given or gave was overwritten (by set, scatterAdd or out), and its derivative needs it; write into a copy`,
      { operation: entry.name },
    );
  };
  const whole = found.map((g, k) => g ?? tools.zeros(results[k].tracked.shape, results[k].tracked.dtype));
  const given = adjoint(
    {
      options,
      shapes: inputs.map(({ view }) => view.shape),
      dtypes: inputs.map(({ view }) => view.dtype),
      needs: inputs.map(({ tracked }) => tracked !== null),
      input: k => there(inputs[k]),
      result: (k = 0) => there(results[k]),
    },
    whole,
    tools,
  );
  inputs.forEach(({ tracked }, k) => {
    const g = given[k];
    if (tracked && g) add(tracked, g);
  });
}
