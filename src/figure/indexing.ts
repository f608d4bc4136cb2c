/** The figure of an index: the axes of the source above, those of the result below, and lines from one to the other. */
import { ConcordatError, show, showShape } from '../errors.ts';
import { type IndexExplanation, type IndexReading, repeatText } from '../indexing/index.ts';
import { type MarkGroup, markGroup, movedGroup, overlaid, paragraph, stacked } from './mark-group.ts';
import {
  type Box,
  faint,
  ink,
  type Label,
  lineHeight,
  muted,
  type Rule,
  textSize,
  vegaSpecification,
} from './marks.ts';
import type { VegaSpecification } from './specification.ts';
import { printable, textWidth, truncate, wrap } from './text.ts';

const margin = 30;
const cell = { width: 116, height: 62, gap: 18 };
/** From the source to the result. */
const drop = 74;
const labelWidth = 118;
/** Axes of index arrays, and axes that are sliced or new. */
const colours = { arrays: '#b2182b', slice: '#2166ac', newaxis: muted } as const;
const tints = { arrays: '#fdeeea', slice: '#eef5fa', newaxis: '#f4f5f7' } as const;

/**
 * The Vega specification of what an index does: for NumPy, and for torch where it does something else.
 *
 * @param explanation what `explainIndex` gives
 * @returns a specification for Vega 6, for `renderSvg`, `renderPng` or a web page
 * @throws ConcordatError when it is not given what `explainIndex` gives
 * @example
 * import { explainIndex } from 'concordat';
 * import { indexSpecification } from 'concordat/figure';
 * indexSpecification(explainIndex([2, 3], '[0]')).autosize; // => 'none'
 */
export function indexSpecification(explanation: IndexExplanation): VegaSpecification {
  if (!explanation?.numpy || !Array.isArray(explanation.shape))
    throw new ConcordatError(
      'value',
      `indexSpecification: explanation is ${show(explanation)}; it must be what explainIndex gives`,
      { function: 'indexSpecification', argument: 'explanation' },
    );
  const { numpy, torch, differ, shape, index, instead, assumed } = explanation;
  const same = differ === 'no' && numpy.view === torch.view;
  const count = Math.max(shape.length, numpy.axes.length, torch.axes.length, 3);
  const width = labelWidth + count * (cell.width + cell.gap);
  const panels = [
    panel(same ? 'NumPy, torch' : 'NumPy', numpy, explanation, width),
    ...(same ? [] : [34, panel('torch', torch, explanation, width)]),
  ];
  const remark =
    differ === 'silently'
      ? 'Equal shapes, but not the same axes: NumPy and torch differ silently.'
      : same
        ? ''
        : 'NumPy and torch differ.';
  const advice = [remark, instead ? `${instead} keeps the axis in place.` : ''].filter(Boolean).join(' ');
  const notes = [advice, repeatText(explanation) ?? '', ...assumed].filter(Boolean);
  const content = stacked(
    paragraph(wrap(index, width, textSize.title, 'semibold', 2), {
      size: textSize.title,
      weight: 'semibold',
    }),
    4,
    paragraph([printable(`an array of shape ${showShape(shape)}`)], {
      size: textSize.subtitle,
      colour: muted,
    }),
    26,
    ...panels,
    ...notes.flatMap((note, k) => [
      k === 0 ? 28 : 8,
      paragraph(wrap(note, width - cell.gap, textSize.note, 'regular', 4), { size: textSize.note }),
    ]),
  );
  const placed = movedGroup(content, margin, margin - 4);
  return vegaSpecification({
    ...placed,
    width: width + 2 * margin - cell.gap,
    height: Math.ceil(placed.height + margin),
    description: printable(explanation.text.replaceAll('\n', '. ')),
  });
}

const leftOf = (place: number): number => labelWidth + place * (cell.width + cell.gap);

/** One library: its name, the source, the lines, the result. */
function panel(
  name: string,
  reading: IndexReading,
  { shape, terms }: IndexExplanation,
  width: number,
): MarkGroup {
  const heading = overlaid(
    paragraph([name], { size: textSize.name, weight: 'semibold' }),
    movedGroup(
      paragraph(['indexed by'], { size: textSize.small, colour: muted }),
      0,
      lineHeight(textSize.name) + 4,
    ),
  );
  if (reading.shape === null) {
    const said = wrap(`refused: ${reading.error}`, width - labelWidth, textSize.note, 'regular', 8);
    return overlaid(heading, movedGroup(paragraph(said, { size: textSize.note }), labelWidth, 0));
  }
  const kindOf = (axis: number) =>
    reading.axes.find(({ axes }) => axes.includes(axis))?.from ?? ('newaxis' as const);
  const source = shape.map((extent, axis) => {
    const taken = reading.taken.find(each => each.axis === axis);
    const fallback = taken ? 'newaxis' : kindOf(axis);
    return movedGroup(
      axisBox(`${extent}`, `axis ${axis}`, terms[axis], fallback, taken !== undefined),
      leftOf(axis),
      0,
    );
  });
  const bottom = cell.height + drop;
  const result = reading.axes.map(({ extent, from, axes }, k) => {
    const origin =
      from === 'newaxis' ? 'new' : axes.length ? `from axis ${axes.join(', ')}` : 'True or False';
    return movedGroup(axisBox(`${extent}`, `axis ${k}`, origin, from, false), leftOf(k), bottom);
  });
  const verdict = paragraph(['result', reading.view ? 'a view' : 'a copy'], {
    size: textSize.small,
    colour: muted,
  });
  return overlaid(heading, lines(reading), ...source, ...result, movedGroup(verdict, 0, bottom + 14));
}

/** An axis as a box: its number, its extent, and what it is indexed by or comes from. */
function axisBox(
  extent: string,
  title: string,
  below: string,
  kind: keyof typeof colours,
  gone: boolean,
): MarkGroup {
  const colour = gone ? muted : colours[kind];
  const middle = cell.width / 2;
  const boxes: Box[] = [
    {
      x: 0,
      y: 0,
      width: cell.width,
      height: cell.height,
      fill: gone ? '#ffffff' : tints[kind],
      stroke: gone ? faint : colour,
    },
  ];
  const label = (text: string, y: number, size: number, rest: Partial<Label> = {}): Label => ({
    text: [truncate(printable(text), cell.width - 12, size)],
    x: middle,
    y,
    size,
    align: 'center',
    ...rest,
  });
  return markGroup(cell.height, {
    boxes,
    labels: [
      label(title, 5, textSize.small, { colour: muted }),
      label(extent, 19, textSize.subtitle + 1, { weight: 'semibold', colour: gone ? muted : ink }),
      label(below, 41, textSize.note - 0.5, { colour }),
    ],
  });
}

/** A line from each axis of the source to the one that it becomes; an axis that is taken ends in the place. */
function lines({ axes, taken }: IndexReading): MarkGroup {
  const rules: Rule[] = [];
  const labels: Label[] = [];
  const centre = (place: number) => leftOf(place) + cell.width / 2;
  axes.forEach(({ from, axes: origins }, k) => {
    for (const origin of origins)
      rules.push({
        x: centre(origin),
        y: cell.height,
        x2: centre(k),
        y2: cell.height + drop,
        colour: colours[from],
      });
  });
  for (const { axis, place } of taken) {
    const text = printable(`taken at ${place}`);
    rules.push({ x: centre(axis), y: cell.height, x2: centre(axis), y2: cell.height + 10, colour: faint });
    labels.push({
      text: [text],
      x: centre(axis) - textWidth(text, textSize.small) / 2,
      y: cell.height + 12,
      size: textSize.small,
      colour: muted,
    });
  }
  return markGroup(cell.height + drop, { rules, labels });
}
