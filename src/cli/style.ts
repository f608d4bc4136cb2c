/** Colours of the terminal, where there is one that wants them. */
import { styleText } from 'node:util';

const plain = !process.stdout.isTTY || process.env['NO_COLOR'] !== undefined;

/** Text in a colour or weight; as it is when the output is not a terminal, or NO_COLOR is set. */
export const styled = (style: 'bold' | 'dim' | 'green' | 'red' | 'yellow', text: string): string =>
  plain ? text : styleText(style, text);
