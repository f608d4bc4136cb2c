/**
 * The one place from which the command reaches a terminal. Whatever comes from elsewhere, names of files, text in them,
 * words of other processes, passes `visible` here: nothing but this file sends a control character.
 */
import { styleText } from 'node:util';
import { visible } from '../errors.ts';

/** Colours and weights. */
export type Style = 'bold' | 'dim' | 'green' | 'red' | 'yellow';

/** Text with a style. */
export interface Styled {
  readonly style: Style;
  readonly text: string;
}

/** One line: its parts, one after another. */
export type Line = string | readonly (string | Styled)[];

/** Text in a colour or weight, where standard output is a terminal and NO_COLOR is not set. */
export const styled = (style: Style, text: string): Styled => ({ style, text });

const plain = !process.stdout.isTTY || process.env['NO_COLOR'] !== undefined;

function written(line: Line): string {
  if (typeof line === 'string') return visible(line);
  const parts = line.map(part => {
    if (typeof part === 'string') return visible(part);
    return plain ? visible(part.text) : styleText(part.style, visible(part.text));
  });
  return parts.join('');
}

/** Prints lines on standard output. A line break within a line is shown, not made. */
export function print(lines: readonly Line[]): void {
  showStatus('');
  process.stdout.write(lines.map(line => `${written(line)}\n`).join(''));
}

/** Prints one line on standard error. */
export function complain(line: string): void {
  showStatus('');
  process.stderr.write(`${visible(line)}\n`);
}

/** Whether a person may be watching standard error, on a terminal that can clear a line. */
export const watched = Boolean(process.stderr.isTTY) && process.env['TERM'] !== 'dumb';

let shown = '';

/**
 * Shows a line on the terminal in place of the last one; an empty one clears it. It is cut where the terminal ends, so
 * that no setting of the terminal has to be changed: there is nothing to restore, however the process ends.
 */
export function showStatus(line: string): void {
  if (!watched || line === shown) return;
  shown = line;
  const width = (process.stderr.columns || 80) - 1;
  process.stderr.write(`\r${visible(line).slice(0, width)}\x1b[K`);
}
