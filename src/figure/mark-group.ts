/** Parts of a figure that are made at the origin and then moved to their place. */
import { type Box, type Image, type Label, lineHeight, type Rule } from './marks.ts';

/** Some marks and the height that they take. */
export interface MarkGroup {
  readonly height: number;
  readonly images: readonly Image[];
  readonly boxes: readonly Box[];
  readonly rules: readonly Rule[];
  readonly labels: readonly Label[];
}

const nothing = { images: [], boxes: [], rules: [], labels: [] };

/** A block of some marks. */
export const markGroup = (height: number, marks: Partial<MarkGroup> = {}): MarkGroup => ({
  ...nothing,
  ...marks,
  height,
});

/** The block moved right and down. */
export function movedGroup(from: MarkGroup, x: number, y: number): MarkGroup {
  const move = <T extends { x: number; y: number }>(mark: T): T => ({
    ...mark,
    x: mark.x + x,
    y: mark.y + y,
  });
  return {
    height: from.height + y,
    images: from.images.map(move),
    boxes: from.boxes.map(move),
    rules: from.rules.map(rule => ({ ...move(rule), x2: rule.x2 + x, y2: rule.y2 + y })),
    labels: from.labels.map(move),
  };
}

/** Blocks over one another, as high as the one that reaches lowest. */
export const overlaid = (...blocks: readonly MarkGroup[]): MarkGroup => ({
  height: Math.max(0, ...blocks.map(({ height }) => height)),
  images: blocks.flatMap(({ images }) => images),
  boxes: blocks.flatMap(({ boxes }) => boxes),
  rules: blocks.flatMap(({ rules }) => rules),
  labels: blocks.flatMap(({ labels }) => labels),
});

/** Blocks under one another; a number among them is empty space. */
export function stacked(...parts: readonly (MarkGroup | number)[]): MarkGroup {
  let y = 0;
  const placed: MarkGroup[] = [];
  for (const part of parts) {
    if (typeof part !== 'number') placed.push(movedGroup(part, 0, y));
    y += typeof part === 'number' ? part : part.height;
  }
  return { ...overlaid(...placed), height: y };
}

/** Lines of text, left-aligned at x = 0 unless the style says otherwise. */
export const paragraph = (lines: readonly string[], style: Omit<Label, 'text' | 'x' | 'y'>): MarkGroup =>
  markGroup(lines.length * lineHeight(style.size), {
    labels: lines.length ? [{ text: lines, x: 0, y: 0, ...style }] : [],
  });
