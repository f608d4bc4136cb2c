/** Elements put elsewhere by a map an axis, and added back to where they came from: each is the other's transpose. */
import { type AxisMap, tableMap } from '../boundary/extension.ts';
import type { Operation } from '../gate/record.ts';
import { foldedBack } from '../views/fold-back.ts';
import { type AxisTables, gathered } from '../views/gather.ts';
import type { ScalarLike } from '../views/scalar.ts';
import type { View } from '../views/view.ts';
import { apply, type NDArray } from './ndarray.ts';

interface Gathering {
  readonly tables: AxisTables;
  readonly fill: ScalarLike;
  readonly name: string;
}

const mapsOf = (tables: AxisTables): (AxisMap | null)[] =>
  tables.map(table => (table instanceof Int32Array ? tableMap(table) : table));

export const gatherOperation: Operation<Gathering, View> = {
  name: 'gatherAxes',
  run: ([x], { tables, fill, name }) => gathered(x, tables, fill, name),
  adjoint: ({ options: { tables }, shapes: [shape] }, [g], tools) => [
    tools.apply(foldBackOperation, [g], { maps: mapsOf(tables), shape }),
  ],
};

interface FoldingBack {
  readonly maps: readonly (AxisMap | null)[];
  readonly shape: readonly number[];
}

export const foldBackOperation: Operation<FoldingBack, View> = {
  name: 'foldBack',
  run: ([x], { maps, shape }) => foldedBack(x, maps, shape),
  adjoint: ({ options: { maps } }, [g], tools) => [
    tools.apply(gatherOperation, [g], { tables: maps, fill: 0, name: 'foldBack' }),
  ],
};

/** The array that the tables describe; errors speak of `name`. */
export const gatherAxes = (x: View, tables: AxisTables, fill: ScalarLike = 0, name = 'gatherAxes'): NDArray =>
  apply(gatherOperation, [x], { tables, fill, name });
