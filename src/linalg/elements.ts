/**
 * Small matrices written out element by element: one nest over the batch, in which a matrix is a table of scalar
 * expressions. Compiled, a vector holds one element of four matrices, so everything is straight-line code without
 * shuffles, for any strides: a (2, 4, N) array seen as (N, 2, 4) is read where it lies. Everything is computed in float64,
 * as NumPy computes its linear algebra, and rounded once to the type of the result.
 */

import * as e from '../kernels/expression.ts';
import type { Nest } from '../kernels/nest.ts';
import { castValue, realValue } from '../kernels/value.ts';
import { kept } from '../runtime/kept.ts';
import { accessesOf, loadedValue, nestOf, runOver, sinksOf, sourcesOf } from '../views/bind.ts';
import type { View } from '../views/view.ts';
import { countOf, view } from '../views/view.ts';

/** A matrix of expressions, row by row. */
export type Cells = readonly (readonly e.Expression[])[];

/** Nests that are kept: a program that does the same again pays for the run alone. */
const MOST_NESTS = 64;
const nests = new Map<string, Nest>();

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

/** A list as a matrix with the extents of an array's last two axes. */
function asCells(list: readonly e.Expression[], { shape }: View): Cells {
  const [rows, columns] = shape.slice(-2);
  return Array.from({ length: rows }, (_, row) => list.slice(row * columns, (row + 1) * columns));
}

/**
 * Computes matrices from matrices, for every place of a batch. All arrays have the same batch axes before their last
 * two. `key` names the computation: where it is the same, so must be `compute`.
 */
export function eachMatrix(
  key: string,
  inputs: readonly View[],
  outputs: readonly View[],
  compute: (...matrices: Cells[]) => readonly Cells[],
): void {
  const batch = outputs[0].shape.slice(0, -2);
  const read = inputs.map(cellsOf);
  const written = outputs.map(cellsOf);
  const sources = read.flat().flatMap(array => sourcesOf(array, accessesOf(array, {}, batch.length)));
  const form = [key, ...[...inputs, ...outputs].map(x => `${x.dtype} ${x.shape} ${x.strides}`)].join('|');
  const nest = kept(nests, form, MOST_NESTS, () => {
    let next = 0;
    const loaded = inputs.map((x, k) =>
      asCells(
        read[k].map(() => e.cast(loadedValue(x.dtype, next++).re, 'float64')),
        x,
      ),
    );
    const results = compute(...loaded).flatMap(cells => cells.flat());
    const sinks = written
      .flat()
      .flatMap((array, k) => sinksOf(array, castValue(realValue(results[k]), array.dtype)));
    return nestOf(batch, [], sources, sinks);
  });
  const values = nest.outputs.map(output => realValue(output.value));
  const sinks = written.flat().flatMap((array, k) => sinksOf(array, values[k]));
  runOver(nest, sources, sinks, []);
}
