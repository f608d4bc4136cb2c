/**
 * The causes that a search knows, in the order in which they act: first what changes the convolution, then what
 * happens to its result. A new cause is one more entry.
 */
import type { Cause } from '../cause.ts';
import { otherBoundary } from './boundary.ts';
import { cropped } from './crop.ts';
import { flippedKernel, flippedResult } from './flip.ts';
import { otherOrigin } from './origin.ts';
import { otherPrecision } from './precision.ts';
import { scaled } from './scale.ts';
import { rolledAround, shiftedOut } from './shift.ts';
import { strided } from './stride.ts';
import { transposedKernel, transposedResult } from './transpose.ts';
import { otherWindow } from './window.ts';

export const causes: readonly Cause[] = [
  flippedKernel,
  transposedKernel,
  otherBoundary,
  otherOrigin,
  otherWindow,
  transposedResult,
  flippedResult,
  scaled,
  rolledAround,
  shiftedOut,
  strided,
  cropped,
  otherPrecision,
];
