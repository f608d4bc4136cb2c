/**
 * Text of arrays: nested brackets, wrapped lines, and `...` for the middle of long axes, as NumPy 1.24's `array2string`
 * lays them out. Source: `numpy/core/arrayprint.py`.
 */
import { rowMajorStrides, sizeOf } from '../extents.ts';
import type { DType, TypedArray } from '../kernels/dtype.ts';
import { type ElementText, elementFormat, scalarText } from './number.ts';

/** Options of `format`. */
export interface FormatOptions {
  /** Stands between elements; a space unless given. */
  separator?: string;
  /** What the caller writes before the text: lines after the first are indented by its length. */
  prefix?: string;
  /** What the caller writes after the text: lines are shorter by its length. */
  suffix?: string;
  /** Steps between neighbours along each axis, in elements; row-major order without them. */
  strides?: readonly number[];
  /** Place of the first element. */
  offset?: number;
}

const LINE_WIDTH = 75;
/** Arrays with more elements than this are summarised: of each long axis, so many places at either end are shown. */
const THRESHOLD = 1000;
const EDGE = 3;

/** Marks the places that a summary leaves out. */
const GAP = -1;

/**
 * The text of elements (complex ones as re, im pairs) in a shape, as NumPy's `array2string` writes it; with
 * separator `', '`, prefix `'array('` and suffix `')'` what stands between the parentheses of NumPy's `repr`. A 0-d
 * array without a separator is written as NumPy's `str` does it: as a scalar, with all of its digits.
 */
export function format(
  flat: TypedArray,
  shape: readonly number[],
  dtype: DType,
  options: FormatOptions = {},
): string {
  const { offset = 0, strides = rowMajorStrides(shape) } = options;
  if (shape.includes(0)) return '[]';
  if (shape.length === 0)
    return options.separator === undefined
      ? scalarText(flat, offset, dtype)
      : elementFormat(flat, [offset], dtype, true)(offset);
  const size = sizeOf(shape);
  const places = shape.map(extent => shownPlaces(extent, size > THRESHOLD));
  const { separator = ' ', prefix = '', suffix = '' } = options;
  const write = elementFormat(flat, shownIndices(strides, places, offset), dtype, false);
  const layout: Layout = { strides, places, write, separator };
  return bracket(layout, 0, offset, ' '.repeat(prefix.length + 1), LINE_WIDTH - suffix.length);
}

/** The places along an axis that are shown, with a gap where some are left out. */
function shownPlaces(extent: number, summarise: boolean): number[] {
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k);
  if (!summarise || extent <= 2 * EDGE) return range(0, extent);
  return [...range(0, EDGE), GAP, ...range(extent - EDGE, extent)];
}

/** Where all shown elements stand. */
function shownIndices(
  strides: readonly number[],
  places: readonly (readonly number[])[],
  offset: number,
): number[] {
  let indices = [offset];
  for (const [axis, stride] of strides.entries()) {
    const kept = places[axis].filter(place => place !== GAP);
    indices = indices.flatMap(index => kept.map(place => index + place * stride));
  }
  return indices;
}

interface Layout {
  readonly strides: readonly number[];
  readonly places: readonly (readonly number[])[];
  readonly write: ElementText;
  readonly separator: string;
}

/** The text of one sub-array. `indent` is what stands left of its content, `width` what a line may hold. */
function bracket(layout: Layout, axis: number, index: number, indent: string, width: number): string {
  const { strides, places, separator } = layout;
  const items = places[axis].map(place => ({ place, index: index + place * strides[axis] }));
  if (axis === strides.length - 1) {
    const words = items.map(item => (item.place === GAP ? '...' : layout.write(item.index)));
    return `[${wrap(words, separator, indent, width)}]`;
  }
  const rows = items.map(item =>
    item.place === GAP ? '...' : bracket(layout, axis + 1, item.index, `${indent} `, width - 1),
  );
  return `[${rows.join(`${separator.trimEnd()}${'\n'.repeat(strides.length - axis - 1)}${indent}`)}]`;
}

/** Words of the last axis, broken into lines. A line is never left empty, however long its first word. */
function wrap(words: readonly string[], separator: string, indent: string, width: number): string {
  const room = width - Math.max(separator.trimEnd().length, 1);
  const lines: string[] = [];
  let line = indent;
  for (const [position, word] of words.entries()) {
    if (line.length + word.length > room && line.length > indent.length) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += position === words.length - 1 ? word : word + separator;
  }
  return [...lines, line].join('\n').slice(indent.length);
}
