/**
 * Small matrices written out element by element: one nest over the batch, in which a matrix is a table of scalar
 * expressions. Compiled, a vector holds one element of four matrices, so everything is straight-line code without
 * shuffles, for any strides: a (2, 4, N) array seen as (N, 2, 4) is read where it lies. Everything is computed in float64,
 * as NumPy computes its linear algebra, and rounded once to the type of the result.
 */

import * as e from '../kernels/expression.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import { castValue, realValue, type Value } from '../kernels/value.ts';
import { planner } from '../runtime/plans.ts';
import { accessesOf, loadedValue, nestOf, runOver, sinksOf, sourcesOf } from '../views/bind.ts';
import { countOf, formOf, type View, type ViewForm, view } from '../views/view.ts';

/** A matrix of expressions, row by row. */
export type Cells = readonly (readonly e.Expression[])[];

/** Element (row, column) of every matrix of a batch, as an array of the batch's shape. */
export function element(x: View, row: number, column: number): View {
  const rank = x.shape.length - 2;
  const offset = x.offset + row * x.strides[rank] + column * x.strides[rank + 1];
  return view(x, x.shape.slice(0, rank), x.strides.slice(0, rank), countOf(x) === 0 ? x.offset : offset);
}

const cellsOf = (x: View): View[] => {
  const [rows, columns] = x.shape.slice(-2);
  return Array.from({ length: rows * columns }, (_, k) => element(x, Math.floor(k / columns), k % columns));
};

/** A list as a matrix of so many columns. */
const asCells = (list: readonly e.Expression[], columns: number): Cells =>
  Array.from({ length: list.length / columns }, (_, row) => list.slice(row * columns, (row + 1) * columns));

/** What decides over the nest of a computation on matrices: all but the memory. */
interface Form<Data> {
  readonly data: Data;
  readonly inputs: readonly ViewForm[];
  readonly outputs: readonly ViewForm[];
}

/** Results by output and element; the nest is made of the first views. */
interface Plan {
  readonly accesses: readonly (readonly Access[])[];
  readonly results: readonly (readonly Value[])[];
  nest?: Nest;
}

/** Accesses of every element of matrices, row by row, from loops over the batch. */
const accessesOfCells = ({ dtype, shape, strides }: ViewForm): Access[] => {
  const rank = shape.length - 2;
  const [access] = accessesOf({ dtype, strides: strides.slice(0, rank) }, {}, rank);
  return Array.from({ length: shape[rank] * shape[rank + 1] }, () => access);
};

/**
 * A computation of matrices from matrices, for the top of a module.
 *
 * @param compute the matrices of one place of the batch, of data and the matrices there. It may look at nothing else
 * @returns computes `outputs` from `inputs`; all of them have the same batch axes before their last two
 */
export function eachMatrix<Data>(
  compute: (data: Data, ...matrices: Cells[]) => readonly Cells[],
): (data: Data, inputs: readonly View[], outputs: readonly View[]) => void {
  const planFor = planner(({ data, inputs, outputs }: Form<Data>) => {
    let next = 0;
    const loaded = inputs.map(({ dtype, shape }) => {
      const [rows, columns] = shape.slice(-2);
      const list = Array.from({ length: rows * columns }, () =>
        e.cast(loadedValue(dtype, next++).re, 'float64'),
      );
      return asCells(list, columns);
    });
    const results = compute(data, ...loaded).map((cells, k) =>
      cells.flat().map(cell => castValue(realValue(cell), outputs[k].dtype)),
    );
    return { accesses: inputs.map(accessesOfCells), results } as Plan;
  });
  return (data, inputs, outputs) => {
    const batch = outputs[0].shape.slice(0, -2);
    const plan = planFor({ data, inputs: inputs.map(formOf), outputs: outputs.map(formOf) });
    const sources = inputs.flatMap((x, k) =>
      cellsOf(x).flatMap((cell, place) => sourcesOf(cell, [plan.accesses[k][place]])),
    );
    const sinks = outputs.flatMap((y, k) =>
      cellsOf(y).flatMap((cell, place) => sinksOf(cell, plan.results[k][place])),
    );
    plan.nest ??= nestOf(batch, [], sources, sinks);
    runOver(plan.nest, sources, sinks, []);
  };
}
