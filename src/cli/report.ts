/** What the commands print of findings. */
import { sentence } from '../diagnosis/explanation.ts';
import type { Explanation } from '../diagnosis/index.ts';
import { type Line, styled } from './terminal.ts';

/** An explanation as one clause. */
export const clause = (findings: Explanation): string =>
  sentence(findings) || 'it differs, and no explanation was found';

/** The lines that fix each finding, the last applied first: fixes undo what was done in the opposite order. */
export function fixLines(findings: Explanation, indent: string): Line[] {
  // The line of a crop may stand for others too, whose own is empty.
  const undoing = [...findings].reverse().filter(({ fix }) => fix.python !== '');
  const block = (label: string, lines: string[]): Line[] =>
    lines.map((line, index) => [indent, styled('dim', (index === 0 ? label : '').padEnd(11)), ` ${line}`]);
  return [
    ...block(
      'Python',
      undoing.map(({ fix }) => fix.python),
    ),
    ...block(
      'TypeScript',
      undoing.map(({ fix }) => fix.typescript),
    ),
  ];
}

/** An error of rounding as short text. */
export const errorText = (error: number): string =>
  error === 0 ? 'exactly' : `to ${error.toExponential(1)}`;

/** A record for programs, as lines. */
export const jsonLines = (record: object): string[] => JSON.stringify(record, null, 2).split('\n');
