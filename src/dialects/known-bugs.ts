/**
 * THE table of known bugs: calls where a library gives what its own definition does not. There our dialect gives the
 * right answer instead. Each library's bugs stand in its folder; peer tests read them here.
 */
import type { CallDescription, KnownBug } from './known-bug.ts';
import { numpyBugs } from './numpy/known-bugs.ts';
import { opencvBugs } from './opencv/known-bugs.ts';
import { scipyBugs } from './scipy/known-bugs.ts';
import { torchBugs } from './torch/known-bugs.ts';

/** Every known bug, library by library. */
export const knownBugs: readonly KnownBug[] = [...numpyBugs, ...scipyBugs, ...torchBugs, ...opencvBugs];

/** The known bugs that a call can meet. */
export const bugsOf = (functionName: string, call: CallDescription): KnownBug[] =>
  knownBugs.filter(bug => bug.calls.includes(functionName) && (bug.applies?.(call) ?? true));
