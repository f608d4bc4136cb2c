/** Elements put elsewhere by a map an axis: the one idea behind roll, repeat and pad. */

import { type AxisMap, type Stretch, stretchesOf, tableMap } from '../boundary/extension.ts';
import { OUTSIDE } from '../extents.ts';
import { dtypes } from '../kernels/dtype.ts';
import { checkSize } from '../limits.ts';
import type { AxisGather } from './bind.ts';
import { NestBuilder } from './build.ts';

import { type ScalarLike, scalarParts } from './scalar.ts';
import { countOf, newView, type View, view } from './view.ts';

/** Per axis the place in the source of each place of the result (−1: the fill), or null for the axis as it is. */
export type AxisTables = readonly (AxisMap | Int32Array | null)[];

/** The elements that the tables name; errors speak of `name`. */
export function gathered(x: View, tables: AxisTables, fill: ScalarLike, name: string): View {
  const maps = tables.map(table => (table instanceof Int32Array ? tableMap(table) : table));
  const shape = x.shape.map((extent, axis) => maps[axis]?.length ?? extent);
  checkSize(name, shape, dtypes[x.dtype].bytes);
  const result = newView(x.dtype, shape);
  if (countOf(result) === 0) return result;
  const parts = scalarParts(fill, name, 'fill');
  for (const stretches of together(maps, x.shape)) gatherPart(x, result, stretches, parts);
  return result;
}

/** One stretch of each axis. */
type Placed = Stretch & { readonly from: number };

/** Every combination of a stretch of each axis. */
function* together(
  maps: readonly (AxisMap | null)[],
  shape: readonly number[],
  axis = 0,
): Generator<readonly Placed[]> {
  if (axis === maps.length) {
    yield [];
    return;
  }
  const map = maps[axis];
  const all: Iterable<Placed> = map
    ? stretchesOf(map)
    : [{ from: 0, length: shape[axis], first: 0, step: 1 }];
  for (const stretch of all) for (const rest of together(maps, shape, axis + 1)) yield [stretch, ...rest];
}

/** Writes the part of the result that a stretch of each axis makes up. */
function gatherPart(
  x: View,
  result: View,
  stretches: readonly Placed[],
  fill: ReturnType<typeof scalarParts>,
): void {
  const shape = stretches.map(({ length }) => length);
  const nest = new NestBuilder(shape);
  const outside = Int32Array.of(OUTSIDE);
  const along = (axis: number) => shape.map((_, k) => (k === axis ? 1 : 0));
  const value = nest.load(x, {
    strides: stretches.map((stretch, axis) => ('table' in stretch ? 0 : x.strides[axis] * stretch.step)),
    offset: stretches.reduce(
      (place, stretch, axis) =>
        'table' in stretch || stretch.first === OUTSIDE ? place : place + x.strides[axis] * stretch.first,
      x.offset,
    ),
    gathers: stretches.flatMap((stretch, axis): AxisGather[] => {
      if ('table' in stretch) return [{ axis, table: stretch.table, start: 0, coefficients: along(axis) }];
      return stretch.first === OUTSIDE
        ? [{ axis, table: outside, start: 0, coefficients: shape.map(() => 0) }]
        : [];
    }),
    fill,
  });
  const first = stretches.reduce(
    (place, { from }, axis) => place + from * result.strides[axis],
    result.offset,
  );
  nest.storeInto(view(result, shape, result.strides, first), value);
  nest.run();
}
