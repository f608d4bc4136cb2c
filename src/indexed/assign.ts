/** Writing by an index: assignment, where the last of repeated places wins, and accumulation, where all are added. */
import { ConcordatError, showShape } from '../errors.ts';
import { type Draft, type IndexPlan, lastWriters, settleEntries, unravelled } from '../indexing/index.ts';
import { castValue } from '../kernels/value.ts';
import { checkSize } from '../limits.ts';
import { overlap } from '../runtime/storage.ts';
import type { AxisGather } from '../views/bind.ts';
import { NestBuilder } from '../views/build.ts';
import { contiguousCopy } from '../views/copy.ts';
import { memoryOf, type View, view } from '../views/view.ts';
import { indexReach } from './index-reach.ts';
import { valueShape } from './value-shape.ts';

/**
 * Writes a value at the places of an index, in place; where `accumulate`, adds it there. Errors name `caller`.
 *
 * @returns the view that was written
 */
export function assigned(x: View, given: View, draft: Draft, caller: string, accumulate: boolean): View {
  // NumPy's assignment looks at the value first, its add.at at the places.
  const early = accumulate ? settleEntries(caller, draft) : null;
  const fitting = valueShape(caller, draft, given.shape, accumulate);
  const plan = apart(early ?? settleEntries(caller, draft), x);
  if (plan.shape.includes(0)) return x;
  checkWritable(caller, x);
  if (plan.block) checkSize(caller, plan.block.shape, 4, 'a list of the places');
  // What is written must not be read meanwhile.
  const source = overlap(x.storage, given.storage) ? contiguousCopy(given) : given;
  const dropped = source.shape.length - fitting.length;
  const value = view(source, fitting, source.strides.slice(dropped));
  const nest = new NestBuilder(plan.shape);
  const writers = accumulate ? null : lastWriters(plan);
  const loaded = nest.load(value, valueReach(value, plan, writers));
  nest.storeInto(x, castValue(loaded, x.dtype), { ...indexReach(x, plan), accumulate });
  nest.run();
  return x;
}

/** The plan with tables of its own where one may lie in the memory that is written. */
function apart(plan: IndexPlan, x: View): IndexPlan {
  const { buffer } = memoryOf(x);
  if (plan.lookups.every(({ table }) => table.buffer !== buffer)) return plan;
  return { ...plan, lookups: plan.lookups.map(lookup => ({ ...lookup, table: lookup.table.slice() })) };
}

/** The value stretched over the result; where places are repeated, the block reads what their last writer reads. */
function valueReach(value: View, { shape, block }: IndexPlan, writers: Int32Array | null) {
  const missing = shape.length - value.shape.length;
  const strides = shape.map((_, axis) =>
    axis < missing || value.shape[axis - missing] === 1 ? 0 : value.strides[axis - missing],
  );
  if (!writers || !block) return { strides };
  const coefficients = shape.map(() => 0);
  let step = 1;
  for (let k = block.shape.length - 1; k >= 0; k--) {
    coefficients[block.at + k] = step;
    step *= block.shape[k];
  }
  const gathers: AxisGather[] = [];
  for (const [k, table] of unravelled(writers, block.shape).entries()) {
    const axis = block.at + k;
    if (strides[axis] === 0) continue;
    gathers.push({ axis: axis - missing, coefficients, start: 0, table, extent: block.shape[k] });
    strides[axis] = 0;
  }
  return { strides, gathers };
}

function checkWritable(caller: string, x: View): void {
  const axis = x.strides.findIndex((stride, k) => stride === 0 && x.shape[k] > 1);
  if (axis >= 0)
    throw new ConcordatError(
      'value',
      `${caller}: assignment destination is read-only; it is a broadcast view of shape ${showShape(x.shape)}, whose ` +
        `elements along axis ${axis} are one and the same in memory; assign to a copy of it`,
      { function: caller, python: 'ValueError', axis, strides: x.strides },
    );
}
