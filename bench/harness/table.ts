/** Tables of a report: for the terminal and for Markdown, from the same cells. */
import type { Line } from './measure.ts';
import type { Report } from './report.ts';
import type { Aim } from './workload.ts';

/** A number with three significant digits. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value !== 0 && Math.abs(value) < 0.001) return value.toExponential(1);
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(places, 4));
}

const figure = (line: Line | undefined): string => {
  if (!line) return '–';
  if (line.median === undefined) return line.status;
  const unit = line.unit === 'ms' ? '' : ` ${line.unit}`;
  if (line.samples?.length === 1) return `${digits(line.median)}${unit}`;
  return `${digits(line.median)} (${digits(line.min!)})${unit}`;
};

const ratio = (line: Line | undefined, ours: Line | undefined): string =>
  line?.median === undefined || ours?.median === undefined || line === ours || line.unit !== ours.unit
    ? ''
    : digits(line.median / ours.median);

/** Head and rows of the table of figures. */
export function figureCells(report: Report): string[][] {
  const keys = new Map<string, Line>();
  for (const line of report.lines) keys.set(`${line.case}\n${line.who}`, line);
  const of = (name: string, who: string, threads: number) =>
    report.lines.find(line => line.case === name && line.who === who && line.threads === threads);
  const many = (threads: number) => `${threads} thread${threads === 1 ? '' : 's'}`;
  const head = ['case', 'who', ...report.threads.flatMap(threads => [many(threads), '÷ ours'])];
  let last = '';
  const rows = [...keys.values()].map(line => {
    const name = line.case === last ? '' : line.case;
    last = line.case;
    const cells = report.threads.flatMap(threads => {
      const here = of(line.case, line.who, threads);
      return [figure(here), ratio(here, of(line.case, report.ours, threads))];
    });
    return [name, line.who, ...cells];
  });
  return [head, ...rows];
}

/** Head and rows of the table of aims. */
export function aimCells(aims: readonly Aim[]): string[][] {
  const rows = aims.map(({ what, threads, bound, limit, value, met }) => [
    what,
    String(threads),
    `${bound} ${digits(limit)}`,
    value === undefined ? '–' : digits(value),
    met === undefined ? 'open' : met ? 'yes' : 'no',
  ]);
  return [['aim', 'threads', 'wanted', 'measured', 'met'], ...rows];
}

const isText = (column: number, figures: readonly string[][]): boolean =>
  column < 2 && figures[0][column] !== 'threads';

/** Columns of equal width; figures to the right. */
export function terminalTable(cells: readonly string[][]): string {
  const widths = cells[0].map((_, column) => Math.max(...cells.map(row => row[column].length)));
  const lines = cells.map(row =>
    row
      .map((cell, column) =>
        isText(column, cells as string[][]) ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join('  ')
      .trimEnd(),
  );
  return [lines[0], widths.map(width => '─'.repeat(width)).join('  '), ...lines.slice(1)].join('\n');
}

/** The same as a Markdown table. */
export function markdownTable(cells: readonly string[][]): string {
  const line = (row: readonly string[]) => `| ${row.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${cells[0].map((_, column) => (isText(column, cells as string[][]) ? '---|' : '--:|')).join('')}`;
  return [line(cells[0]), rule, ...cells.slice(1).map(line)].join('\n');
}

/** What the reader should know of single lines, each once. */
export function remarks(report: Report): string[] {
  const found = report.lines
    .filter(line => line.note !== undefined)
    .map(line => `${line.who}: ${line.status === 'measured' ? '' : `${line.status}: `}${line.note}`);
  return [...new Set(found)];
}

/** A report for the terminal. */
export function terminalReport(report: Report): string {
  const parts = [
    `\n${report.workload}: ${report.title}${report.quick ? ' (quick: the figures mean nothing)' : ''}`,
    `median (minimum) in ms unless said, ${report.rounds} rounds\n`,
    terminalTable(figureCells(report)),
  ];
  if (report.aims.length > 0) parts.push('', terminalTable(aimCells(report.aims)));
  const notes = remarks(report);
  if (notes.length > 0) parts.push('', ...notes.map(note => `- ${note}`));
  return parts.join('\n');
}
