/** One array as a panel: its picture, how large it is shown, and what stands in and beneath it. */
import type { NDArray } from '../array/ndarray.ts';
import { levelsOf, type Summary, shrink } from './levels.ts';
import { type MarkGroup, markGroup } from './mark-group.ts';
import { faint, type Label, lineHeight, muted, textSize } from './marks.ts';
import type { Colour } from './palette.ts';
import { pictureUrl } from './picture.ts';
import { wrap } from './text.ts';

/** A size in pixels of the figure. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The largest size of a panel. A 256 × 192 picture is shown pixel for pixel. */
export const panelBox: Size = { width: 256, height: 192 };
export const kernelBox: Size = { width: 108, height: 108 };
/** The largest side of one element. */
const cellLimit = 48;

/** How an array is coloured: the values at the ends of a palette. */
export interface Shading {
  readonly palette: readonly Colour[];
  readonly low: number;
  readonly high: number;
}

/** What of an array is shown: all elements in cells of a size, or fewer, one for each pixel. */
export interface ShownSample {
  readonly values: NDArray;
  /** The side of one element; null where a pixel stands for several. */
  readonly cell: number | null;
}

/** An array as it is shown, or a text instead of it. */
export interface Panel extends Size {
  readonly url: string | null;
  /** Labels over the picture. */
  readonly labels: readonly Label[];
  readonly caption: string;
}

/**
 * The size of an array in a box. Small arrays get square cells whose side is a multiple of half a pixel, so that all
 * are equally wide at the default scale of 2; large ones are brought down to the box with their proportions kept.
 */
export function fitBox([rows, columns]: readonly number[], box: Size) {
  const scale = Math.min(box.width / columns, box.height / rows, cellLimit);
  if (scale >= 1) return { rows, columns, cell: Math.floor(scale * 2) / 2 };
  const shown = (extent: number) => Math.max(1, Math.round(extent * scale));
  return { rows: shown(rows), columns: shown(columns), cell: null };
}

/** Brings a two-dimensional array down to what a box can show. */
export function sampleOf(x: NDArray, summary: Summary, box = panelBox): ShownSample {
  const { rows, columns, cell } = fitBox(x.shape, box);
  return { values: cell === null ? shrink(x, rows, columns, summary) : x, cell };
}

/** A side of fewer pixels than the first shows nothing: it is stretched to the second, or a little more. */
const [thin, visible] = [12, 24];

/** How long a side of so many elements is drawn: all elements stay equally wide, but not square where the side is thin. */
const drawnSide = (elements: number, cell: number): number =>
  elements * cell >= thin ? elements * cell : elements * Math.ceil(visible / elements);

/** The panel of a sample. */
export function makePanel({ values, cell }: ShownSample, { palette, low, high }: Shading): Panel {
  const [height, width] = values.shape.map(extent => drawnSide(extent, cell ?? 1));
  return { url: pictureUrl(levelsOf(values, low, high), palette), width, height, labels: [], caption: '' };
}

/** An empty panel with a text in its middle, about as large as `room`. */
export function textPanel(text: string, room: Size): Panel {
  const [width, height] = [Math.max(room.width, 120), Math.max(room.height, 56)];
  const size = textSize.note;
  const lines = wrap(text, width - 16, size);
  const label: Label = {
    text: lines,
    x: width / 2,
    y: height / 2 - ((lines.length - 1) * lineHeight(size)) / 2,
    size,
    colour: muted,
    align: 'center',
    baseline: 'middle',
  };
  return { url: null, width, height, labels: [label], caption: '' };
}

/** The panel as a block: a frame around the picture, labels over it, the caption beneath. */
export function panelBlock({ url, width, height, labels, caption }: Panel): MarkGroup {
  const below: Label = {
    text: [caption],
    x: width / 2,
    y: height + 6,
    size: textSize.small,
    colour: muted,
    align: 'center',
  };
  return markGroup(height + (caption ? 6 + lineHeight(textSize.small) : 0), {
    images: url === null ? [] : [{ url, x: 0, y: 0, width, height }],
    boxes: [{ x: -0.5, y: -0.5, width: width + 1, height: height + 1, stroke: faint }],
    labels: caption ? [...labels, below] : labels,
  });
}
