/**
 * The derivative of a transform: the transform the other way, with the same factor, of an axis that is cut where zeros followed
 * the input and followed by zeros where it was cut. Half a spectrum stands for all of it: the places that stand for two count
 * twice.
 */

import { gatherOperation } from '../array/gather.ts';
import { extensionMap } from '../boundary/extension.ts';
import type { Adjoint, Operation, Tools } from '../gate/record.ts';
import { isComplex } from '../kernels/dtype.ts';
import { newView, type View } from '../views/view.ts';
import { type AxisTransform, extentsOf, type TransformRequest } from './options.ts';
import { transformed } from './steps.ts';

/** A transform by its request. */
const transformOperation: Operation<TransformRequest, View> = {
  name: 'transform',
  run: ([x], request) => transformed(x, request),
  adjoint: (step, gradients, tools) => transformAdjoint(step, gradients, tools),
};

/** An axis cut to a length, or followed by zeros. */
function fitted(x: View, lengths: ReadonlyMap<number, number>, tools: Tools): View {
  const tables = x.shape.map((extent, axis) => {
    const length = lengths.get(axis) ?? extent;
    return length === extent ? null : extensionMap('constant', extent, 0, length);
  });
  return tables.some(table => table !== null)
    ? tools.apply(gatherOperation, [x], { tables, fill: 0, name: 'transform' })
    : x;
}

/** A complex transform along axes, of lengths that are there. */
function alongAll(
  x: View,
  steps: readonly AxisTransform[],
  inverse: boolean,
  factor: number,
  tools: Tools,
): View {
  if (steps.length === 0) return factor === 1 ? x : tools.multiply(x, factor);
  const request: TransformRequest = { steps, inverse, factor, shape: x.shape, real: false };
  return tools.apply(transformOperation, [x], request);
}

/** How often each place of half a spectrum of n counts: twice, but for place 0 and n/2. */
function timesTwo(x: View, { axis, n }: AxisTransform, tools: Tools): View {
  const { writes: places } = extentsOf({ kind: 'spectrum', axis, n });
  const weights = newView(
    'float64',
    x.shape.map((_, k) => (k === axis ? places : 1)),
  );
  const list = weights.storage.memory as Float64Array;
  list.fill(2);
  list[0] = 1;
  if (n % 2 === 0) list[places - 1] = 1;
  return tools.multiply(x, tools.astype(weights, x.dtype === 'complex64' ? 'float32' : 'float64'));
}

export const transformAdjoint: Adjoint<TransformRequest> = ({ options, shapes: [shape] }, [g], tools) => {
  const { steps, inverse, factor } = options;
  const complexSteps = steps.map(({ axis, n }): AxisTransform => ({ kind: 'complex', axis, n }));
  const halves = steps.find(({ kind }) => kind !== 'complex');
  const originals = new Map(steps.map(({ axis }) => [axis, shape[axis]]));
  if (!halves) return [fitted(alongAll(g, complexSteps, !inverse, factor, tools), originals, tools)];
  if (halves.kind === 'spectrum') {
    const whole = fitted(g, new Map([[halves.axis, halves.n]]), tools);
    return [fitted(tools.realPart(alongAll(whole, complexSteps, !inverse, factor, tools)), originals, tools)];
  }
  const { writes: places } = extentsOf({ ...halves, kind: 'spectrum' });
  const request: TransformRequest = {
    steps: [{ ...halves, kind: 'spectrum' }],
    inverse: false,
    factor,
    shape: g.shape.with(halves.axis, places),
    real: false,
  };
  const real = isComplex(g.dtype) ? tools.realPart(g) : g;
  const half = timesTwo(tools.apply(transformOperation, [real], request), halves, tools);
  const others = complexSteps.filter(({ axis }) => axis !== halves.axis);
  return [fitted(alongAll(half, others, false, 1, tools), originals, tools)];
};
