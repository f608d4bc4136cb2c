/** Splits a long fold into parts, in whichever way serves it. */
import type { NormalNest } from './normal-nest.ts';
import { type Split, split } from './split.ts';
import { splitRows } from './split-rows.ts';

/** A fold in parts; null where it is none, or done in one piece. */
export const splitFold = (nest: NormalNest): Split | null => split(nest) ?? splitRows(nest);
