/** Elements put elsewhere by a table an axis: the one idea behind roll, tile, repeat and pad. */
import { NestBuilder } from './build.ts';
import type { NDArray } from './ndarray.ts';
import { defineOperation } from './operation.ts';
import { type ScalarLike, scalarParts } from './scalar.ts';

/** Per axis the place in the source of each place of the result (−1: the fill), or null for the axis as it is. */
export type AxisTables = readonly (Int32Array | null)[];

const gatherOperation = defineOperation<{ tables: AxisTables; fill: ScalarLike }>({
  name: 'gatherAxes',
  run: ([x], { tables, fill }) => {
    const shape = x.shape.map((extent, axis) => tables[axis]?.length ?? extent);
    const nest = new NestBuilder(shape);
    const value = nest.load(x, {
      strides: x.strides.map((stride, axis) => (tables[axis] ? 0 : stride)),
      gathers: tables.flatMap((table, axis) =>
        table ? [{ axis, table, start: 0, coefficients: shape.map((_, k) => (k === axis ? 1 : 0)) }] : [],
      ),
      fill: scalarParts(fill, 'gatherAxes', 'fill'),
    });
    const result = nest.store(value, x.dtype);
    nest.run();
    return result;
  },
});

/** The array that the tables describe. */
export const gatherAxes = (x: NDArray, tables: AxisTables, fill: ScalarLike = 0): NDArray =>
  gatherOperation([x], { tables, fill });
