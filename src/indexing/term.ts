/** What may stand between the brackets of an index, one term for each of its comma-separated parts. */

import { showShape } from '../errors.ts';
import { sizeOf } from '../extents.ts';

/** Memory that holds whole numbers. */
export type WholeNumbers =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** One place of an axis. */
export interface IntegerTerm {
  readonly kind: 'integer';
  /** `name` stands for a place whose number is not known, which is taken to lie on its axis. */
  readonly value: number | { readonly name: string };
  /** Whether it came as an array without axes: NumPy gives a copy then, though it counts as an integer otherwise. */
  readonly isArray?: boolean;
}

/** `start:stop:step` as in Python; null is "as far as it goes". */
export interface SliceTerm {
  readonly kind: 'slice';
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;
}

/** What a program calls an array, and whether only its shape is known. */
interface Written {
  readonly name?: string;
  /** Its data stand for any: places on the axis, True everywhere. */
  readonly unknown?: true;
}

/** An array of places, in row-major order. */
export interface IntegersTerm extends Written {
  readonly kind: 'integers';
  readonly shape: readonly number[];
  readonly data: WholeNumbers;
}

/** An array that says of each place whether it is taken: as many axes of the source as it has itself, be it none. */
export interface MaskTerm extends Written {
  readonly kind: 'mask';
  readonly shape: readonly number[];
  /** 0 is no, everything else yes; in row-major order. */
  readonly data: Uint8Array;
}

export type ParsedTerm =
  | IntegerTerm
  | SliceTerm
  | IntegersTerm
  | MaskTerm
  | { readonly kind: 'ellipsis' }
  | { readonly kind: 'newaxis' };

export const ellipsis: ParsedTerm = { kind: 'ellipsis' };
export const newaxis: ParsedTerm = { kind: 'newaxis' };
/** `:` */
export const everything: SliceTerm = { kind: 'slice', start: null, stop: null, step: null };

/** A term as it is written in Python, long arrays cut short. */
export function termText(term: ParsedTerm): string {
  switch (term.kind) {
    case 'integer':
      return typeof term.value === 'number' ? `${term.value}` : term.value.name;
    case 'slice': {
      const [start, stop, step] = [term.start ?? '', term.stop ?? '', term.step];
      return step === null ? `${start}:${stop}` : `${start}:${stop}:${step}`;
    }
    case 'ellipsis':
      return '...';
    case 'newaxis':
      return 'None';
    case 'integers':
      return term.name ?? arrayText(term, place => `${term.data[place]}`);
    case 'mask':
      return term.name ?? arrayText(term, place => (term.data[place] ? 'True' : 'False'));
  }
}

/** Arrays with more elements are shown by their shape. */
const MOST_SHOWN = 8;

function arrayText(
  { kind, shape, unknown }: IntegersTerm | MaskTerm,
  element: (place: number) => string,
): string {
  const size = sizeOf(shape);
  if (unknown) return `<${kind === 'mask' ? 'mask' : 'array'} of shape ${showShape(shape)}>`;
  if (size > MOST_SHOWN) return `<array of shape ${showShape(shape)}>`;
  let next = 0;
  const rows = (axis: number): string =>
    axis === shape.length
      ? element(next++)
      : `[${Array.from({ length: shape[axis] }, () => rows(axis + 1)).join(', ')}]`;
  return rows(0);
}

/** An index as it is written in Python: `x[0, :, [1, 2]]`. */
export const indexText = (terms: readonly ParsedTerm[], name = 'x'): string =>
  `${name}[${terms.length === 0 ? '()' : terms.map(termText).join(', ')}]`;
