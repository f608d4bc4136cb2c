/** Rows carried out: operations element by element on views. */
import { broadcastShapes } from './broadcast.ts';
import { type PointwiseOptions, pointwise } from './computation.ts';
import { applyRow } from './elementwise.ts';
import { elementwiseRows, type RowName, selectValue } from './rows.ts';
import type { View } from './view.ts';

const rowOf = pointwise<RowName>((name, ...values) => applyRow(name, elementwiseRows[name], values));

/** The shape to which inputs of a function broadcast. */
const shapeOf = (name: string, inputs: readonly View[]): number[] =>
  broadcastShapes(name, ...inputs.map(({ shape }) => shape));

/** What a row computes of views, broadcast; into `out` where it is given. */
export const computeRow = (name: RowName, inputs: readonly View[], out?: View): View =>
  rowOf(name, inputs, shapeOf(name, inputs), { name, out });

const chosen = pointwise<null>((_, condition, a, b) => selectValue(condition, a, b));

/** Elements of the second view where the first is not zero, of the third elsewhere. */
export const chooseBetween = (
  inputs: readonly View[],
  { name = 'where', out }: PointwiseOptions = {},
): View => chosen(null, inputs, shapeOf(name, inputs), { name, out });
