/** The operations of indexing, as they pass the gate: reading, assignment, accumulation. */
import type { Operation } from '../gate/operation.ts';
import type { Draft } from '../indexing/index.ts';
import type { View } from '../views/view.ts';
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
};

export const setOperation: Operation<Indexed, View> = {
  name: 'set',
  run: ([x, value], { caller, draft }) => assigned(x, value, draft, caller, false),
};

export const scatterAddOperation: Operation<Indexed, View> = {
  name: 'scatterAdd',
  run: ([x, value], { caller, draft }) => assigned(x, value, draft, caller, true),
};
