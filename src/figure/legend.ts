/** What stands beneath the rows: the colour bar of results and differences, and notes on how the panels are drawn. */
import { array } from '../array/convert.ts';
import { type MarkGroup, markGroup, movedGroup, overlaid, paragraph, stacked } from './mark-group.ts';
import { faint, ink, type Label, lineHeight, muted, textSize } from './marks.ts';
import { cssColour, diverging, NOT_FINITE, TOP_LEVEL } from './palette.ts';
import { panelBox } from './panel.ts';
import type { Scales } from './panels.ts';
import { pictureUrl } from './picture.ts';
import { type SymmetricScale, ticks } from './scale.ts';
import { showNumber, textWidth, wrap } from './text.ts';

const barHeight = 14;

/** The colour bar of a scale, with its ticks. */
export function colourBar({ limit, largest }: SymmetricScale, width: number): MarkGroup {
  const levels = array([Uint8Array.from({ length: TOP_LEVEL + 1 }, (_, level) => level)], { dtype: 'uint8' });
  const at = (value: number) => ((value / limit + 1) / 2) * width;
  const values = ticksThatFit(limit, width);
  const bar = markGroup(barHeight + 8 + lineHeight(textSize.small), {
    images: [{ url: pictureUrl(levels, diverging), x: 0, y: 0, width, height: barHeight }],
    boxes: [{ x: -0.5, y: -0.5, width: width + 1, height: barHeight + 1, stroke: faint }],
    rules: values.map(value => ({
      x: at(value),
      x2: at(value),
      y: barHeight,
      y2: barHeight + 5,
      colour: muted,
    })),
    labels: values.map((value): Label => {
      const place = { x: at(value), y: barHeight + 8, align: 'center' as const };
      return { ...place, text: [showNumber(value)], size: textSize.small, colour: muted };
    }),
  });
  const beyond = largest > limit ? `; up to ${showNumber(largest)}, drawn as the ends` : '';
  return stacked(
    write(
      `Results and differences: one scale, −${showNumber(limit)} to ${showNumber(limit)}${beyond}`,
      width,
      ink,
    ),
    6,
    bar,
  );
}

/** As many ticks as have room for their labels. */
function ticksThatFit(limit: number, width: number): number[] {
  const room = (values: number[]) => ((values[1] - values[0]) / (2 * limit)) * width;
  const widest = (values: number[]) =>
    Math.max(...values.map(value => textWidth(showNumber(value), textSize.small)));
  const choices = [4, 3, 2, 1].map(most => ticks(limit, most));
  return choices.find(values => widest(values) + 12 <= room(values)) ?? choices.at(-1)!;
}

const write = (text: string, width: number, colour = muted): MarkGroup =>
  paragraph(wrap(text, width, textSize.small), { size: textSize.small, colour });

/** Notes in plain words, and the colour of what is no finite number where there is any. */
export function footnotes({ image, kernel, notFinite, shrunk }: Scales, width: number): MarkGroup {
  const [black, white, most] = [...image, kernel].map(value => showNumber(value));
  const swatch = markGroup(0, {
    boxes: [{ x: 0, y: 2, width: 22, height: 11, fill: cssColour(diverging[NOT_FINITE]) }],
  });
  const explained = movedGroup(write('NaN or infinite; not counted in the scales', width - 30), 30, 0);
  return stacked(
    write(
      `Images: black is ${black}, white is ${white}. Kernels: the same colours, −${most} to ${most}.`,
      width,
    ),
    4,
    ...(notFinite ? [overlaid(swatch, explained), 4] : []),
    ...(shrunk ? [write(shrunkNote, width)] : []),
  );
}

const shrunkNote =
  `A panel has at most ${panelBox.width} × ${panelBox.height} pixels. Where an array has more elements, a pixel stands ` +
  'for a block of them: its mean in images, its element of largest magnitude elsewhere.';
