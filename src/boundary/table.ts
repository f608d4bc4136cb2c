/**
 * THE table of boundary extensions: how an array continues past its edges, and what each library calls it. An index
 * map takes a place on an axis of N elements, at any distance outside, to the element that stands there, or to
 * OUTSIDE where the fill value does. Everything that pads, convolves, translates or explains reads this table.
 */

import { ConcordatError, checkChoice, fault, show } from '../errors.ts';
import { OUTSIDE } from '../extents.ts';

/** Our names of the extensions. */
export type Boundary = 'constant' | 'edge' | 'symmetric' | 'mirror' | 'periodic';

/** The libraries whose boundary names the table knows; one library may have several vocabularies. */
export type BoundaryVocabulary =
  | 'numpy.pad'
  | 'scipy.ndimage'
  | 'scipy.signal'
  | 'torch.nn.functional.pad'
  | 'cv2.copyMakeBorder'
  | 'cv2.filter2D'
  | 'skimage.transform'
  | 'tensorflow.pad'
  | 'matlab.imfilter'
  | 'onnx.Pad'
  | 'kornia.filter2d';

/** One extension. */
export interface Extension {
  readonly name: Boundary;
  /** What stands around `a b c d`. */
  readonly picture: string;
  /** The element at place `i` of an axis of `n` ≥ 1 elements, or OUTSIDE. */
  readonly index: (i: number, n: number) => number;
  /** The distance after which the extension repeats, 0 if it never does. */
  readonly period: (n: number) => number;
  /** What libraries call it; a name in a list after the first is an alias there. */
  readonly names: Partial<Record<BoundaryVocabulary, readonly string[]>>;
}

/** The remainder of i by n that is never negative. */
export const modulo = (i: number, n: number): number => ((i % n) + n) % n;

export const extensions: Readonly<Record<Boundary, Extension>> = {
  constant: {
    name: 'constant',
    picture: 'k k k k | a b c d | k k k k',
    index: (i, n) => (i >= 0 && i < n ? i : OUTSIDE),
    period: () => 0,
    names: {
      'numpy.pad': ['constant'],
      'scipy.ndimage': ['constant', 'grid-constant'],
      'scipy.signal': ['fill', 'pad'],
      'torch.nn.functional.pad': ['constant'],
      'cv2.copyMakeBorder': ['BORDER_CONSTANT'],
      'cv2.filter2D': ['BORDER_CONSTANT'],
      'skimage.transform': ['constant'],
      'tensorflow.pad': ['CONSTANT'],
      'matlab.imfilter': ['0'],
      'onnx.Pad': ['constant'],
      'kornia.filter2d': ['constant'],
    },
  },
  edge: {
    name: 'edge',
    picture: 'a a a a | a b c d | d d d d',
    index: (i, n) => Math.min(Math.max(i, 0), n - 1),
    period: () => 0,
    names: {
      'numpy.pad': ['edge'],
      'scipy.ndimage': ['nearest'],
      'torch.nn.functional.pad': ['replicate'],
      'cv2.copyMakeBorder': ['BORDER_REPLICATE'],
      'cv2.filter2D': ['BORDER_REPLICATE'],
      'skimage.transform': ['edge'],
      'matlab.imfilter': ['replicate'],
      'onnx.Pad': ['edge'],
      'kornia.filter2d': ['replicate'],
    },
  },
  symmetric: {
    name: 'symmetric',
    picture: 'd c b a | a b c d | d c b a',
    index: (i, n) => {
      const place = modulo(i, 2 * n);
      return place < n ? place : 2 * n - 1 - place;
    },
    period: n => 2 * n,
    names: {
      'numpy.pad': ['symmetric'],
      'scipy.ndimage': ['reflect', 'grid-mirror'],
      'scipy.signal': ['symm', 'symmetric'],
      'cv2.copyMakeBorder': ['BORDER_REFLECT'],
      'cv2.filter2D': ['BORDER_REFLECT'],
      'skimage.transform': ['symmetric'],
      'tensorflow.pad': ['SYMMETRIC'],
      'matlab.imfilter': ['symmetric'],
    },
  },
  mirror: {
    name: 'mirror',
    picture: 'c d c b | a b c d | c b a b',
    index: (i, n) => {
      if (n === 1) return 0;
      const place = modulo(i, 2 * n - 2);
      return place < n ? place : 2 * n - 2 - place;
    },
    period: n => Math.max(1, 2 * n - 2),
    names: {
      'numpy.pad': ['reflect'],
      'scipy.ndimage': ['mirror'],
      'torch.nn.functional.pad': ['reflect'],
      'cv2.copyMakeBorder': ['BORDER_REFLECT_101', 'BORDER_REFLECT101', 'BORDER_DEFAULT'],
      'cv2.filter2D': ['BORDER_REFLECT_101', 'BORDER_REFLECT101', 'BORDER_DEFAULT'],
      'skimage.transform': ['reflect'],
      'tensorflow.pad': ['REFLECT'],
      'onnx.Pad': ['reflect'],
      'kornia.filter2d': ['reflect'],
    },
  },
  periodic: {
    name: 'periodic',
    picture: 'a b c d | a b c d | a b c d',
    index: (i, n) => modulo(i, n),
    period: n => n,
    names: {
      'numpy.pad': ['wrap'],
      'scipy.ndimage': ['wrap', 'grid-wrap'],
      'scipy.signal': ['wrap', 'circular'],
      'torch.nn.functional.pad': ['circular'],
      'cv2.copyMakeBorder': ['BORDER_WRAP'],
      'skimage.transform': ['wrap'],
      'matlab.imfilter': ['circular'],
      'onnx.Pad': ['wrap'],
      'kornia.filter2d': ['circular'],
    },
  },
};

/** Our boundary names, in the order of the table. */
export const boundaryNames = Object.keys(extensions) as Boundary[];

/**
 * Checks one of our own boundary names; a name that other libraries use is answered with ours.
 *
 * @throws ConcordatError that lists the allowed names
 */
export function checkBoundary(functionName: string, value: unknown, argument = 'boundary'): Boundary {
  if ((boundaryNames as readonly unknown[]).includes(value)) return value as Boundary;
  const meant = boundaryNames.flatMap(name =>
    Object.entries(extensions[name].names)
      .filter(([, names]) => (names as readonly unknown[]).includes(value))
      .map(([vocabulary]) => `${vocabulary}'s ${show(value)} is '${name}'`),
  );
  const hint = meant.length ? ` (${meant.join(', ')})` : '';
  throw fault(
    'option',
    functionName,
    `${argument} is ${show(value)}; it must be one of ${boundaryNames.map(show).join(', ')}${hint}`,
    { argument, value, allowed: boundaryNames },
  );
}

/** Every name that a library's vocabulary has, in the order of the table. */
export const allowedNames = (vocabulary: BoundaryVocabulary): string[] =>
  boundaryNames.flatMap(name => extensions[name].names[vocabulary] ?? []);

/**
 * Our name of a library's boundary mode.
 *
 * @throws ConcordatError that lists the names which that library has
 * @example
 * import { boundaryFrom } from 'concordat';
 * boundaryFrom('scipy.ndimage', 'reflect'); // => 'symmetric'
 * boundaryFrom('numpy.pad', 'reflect'); // => 'mirror'
 */
export function boundaryFrom(vocabulary: BoundaryVocabulary, name: string): Boundary {
  return readBoundary(checkVocabulary('boundaryFrom', vocabulary), name, vocabulary);
}

/** `boundaryFrom`, for the dialects: errors name their function and argument, in the library's own wording. */
export function readBoundary(
  vocabulary: BoundaryVocabulary,
  name: unknown,
  functionName: string,
  argument = 'mode',
  wording = '',
): Boundary {
  const found = boundaryNames.find(ours => extensions[ours].names[vocabulary]?.includes(name as string));
  if (found) return found;
  const allowed = allowedNames(vocabulary);
  throw fault(
    'option',
    functionName,
    `${wording}${argument} is ${show(name)}; it must be one of ${allowed.map(show).join(', ')}`,
    { argument, value: name, allowed },
  );
}

/**
 * What a library calls one of our boundaries; undefined where it has no such mode.
 *
 * @example
 * import { boundaryName } from 'concordat';
 * boundaryName('cv2.copyMakeBorder', 'mirror'); // => 'BORDER_REFLECT_101'
 * boundaryName('scipy.signal', 'edge'); // => undefined
 */
export const boundaryName = (vocabulary: BoundaryVocabulary, boundary: Boundary): string | undefined =>
  extensions[checkBoundary('boundaryName', boundary)].names[checkVocabulary('boundaryName', vocabulary)]?.[0];

const checkVocabulary = (functionName: string, vocabulary: BoundaryVocabulary): BoundaryVocabulary =>
  checkChoice(
    functionName,
    'vocabulary',
    vocabulary,
    Object.keys(extensions.constant.names) as BoundaryVocabulary[],
  );

/** Tables hold places as 32-bit integers. */
const LONGEST = 2 ** 31 - 1;

/** The refusal of a place that no table holds, on an axis of `n` elements. */
export const tooFar = (n: number): ConcordatError =>
  new ConcordatError(
    'value',
    `an axis of ${n} elements is too long to be read through a table, as edges and lists of places are; ${LONGEST + 1} elements are the most`,
    { extent: n },
  );

/** The index map of places `start` … `start + length − 1` on an axis of `n` elements; −1 is outside. */
export function indexTable(boundary: Boundary, n: number, start: number, length: number): Int32Array {
  const { index } = extensions[boundary];
  if (!(length <= LONGEST))
    throw new ConcordatError('value', `an axis of ${length} places is too long; ${LONGEST} is the most`, {
      length,
    });
  const table = new Int32Array(length).fill(OUTSIDE);
  if (n > 0) for (let i = 0; i < length; i++) table[i] = index(start + i, n);
  // What a table cannot hold must not become another place.
  if (n > LONGEST) for (let i = 0; i < length; i++) if (index(start + i, n) > LONGEST) throw tooFar(n);
  return table;
}
