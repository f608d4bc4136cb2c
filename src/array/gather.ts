/** Elements put elsewhere by a map an axis, as an operation: for the dialects and the diagnosis. */
import { type AxisTables, gathered } from '../views/gather.ts';
import type { ScalarLike } from '../views/scalar.ts';
import type { View } from '../views/view.ts';
import { defineOperation, type NDArray } from './ndarray.ts';

const gatherOperation = defineOperation<{ tables: AxisTables; fill: ScalarLike; name: string }>({
  name: 'gatherAxes',
  run: ([x], { tables, fill, name }) => gathered(x, tables, fill, name),
});

/** The array that the tables describe; errors speak of `name`. */
export const gatherAxes = (x: View, tables: AxisTables, fill: ScalarLike = 0, name = 'gatherAxes'): NDArray =>
  gatherOperation([x], { tables, fill, name });
