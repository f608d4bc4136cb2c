/** Reading by an index: views where NumPy gives views, else copies. */
import { type Draft, settleEntries } from '../indexing/index.ts';
import { NestBuilder } from '../views/build.ts';
import { contiguousCopy } from '../views/copy.ts';
import { type View, view } from '../views/view.ts';
import { indexReach } from './index-reach.ts';

/** What an index takes of a view; into `out` where it is given. Errors name `caller`. */
export function taken(x: View, draft: Draft, caller: string, out?: View): View {
  const plan = settleEntries(caller, draft);
  const { strides, gathers, offset } = indexReach(x, plan);
  if (!plan.block && !out) {
    const seen = view(x, plan.shape, strides, offset);
    return plan.view ? seen : contiguousCopy(seen);
  }
  const nest = new NestBuilder(plan.shape, [], caller);
  const result = nest.store(nest.load(x, { strides, gathers, offset }), x.dtype, 'c', out);
  nest.run();
  return result;
}
