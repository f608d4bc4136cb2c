/** Reading by an index: views where NumPy gives views, else copies. */
import { type Draft, draftIndex, type IndexLibrary, type IndexTerm, settle } from '../indexing/index.ts';
import type { DType } from '../kernels/dtype.ts';
import { contiguousCopy, NestBuilder, view } from './build.ts';
import { indexReach } from './index-reach.ts';
import type { NDArray } from './ndarray.ts';
import { defineOperation } from './operation.ts';

const atOperation = defineOperation<{ caller: string; draft: Draft; out?: NDArray }>({
  name: 'at',
  run: ([x], { caller, draft, out }) => {
    const plan = settle(caller, draft);
    const { strides, gathers, offset } = indexReach(x, plan);
    if (!plan.block && !out) {
      const seen = view(x, plan.shape, strides, offset);
      return plan.view ? seen : contiguousCopy(seen);
    }
    const nest = new NestBuilder(plan.shape, [], caller);
    const result = nest.store(nest.load(x, { strides, gathers, offset }), x.dtype, 'c', out);
    nest.run();
    return result;
  },
});

/** What an index takes of an array, by the rules of a library. */
export function readAt<D extends DType>(
  x: NDArray<D>,
  terms: readonly IndexTerm[],
  caller: string,
  { library = 'numpy', out }: { library?: IndexLibrary; out?: NDArray } = {},
): NDArray<D> {
  const draft = draftIndex(caller, x.shape, terms, library);
  return atOperation([x], { caller, draft, out }) as NDArray<D>;
}
