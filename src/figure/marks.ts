/**
 * What a figure is drawn of (pictures, lines of text, rectangles, rules), each with its place, and the Vega
 * specification of a list of them. Nothing is left to an automatic layout, which would depend on the fonts of the
 * machine.
 */

import type { VegaSpecification } from './specification.ts';
import type { Weight } from './text.ts';

export const font = 'Inter';
export const ink = '#1c2430';
export const muted = '#5d6878';
export const faint = '#c3cad3';
export const paper = '#ffffff';

/** Sizes of text. */
export const textSize = { title: 22, subtitle: 14, name: 15, heading: 14, note: 13, small: 11.5 } as const;

/** One or more lines of text. */
export interface Label {
  readonly text: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly weight?: Weight;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly baseline?: 'top' | 'middle' | 'bottom' | 'alphabetic';
}

/** A picture at a place. */
export interface Image {
  readonly url: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rectangle with a thin outline or a filling. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill?: string;
  readonly stroke?: string;
}

/** A straight line. */
export interface Rule {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly colour?: string;
}

/** Everything in a figure, in the pixels of its own size. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly description: string;
  readonly images: readonly Image[];
  readonly boxes: readonly Box[];
  readonly rules: readonly Rule[];
  readonly labels: readonly Label[];
}

/** The distance between lines of text of a size. */
export const lineHeight = (size: number): number => Math.round(size * 1.36);

/** The Vega specification of a drawing. A picture that is shown more than once is in it once. */
export function vegaSpecification({
  width,
  height,
  description,
  images,
  boxes,
  rules,
  labels,
}: Drawing): VegaSpecification {
  const urls = [...new Set(images.map(image => image.url))];
  const placed = images.map(({ url, ...place }) => ({ picture: urls.indexOf(url), ...place }));
  const field = (name: string) => ({ field: name });
  const place = { x: field('x'), y: field('y') };
  const size = { width: field('width'), height: field('height') };
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    description,
    width,
    height,
    padding: 0,
    autosize: 'none',
    background: paper,
    data: [
      { name: 'pictures', values: urls.map((url, picture) => ({ picture, url })) },
      {
        name: 'images',
        values: placed,
        transform: [
          { type: 'lookup', from: 'pictures', key: 'picture', fields: ['picture'], values: ['url'] },
        ],
      },
      { name: 'boxes', values: boxes.map(box => ({ fill: null, stroke: null, ...box })) },
      { name: 'rules', values: rules.map(rule => ({ colour: faint, ...rule })) },
      { name: 'labels', values: labels.map(vegaLabel) },
    ],
    marks: [
      {
        type: 'rect',
        from: { data: 'boxes' },
        encode: { enter: { ...place, ...size, fill: field('fill'), stroke: field('stroke') } },
      },
      // Over the frames, whose edges would otherwise tint the outermost pixels.
      {
        type: 'image',
        from: { data: 'images' },
        encode: {
          enter: { ...place, ...size, url: field('url'), aspect: { value: false }, smooth: { value: false } },
        },
      },
      {
        type: 'rule',
        from: { data: 'rules' },
        encode: { enter: { ...place, x2: field('x2'), y2: field('y2'), stroke: field('colour') } },
      },
      {
        type: 'text',
        from: { data: 'labels' },
        encode: {
          enter: {
            ...place,
            text: field('text'),
            font: { value: `${font}, sans-serif` },
            fontSize: field('size'),
            fontWeight: field('weight'),
            lineHeight: field('lineHeight'),
            fill: field('colour'),
            align: field('align'),
            baseline: field('baseline'),
          },
        },
      },
    ],
  };
}

const vegaLabel = (label: Label) => ({
  align: 'left',
  baseline: 'top',
  colour: ink,
  ...label,
  weight: label.weight === 'semibold' ? 600 : 400,
  lineHeight: lineHeight(label.size),
});
