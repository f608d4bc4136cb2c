/** How two libraries read the same index differently, and what each says when it refuses one: as data. */
import { type Caller, type PythonError, refusal, tightShape } from './refuse.ts';

/** The library whose rules are followed. */
export type IndexLibrary = 'numpy' | 'torch';

/** The number that torch has for the axis that an index acts on. */
export interface CountedDimension {
  readonly dimension: number;
  /** Whether an entry of an index array names the place, or an integer. */
  readonly byArray: boolean;
}

export interface IndexRules {
  readonly library: IndexLibrary;
  /** Whether a step may be below zero. */
  readonly negativeSteps: boolean;
  /** Whether an array without axes that names a place makes the result a copy, where an integer gives a view. */
  readonly arraysCopy: boolean;
  /** Whether places are looked at although another axis leaves the result without elements. */
  readonly checksEmpty: boolean;
  /** Throws what the library says of each mistake. */
  readonly fail: Readonly<{
    outOfBounds(
      caller: Caller,
      place: number | bigint,
      axis: number,
      extent: number,
      counted: CountedDimension,
    ): never;
    tooMany(caller: Caller, rank: number, given: number): never;
    mismatch(caller: Caller, shapes: readonly (readonly number[])[]): never;
    mask(
      caller: Caller,
      mask: readonly number[],
      source: readonly number[],
      at: number,
      first: number,
      /** Whether it fitted before the terms behind it were applied. */
      fitted?: boolean,
    ): never;
    step(caller: Caller, step: number): never;
  }>;
}

const boundsHint = (axis: number, extent: number) =>
  extent === 0
    ? `axis ${axis} has no elements, so nothing can be taken from it`
    : `axis ${axis} has places 0 to ${extent - 1}, or -${extent} to -1 counted from its end`;

const broadcastHint =
  'index arrays are paired element by element, so their shapes must be equal or 1; to take every combination, give ' +
  'one of them a trailing axis: x[rows[:, None], columns] in Python, x.at(expandDims(rows, 1), columns) here';

const maskHint = (mask: readonly number[]) =>
  `a mask says yes or no to each place of the axes that it covers, so it must have their extents; this one has shape ${tightShape(mask)}`;

/** Names for the index tensors of a mask. */
const letters = (mask: readonly number[]) => mask.map((_, k) => 'ijklmnopq'[k] ?? `i${k}`).join(', ');

const listed = (shape: readonly number[]) => `[${shape.join(', ')}]`;

function maker(python: PythonError) {
  return (caller: Caller, words: string, hint: string, fields: Record<string, unknown> = {}): never => {
    throw refusal(caller, python, words, hint, fields);
  };
}
const indexError = maker('IndexError');
const valueError = maker('ValueError');

/** NumPy 1.24. Source: numpy/core/src/multiarray/mapping.c, and its answers. */
export const numpyRules: IndexRules = {
  library: 'numpy',
  arraysCopy: true,
  negativeSteps: true,
  checksEmpty: true,
  fail: {
    outOfBounds: (caller, place, axis, extent) =>
      indexError(
        caller,
        `index ${place} is out of bounds for axis ${axis} with size ${extent}`,
        boundsHint(axis, extent),
        { axis, index: place, extent },
      ),
    tooMany: (caller, rank, given) =>
      indexError(
        caller,
        `too many indices for array: array is ${rank}-dimensional, but ${given} were indexed`,
        rank === 0
          ? 'a 0-d array has no axes; item() gives its one element'
          : `give at most ${rank} terms; None and '...' do not count, and a mask counts once for each of its axes`,
        { dimensions: rank, given },
      ),
    mismatch: (caller, shapes) =>
      indexError(
        caller,
        `shape mismatch: indexing arrays could not be broadcast together with shapes ${shapes.map(tightShape).join(' ')}`,
        broadcastHint,
        { shapes },
      ),
    mask: (caller, mask, source, at, first) =>
      indexError(
        caller,
        `boolean index did not match indexed array along dimension ${at}; dimension is ${source[at]} but corresponding boolean dimension is ${mask[at - first]}`,
        maskHint(mask),
        { axis: at, extent: source[at], mask },
      ),
    step: caller =>
      valueError(
        caller,
        'slice step cannot be zero',
        'a step of 1 takes every element, -1 all of them backwards',
      ),
  },
};

/** torch 1.13. Source: aten/src/ATen/TensorIndexing.h, and its answers. */
export const torchRules: IndexRules = {
  library: 'torch',
  arraysCopy: false,
  negativeSteps: false,
  checksEmpty: false,
  fail: {
    outOfBounds: (caller, place, axis, extent, { dimension, byArray }) =>
      indexError(
        caller,
        extent === 0 && byArray
          ? 'index is out of bounds for dimension with size 0'
          : `index ${place} is out of bounds for dimension ${dimension} with size ${extent}`,
        boundsHint(axis, extent) +
          (dimension === axis
            ? ''
            : `; torch counts ${byArray ? 'dimensions with the indexed ones in front' : 'the terms of the index here'}`),
        { axis, index: place, extent },
      ),
    tooMany: (caller, rank, given) =>
      indexError(
        caller,
        `too many indices for tensor of dimension ${rank}`,
        rank === 0 ? 'item() gives its one element' : `${given} were given`,
        { dimensions: rank, given },
      ),
    mismatch: (caller, shapes) =>
      indexError(
        caller,
        `shape mismatch: indexing tensors could not be broadcast together with shapes ${shapes.map(listed).join(', ')}`,
        broadcastHint,
        { shapes },
      ),
    mask: (caller, mask, source, at, first, fitted) =>
      indexError(
        caller,
        `The shape of the mask ${listed(mask)} at index ${at - first} does not match the shape of the indexed tensor ${listed(source)} at index ${at}`,
        fitted
          ? 'torch lets the terms behind a mask act on the dimensions right after the first of the mask; name its ' +
              `places instead, for reading and for writing alike: ${letters(mask)} = mask.nonzero(as_tuple=True) and ` +
              `t[${letters(mask)}, …] in Python, here index tensors of the places`
          : maskHint(mask),
        { axis: at, extent: source[at], mask },
      ),
    step: (caller, step) =>
      valueError(
        caller,
        step === 0 ? 'slice step cannot be zero' : 'step must be greater than zero',
        step === 0 ? 'a step of 1 takes every element' : 'torch.flip turns an axis round',
      ),
  },
};

export const indexRules: Readonly<Record<IndexLibrary, IndexRules>> = {
  numpy: numpyRules,
  torch: torchRules,
};
