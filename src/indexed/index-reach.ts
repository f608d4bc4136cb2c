/** How the elements that an index names are reached from the axes of its result. */
import { sizeOf } from '../extents.ts';
import { type IndexPlan, type Lookup, unravelled } from '../indexing/index.ts';
import type { AxisGather } from '../views/bind.ts';
import type { View } from '../views/view.ts';

/** Strides, look-ups and a first place, over the axes of the result. */
export interface IndexReach {
  readonly strides: readonly number[];
  readonly gathers: readonly AxisGather[];
  readonly offset: number;
}

/** The reach of an array by a plan over its shape. */
export function indexReach(x: View, plan: IndexPlan): IndexReach {
  let { offset } = x;
  const empty = plan.shape.includes(0);
  for (const { axis, place } of plan.fixed) offset += place * x.strides[axis];
  const strides = plan.axes.map(axis => {
    if (axis.from !== 'slice') return 0;
    offset += axis.first * x.strides[axis.axis];
    return axis.step * x.strides[axis.axis];
  });
  const { block } = plan;
  const gathers = block ? plan.lookups.flatMap(lookup => gathersOf(x, lookup, plan, block.at)) : [];
  return { strides, gathers, offset: empty ? x.offset : offset };
}

/** The look-ups of one table: one, where its axes are a single stretch of memory; else one for each axis. */
function gathersOf(x: View, lookup: Lookup, { shape, block }: IndexPlan, at: number): AxisGather[] {
  const { axes, extents, table, shape: own } = lookup;
  const coefficients = shape.map(() => 0);
  let step = 1;
  for (let k = own.length - 1; k >= 0; k--) {
    const dimension = at + block!.shape.length - own.length + k;
    coefficients[dimension] = own[k] === 1 ? 0 : step;
    step *= own[k];
  }
  const inLine = axes.every((axis, k) => k === 0 || x.strides[axes[k - 1]] === x.strides[axis] * extents[k]);
  const last = axes[axes.length - 1];
  const gather = (axis: number, entries: Int32Array, extent: number): AxisGather => ({
    axis,
    coefficients,
    start: 0,
    table: entries,
    extent,
  });
  if (inLine) return [gather(last, table, sizeOf(extents))];
  return unravelled(table, extents).map((entries, k) => gather(axes[k], entries, extents[k]));
}
