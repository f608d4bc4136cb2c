/** The operations of indexing, as they pass the gate: reading, assignment, accumulation. */
import type { Operation } from '../gate/record.ts';
import type { Draft } from '../indexing/index.ts';
import { contiguousCopy } from '../views/copy.ts';
import { newView, type View } from '../views/view.ts';
import { assigned } from './assign.ts';
import { taken } from './at.ts';

/** An index read over the shape of an array; errors name `caller`. */
interface Indexed {
  readonly caller: string;
  readonly draft: Draft;
}

export const atOperation: Operation<Indexed & { readonly out?: View }, View> = {
  name: 'at',
  run: ([x], { caller, draft, out }) => taken(x, draft, caller, out),
  adjoint: ({ options: { caller, draft } }, [g], tools) => [
    tools.apply(spreadOperation, [g], { caller, draft }),
  ],
};

/** Elements added to an array of zeros, of the shape that an index was read over, at the places that it names. */
export const spreadOperation: Operation<Indexed, View> = {
  name: 'spread',
  run: ([g], { caller, draft }) =>
    assigned(newView(g.dtype, draft.source, { zeroed: true }), g, draft, caller, true),
  adjoint: ({ options: { caller, draft } }, [g], tools) => [tools.apply(atOperation, [g], { caller, draft })],
};

export const setOperation: Operation<Indexed, View> = {
  name: 'set',
  overwrites: true,
  run: ([x, value], { caller, draft }) => assigned(x, value, draft, caller, false),
  adjoint: ({ options: { caller, draft } }, [g], tools) => {
    const kept = tools.apply(spareOperation, [g], { caller, draft });
    const taken = tools.apply(atOperation, [g], { caller, draft });
    if (draft.pending.length === 0) return [kept, taken];
    // Of several values for one place the last one was written.
    const numbers = tools.count(draft.shape);
    const winners = tools.apply(
      atOperation,
      [tools.apply(writeOperation, [tools.zeros(draft.source, 'float64'), numbers], { caller, draft })],
      { caller, draft },
    );
    return [kept, tools.where(tools.equal(winners, numbers), taken, 0)];
  },
};

/** A copy with zeros at the places that an index names. */
const spareOperation: Operation<Indexed, View> = {
  name: 'spare',
  run: ([x], { caller, draft }) =>
    assigned(contiguousCopy(x), newView(x.dtype, [], { zeroed: true }), draft, caller, false),
  adjoint: ({ options: { caller, draft } }, [g], tools) => [
    tools.apply(spareOperation, [g], { caller, draft }),
  ],
};

/** `set` on a copy. */
const writeOperation: Operation<Indexed, View> = {
  name: 'write',
  run: ([x, value], { caller, draft }) => assigned(contiguousCopy(x), value, draft, caller, false),
};

export const scatterAddOperation: Operation<Indexed, View> = {
  name: 'scatterAdd',
  overwrites: true,
  run: ([x, value], { caller, draft }) => assigned(x, value, draft, caller, true),
  adjoint: ({ options: { caller, draft } }, [g], tools) => [
    g,
    tools.apply(atOperation, [g], { caller, draft }),
  ],
};
