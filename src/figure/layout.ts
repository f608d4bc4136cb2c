/** Where everything in the figure of a comparison stands. */
import { showShape } from '../errors.ts';
import { colourBar, footnotes } from './legend.ts';
import { type MarkGroup, markGroup, movedGroup, overlaid, paragraph, stacked } from './mark-group.ts';
import { type Drawing, type Label, lineHeight, muted, textSize } from './marks.ts';
import { type Panel, panelBlock } from './panel.ts';
import { type Column, type PanelRow, panelColumns, panelsOf, shapeOfAllRows } from './panels.ts';
import type { ShownRow } from './shown.ts';
import { textWidth, wrap } from './text.ts';

const margin = 30;
const columnGap = 24;
const rowGap = 26;
/** A figure is made this wide where the panels leave a choice. */
const preferredWidth = 1120;
const labelWidths = { least: 184, most: 270 };

/** The columns of a figure: where each begins, and how wide it is. */
interface Grid {
  readonly labelWidth: number;
  readonly columns: Readonly<Record<Column, { left: number; width: number }>>;
  /** Without the margins. */
  readonly width: number;
}

/** The drawing of a comparison. */
export function layOut(title: string, subtitle: string, rows: readonly ShownRow[]): Drawing {
  const { panels, scales } = panelsOf(rows);
  const headings = headingsOf(rows);
  const grid = gridOf(panels, headings);
  const drawnRows = rows.flatMap((row, index) => [
    ...(index ? [rowGap] : []),
    rowBlock(row, panels[index], grid),
  ]);
  const { left } = grid.columns.result;
  const legend = overlaid(
    footnotes(scales, left - 2 * columnGap),
    movedGroup(colourBar(scales.result, grid.width - left), left, 0),
  );
  const content = stacked(
    paragraph(wrap(title, grid.width, textSize.title, 'semibold', 2), {
      size: textSize.title,
      weight: 'semibold',
    }),
    subtitle ? 4 : 0,
    paragraph(wrap(subtitle, grid.width, textSize.subtitle, 'regular', 3), {
      size: textSize.subtitle,
      colour: muted,
    }),
    20,
    headingBlock(headings, grid),
    8,
    line(grid.width),
    20,
    ...drawnRows,
    22,
    line(grid.width),
    16,
    legend,
  );
  const placed = movedGroup(content, margin, margin - 4);
  const description = [title, subtitle, ...rows.map(({ name, note }) => `${name}: ${note}`)]
    .filter(Boolean)
    .join('. ');
  return {
    ...placed,
    width: grid.width + 2 * margin,
    height: Math.ceil(placed.height + margin - 6),
    description,
  };
}

const line = (width: number): MarkGroup => markGroup(1, { rules: [{ x: 0, x2: width, y: 0.5, y2: 0.5 }] });

/** The title of each column and a line beneath it. */
function headingsOf(rows: readonly ShownRow[]): Record<Column, [string, string]> {
  const shape = (name: Column) => {
    const common = shapeOfAllRows(rows, name);
    return common ? showShape(common) : '';
  };
  return {
    image: ['image', shape('image')],
    kernel: ['kernel', shape('kernel')],
    result: ['result', shape('result')],
    difference: ['difference', 'result − reference'],
  };
}

function headingBlock(headings: Record<Column, [string, string]>, grid: Grid): MarkGroup {
  const detailTop = lineHeight(textSize.heading) + 1;
  const labels = panelColumns.flatMap((column): Label[] => {
    const { left, width } = grid.columns[column];
    const [heading, detail] = headings[column];
    const place = { x: left + width / 2, align: 'center' as const };
    return [
      { ...place, text: [heading], y: 0, size: textSize.heading, weight: 'semibold' },
      { ...place, text: [detail], y: detailTop, size: textSize.small, colour: muted },
    ];
  });
  return markGroup(detailTop + lineHeight(textSize.small), { labels });
}

/** Columns as wide as what stands in them; the labels take what is left of the preferred width, within bounds. */
function gridOf(panels: readonly PanelRow[], headings: Record<Column, [string, string]>): Grid {
  const widths = panelColumns.map(column => {
    const [heading, detail] = headings[column];
    const captions = panels.map(row => textWidth(row[column].caption, textSize.small));
    const texts = [
      textWidth(heading, textSize.heading, 'semibold'),
      textWidth(detail, textSize.small),
      ...captions,
    ];
    return Math.ceil(Math.max(...panels.map(row => row[column].width), ...texts) / 2) * 2;
  });
  const taken = widths.reduce((total, width) => total + columnGap + width, 0);
  const rest = preferredWidth - 2 * margin - taken;
  const labelWidth = Math.min(labelWidths.most, Math.max(labelWidths.least, rest));
  let left = labelWidth;
  const places = panelColumns.map((column, k) => {
    left += columnGap + (k ? widths[k - 1] : 0);
    return [column, { left, width: widths[k] }] as const;
  });
  return { labelWidth, columns: Object.fromEntries(places) as Grid['columns'], width: labelWidth + taken };
}

/** A row: its text and its panels, their middles on one line. */
function rowBlock({ name, note }: ShownRow, panels: PanelRow, grid: Grid): MarkGroup {
  const text = stacked(
    paragraph(wrap(name, grid.labelWidth, textSize.name, 'semibold', 3), {
      size: textSize.name,
      weight: 'semibold',
    }),
    4,
    paragraph(wrap(note, grid.labelWidth, textSize.note, 'regular', 8), {
      size: textSize.note,
      colour: muted,
    }),
  );
  const height = Math.max(text.height, ...panelColumns.map(column => panels[column].height));
  const top = (part: number) => Math.floor((height - part) / 2);
  const place = (panel: Panel, { left, width }: { left: number; width: number }) =>
    movedGroup(panelBlock(panel), left + Math.floor((width - panel.width) / 2), top(panel.height));
  return overlaid(
    markGroup(height),
    movedGroup(text, 0, top(text.height)),
    ...panelColumns.map(column => place(panels[column], grid.columns[column])),
  );
}
