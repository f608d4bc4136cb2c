/**
 * A finding says one way in which a result differs from the reference: what was done to the reference to give the
 * other result, in words, and the line that undoes it. Findings of one explanation apply in the order given.
 */
import type { Boundary } from '../boundary/table.ts';
import type { DType } from '../kernels/dtype.ts';

/** The line that turns the other result into the reference, as Python and as TypeScript. */
export interface Fix {
  python: string;
  typescript: string;
}

interface Said {
  /** What happened, in words. */
  text: string;
  /** The line that fixes it. */
  fix: Fix;
}

/** The kernel, or the result, was reversed along axes. */
export interface Flip {
  kind: 'flip';
  of: 'kernel' | 'result';
  axes: number[];
  /** Other sets of axes that give the same kernel, because it is symmetric. */
  equivalent?: number[][];
}
/** The axes of the kernel or of the result were put in another order. */
export interface Transpose {
  kind: 'transpose';
  of: 'kernel' | 'result';
  axes: number[];
}
/** other = roll(reference, offset); `null` stands for any offset. Not periodic: the vacated part is something else. */
export interface Shift {
  kind: 'shift';
  offset: (number | null)[];
  periodic: boolean;
  /** How the offset follows from the shape, where probes of two shapes could tell: `-(H//2)`. */
  rule?: string;
}
/**
 * Axes of extent 1: the reference's `removed`, counted there, are not in the other result, which has `added`, counted in it.
 * other = expandDims(squeeze(reference, removed), added).
 */
export interface Axes {
  kind: 'axes';
  removed: number[];
  added: number[];
}
/** Another extension past the edges. */
export interface BoundaryChange {
  kind: 'boundary';
  from: Boundary;
  to: Boundary;
}
/** Another tap of an even kernel lies over the output pixel; both convolutions continue the image by `boundary`. */
export interface Origin {
  kind: 'origin';
  from: number[];
  to: number[];
  boundary: Boundary;
}
/** other[n] = reference[n + start], of `shape`; negative starts lie before the reference. */
export interface Crop {
  kind: 'crop';
  start: number[];
  shape: number[];
}
/** other[n] = reference[offset + stride·n], of `shape`: it may begin late and end early, as a crop does. */
export interface Stride {
  kind: 'stride';
  stride: number[];
  offset: number[];
  shape: number[];
}
/** other = factor · reference. */
export interface Scale {
  kind: 'scale';
  factor: number;
}
/**
 * The other has fewer digits: it was `computed` in the type `to` at some point, or `truncated` or `rounded` to an
 * integer type at the end. Where `from` has fewer digits than `to`, it is the reference that was computed in `from`.
 */
export interface Precision {
  kind: 'precision';
  from: DType;
  to: DType;
  how: 'computed' | 'truncated' | 'rounded';
}

/** The bare facts of a finding. */
export type Fact =
  | Axes
  | Flip
  | Transpose
  | Shift
  | BoundaryChange
  | Origin
  | Crop
  | Stride
  | Scale
  | Precision;
/** A fact with its words and its fix. */
export type Finding = Fact & Said;
/** The kinds of findings: `'flip'`, `'shift'`, `'boundary'`, … */
export type FindingKind = Fact['kind'];
/** Findings that together, in order, lead from the reference to the other result. */
export type Explanation = Finding[];
