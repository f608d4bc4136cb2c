/** What people write for an index, as terms: JavaScript values, text, and tagged templates. */

import { asView, isArrayObject } from '../convert/convert.ts';
import type { ForeignArray } from '../convert/foreign.ts';
import { memoryType } from '../convert/memory.ts';
import { show } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import {
  everything,
  type Hole,
  integerMemory,
  MOST_AXES,
  newaxis,
  notABound,
  notATerm,
  type ParsedTerm,
  parseIndex,
  refusal,
  type SliceBound,
  type TemplateTerm,
  type WholeNumbers,
} from '../indexing/index.ts';
import { type DType, dtypes, type TypedArray } from '../kernels/dtype.ts';
import { contiguousCopy } from '../views/copy.ts';
import { countOf, isContiguous, isView, memoryOf, type View } from '../views/view.ts';

/** Nested lists of places, or of yes and no. */
export type NestedIndex = readonly (number | bigint | boolean | NestedIndex)[];

/**
 * One term of an index. A number is a place; text is read as in Python (`':'`, `'1:5'`, `'::-1'`, `'...'`); null is a new
 * axis; a list or an array of whole numbers holds places; booleans are a mask.
 */
export type IndexTerm =
  | number
  | bigint
  | boolean
  | string
  | null
  | NestedIndex
  | TypedArray
  | Uint8ClampedArray
  | View
  | ForeignArray;

/** What may stand in a hole of a template: a term, or a bound of a slice. */
export type IndexHole = IndexTerm;

const isTemplate = (value: unknown): value is TemplateStringsArray =>
  Array.isArray(value) && Array.isArray((value as unknown as TemplateStringsArray).raw);

/** The terms of a call: of `x.at(0, ':')` as of a template. */
export function termsOf(caller: string, given: readonly unknown[]): ParsedTerm[] {
  const [first] = given;
  if (isTemplate(first)) return templateTerms(caller, first, given.slice(1));
  return given.flatMap((value, place) => termFrom(caller, value, place));
}

/** Templates that were read: a call site is parsed once. */
const sites = new WeakMap<TemplateStringsArray, readonly TemplateTerm[]>();

function templateTerms(
  caller: string,
  strings: TemplateStringsArray,
  holes: readonly unknown[],
): ParsedTerm[] {
  let read = sites.get(strings);
  if (!read) {
    read = parseIndex(caller, strings);
    sites.set(strings, read);
  }
  return read.flatMap((term, place): ParsedTerm[] => {
    if (term.kind === 'hole') return termFrom(caller, holes[term.hole], place);
    if (term.kind !== 'parts') return [term];
    const bound = (part: SliceBound) => boundOf(caller, part, holes);
    return [{ kind: 'slice', start: bound(term.start), stop: bound(term.stop), step: bound(term.step) }];
  });
}

function boundOf(caller: string, part: SliceBound, holes: readonly unknown[]): number | null {
  if (part === null || typeof part === 'number') return part;
  const value = holes[(part as Hole).hole];
  if (value === null) return null;
  const number = typeof value === 'bigint' ? Number(value) : value;
  if (Number.isSafeInteger(number)) return number as number;
  throw refusal(caller, 'TypeError', notABound, `a bound is ${show(value)}`, { argument: 'index', value });
}

/** Text is parsed once; programs use a few different ones. */
const texts = new Map<string, readonly TemplateTerm[]>();
const MOST_TEXTS = 512;
const LONGEST_KEPT = 256;

function textTerms(caller: string, text: string): readonly TemplateTerm[] {
  const known = text === ':' ? [everything] : texts.get(text);
  if (known) return known;
  if (texts.size >= MOST_TEXTS) texts.clear();
  const read = parseIndex(caller, [text]);
  if (text.length <= LONGEST_KEPT) texts.set(text, read);
  return read;
}

function refuse(caller: string, value: unknown, place: number, hint: string, words = notATerm): never {
  throw refusal(caller, 'IndexError', words, hint, { argument: 'index', term: place, value });
}

/** A value as the terms that it stands for: one, unless it is text with commas. */
export function termFrom(caller: string, value: unknown, place: number): ParsedTerm[] {
  if (value === null) return [newaxis];
  switch (typeof value) {
    case 'string': {
      const terms = textTerms(caller, value) as readonly ParsedTerm[];
      if (terms.length === 0)
        refuse(caller, value, place, `term ${place} is ${show(value)}, which says nothing`);
      return [...terms];
    }
    case 'number':
    case 'bigint':
      return [integer(caller, value, place)];
    case 'boolean':
      return [{ kind: 'mask', shape: [], data: Uint8Array.of(value ? 1 : 0) }];
    case 'undefined':
      refuse(caller, value, place, `term ${place} is undefined; a new axis is null, or 'None'`);
  }
  if (isView(value)) return [arrayTerm(caller, value, place)];
  const memory = memoryType(value);
  if (memory !== undefined) {
    const data = value as TypedArray;
    if (dtypes[memory].kind === 'f') refuseFloats(caller, value, place, memory);
    return [{ kind: 'integers', shape: [data.length], data: data as WholeNumbers }];
  }
  if (Array.isArray(value)) return [listTerm(caller, value, place)];
  if (isArrayObject(value)) return [arrayTerm(caller, asView(value as ForeignArray, caller, 'index'), place)];
  return refuse(caller, value, place, `term ${place} is ${show(value)}`);
}

function integer(caller: string, value: number | bigint, place: number): ParsedTerm {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return { kind: 'integer', value: number };
  return refuse(
    caller,
    value,
    place,
    Number.isInteger(number)
      ? `term ${place} is ${value}; no axis is so long`
      : `term ${place} is ${show(value)}; Math.floor, trunc or round make a place of it`,
  );
}

/** The term of an array: of integers or booleans, looked at where they are. */
function arrayTerm(caller: string, array: View, place: number): ParsedTerm {
  const { kind } = dtypes[array.dtype];
  if (kind !== 'b' && kind !== 'i' && kind !== 'u') refuseFloats(caller, array, place, array.dtype);
  const source = isContiguous(array) ? array : contiguousCopy(array);
  const data = memoryOf(source).subarray(source.offset, source.offset + countOf(source));
  const { shape } = array;
  if (kind === 'b') return { kind: 'mask', shape, data: data as Uint8Array };
  if (shape.length > 0) return { kind: 'integers', shape, data: data as WholeNumbers };
  return { ...integer(caller, data[0], place), isArray: true } as ParsedTerm;
}

function refuseFloats(caller: string, value: unknown, place: number, dtype: DType): never {
  return refuse(
    caller,
    value,
    place,
    `term ${place} is ${dtype}, as every array of plain numbers is; write astype(ids, 'int32'), ` +
      "array(ids, { dtype: 'int32' }), or give the plain list [2, 3] itself",
    'arrays used as indices must be of integer (or boolean) type',
  );
}

/** Entries of a list; whoever has more has them in a typed array. */
const MOST_LISTED = 2 ** 26;

/** A list of places or of booleans, all rows of one length. */
function listTerm(caller: string, list: readonly unknown[], place: number): ParsedTerm {
  const shape: number[] = [];
  for (let level: unknown = list; Array.isArray(level); level = level[0]) {
    if (shape.push(level.length) > MOST_AXES)
      refuse(
        caller,
        list,
        place,
        `term ${place} is a list of more than ${MOST_AXES} axes, or contains itself`,
      );
    if (level.length === 0) break;
  }
  // A list may hold another several times, and be larger than all memory.
  const size = sizeOf(shape);
  if (size > MOST_LISTED)
    refuse(caller, list, place, `term ${place} is a list of ${size} entries; write an Int32Array`);
  const flat: unknown[] = [];
  const collect = (item: unknown, axis: number): void => {
    if (axis === shape.length && !Array.isArray(item)) flat.push(item);
    else if (axis < shape.length && Array.isArray(item) && item.length === shape[axis])
      for (let k = 0; k < item.length; k++) collect(item[k], axis + 1);
    else
      refuse(
        caller,
        list,
        place,
        `term ${place} is a list whose rows differ in length or depth; all rows of an index array have one length`,
      );
  };
  collect(list, 0);
  if (flat.length > 0 && flat.every(value => typeof value === 'boolean'))
    return { kind: 'mask', shape, data: Uint8Array.from(flat, Number) };
  const at = flat.findIndex(value => !isWhole(value));
  if (at < 0) return { kind: 'integers', shape, data: integerMemory(flat.map(Number)) };
  return refuse(
    caller,
    list,
    place,
    `term ${place} is a list with ${show(flat[at])} in it; a list of places holds whole numbers, or booleans`,
  );
}

const isWhole = (value: unknown): boolean =>
  typeof value === 'boolean' || typeof value === 'bigint' || Number.isSafeInteger(value);
