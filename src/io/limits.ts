/** How much a file may make of itself: the options of every decoder, checked before memory is taken. */
import { ConcordatError, checkOptions, fault, show } from '../errors.ts';
import type { Problem } from './bytes.ts';

/** Options of every function that reads arrays or images. */
export interface DecodeOptions {
  /** Most pixels, width times height, that an image may have; 100 million unless given. Infinity for any number. */
  maxPixels?: number;
  /**
   * Most bytes that the result may take, or all results together. Unless given 1 GiB, or as many as the file has where
   * those are more; so that only what is compressed meets it. Infinity for any number.
   */
  maxBytes?: number;
}

/** `DecodeOptions`, all given. */
export type Limits = Readonly<Required<DecodeOptions>>;

const limitNames = ['maxPixels', 'maxBytes'] as const;

/** Pixels of an image of eight bytes each, the most that PNG has, take 800 MB. */
export const MOST_PIXELS = 100e6;
const MOST_BYTES = 2 ** 30;

/** The limits for a file of so many bytes. */
export function limitsOf(functionName: string, options: DecodeOptions, fileBytes: number): Limits {
  return {
    maxPixels: checkLimit(functionName, 'maxPixels', options.maxPixels ?? MOST_PIXELS),
    maxBytes: checkLimit(functionName, 'maxBytes', options.maxBytes ?? Math.max(MOST_BYTES, fileBytes)),
  };
}

/** `limitsOf`, for functions without other options. */
export function onlyLimits(functionName: string, options: DecodeOptions, fileBytes: number): Limits {
  checkOptions(functionName, options, limitNames);
  return limitsOf(functionName, options, fileBytes);
}

function checkLimit(functionName: string, argument: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw fault('value', functionName, `${argument} is ${show(value)}; it must be a number of at least 0`, {
    argument,
    value,
  });
}

/** Throws where an image is larger than allowed. `kind` is PNG or JPEG. */
export function checkPixels(width: number, height: number, kind: string, limits: Limits, problem: Problem) {
  if (width * height <= limits.maxPixels) return;
  throw exceeded(
    problem(
      `is a ${kind} of ${width} x ${height} pixels; at most ${limits.maxPixels} are read unless maxPixels is raised`,
    ),
    'maxPixels',
    width * height,
    limits,
  );
}

/** Throws where a result takes more bytes than allowed. */
export function checkBytes(bytes: number, limits: Limits, problem: Problem): void {
  if (bytes <= limits.maxBytes) return;
  throw exceeded(
    problem(`takes ${bytes} bytes in memory; at most ${limits.maxBytes} are taken unless maxBytes is raised`),
    'maxBytes',
    bytes,
    limits,
  );
}

/** The error with what a program needs to raise the limit. */
const exceeded = (error: ConcordatError, argument: keyof Limits, needed: number, limits: Limits) =>
  new ConcordatError(
    error.code,
    error.message,
    { ...error.fields, argument, needed, limit: limits[argument] },
    error.cause,
  );
