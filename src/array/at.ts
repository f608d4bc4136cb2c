/** Reading by an index: views where NumPy gives views, else copies. */
import { type Draft, draftIndex, type IndexLibrary, type IndexTerm, settle } from '../indexing/index.ts';
import type { DType } from '../kernels/dtype.ts';
import { contiguousCopy, NestBuilder, view } from './build.ts';
import { indexReach } from './index-reach.ts';
import type { NDArray } from './ndarray.ts';
import { defineOperation } from './operation.ts';

const atOperation = defineOperation<{ caller: string; draft: Draft }>({
  name: 'at',
  run: ([x], { caller, draft }) => {
    const plan = settle(caller, draft);
    const { strides, gathers, offset } = indexReach(x, plan);
    if (!plan.block) {
      const seen = view(x, plan.shape, strides, offset);
      return plan.view ? seen : contiguousCopy(seen);
    }
    const nest = new NestBuilder(plan.shape);
    const result = nest.store(nest.load(x, { strides, gathers, offset }), x.dtype);
    nest.run();
    return result;
  },
});

/** What an index takes of an array, by the rules of a library. */
export function readAt<D extends DType>(
  x: NDArray<D>,
  terms: readonly IndexTerm[],
  caller: string,
  library: IndexLibrary = 'numpy',
): NDArray<D> {
  return atOperation([x], { caller, draft: draftIndex(caller, x.shape, terms, library) }) as NDArray<D>;
}
