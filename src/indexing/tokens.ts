/**
 * Index text as tokens: numbers, names, punctuation, and the holes of a template. Brackets are matched on the way, and
 * counted: text that opens too many of them is refused before anything is built, so that no text costs more than its
 * length.
 */
import { oneLine } from '../errors.ts';
import { type Caller, refusal } from './refuse.ts';

/** A hole of a template, by its number. */
export interface Hole {
  readonly hole: number;
}

export interface TextToken {
  readonly kind: 'number' | 'name' | 'mark';
  readonly text: string;
  readonly at: number;
}
export interface HoleToken extends Hole {
  readonly kind: 'hole';
  readonly at: number;
}
export type Token = TextToken | HoleToken;

/** Axes that an index array may have, and so brackets that may stand inside each other. NumPy 1.24 has the same. */
export const MOST_AXES = 32;
/** Around an array there may be the brackets of the index and those of a call. */
const MOST_DEPTH = MOST_AXES + 2;

const closing: Readonly<Record<string, string>> = { '[': ']', '(': ')' };

/** The tokens of a text, and for each bracket that opens the place of the one that closes it. */
export interface Tokens {
  readonly list: readonly Token[];
  readonly ends: ReadonlyMap<number, number>;
}

/** The tokens of the pieces, with a hole between each two. `whole` is what errors show of the text. */
export function tokensOf(caller: Caller, pieces: readonly string[], whole: string): Tokens {
  const list: Token[] = [];
  const ends = new Map<number, number>();
  const open: number[] = [];
  const fail = (what: string, hint: string, fields: Record<string, unknown> = {}): never => {
    throw refusal(caller, 'IndexError', `the index ${whole} ${what}`, hint, { index: whole, ...fields });
  };
  const opening = () => {
    open.push(list.length);
    if (open.length > MOST_DEPTH)
      fail(
        `has more than ${MOST_DEPTH} brackets inside each other`,
        `an index array has ${MOST_AXES} axes at most`,
      );
  };
  const closes = (text: string) => {
    const start =
      open.pop() ?? fail(`has a '${text}' without its '${text === ']' ? '[' : '('}'`, 'take it out');
    const wanted = closing[(list[start] as TextToken).text];
    if (wanted !== text) fail(`has a '${text}' where a '${wanted}' belongs`, 'close what was opened last');
    ends.set(start, list.length);
  };
  let place = 0;
  pieces.forEach((piece, number) => {
    if (number > 0) list.push({ kind: 'hole', hole: number - 1, at: place });
    const pattern =
      /\s*(?:(\.\.\.|…|[[\](),:=])|([+-]?\d[\d_]*(?:\.\d*)?(?![\w.]))|([\p{L}_][\p{L}\p{M}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{M}\p{N}_]*)*)|(\S))/guy;
    for (let match = pattern.exec(piece); match; match = pattern.exec(piece)) {
      const [, mark, digits, name, other] = match;
      const at = place + match.index;
      if (other !== undefined)
        fail(
          `cannot be read at '${oneLine(other)}'`,
          "an index has integers, slices such as 1:5 or ::-1, '...', None, and arrays such as [2, 3, 4] or [True, False]",
          { at },
        );
      if (mark !== undefined) {
        if (mark in closing) opening();
        else if (mark === ']' || mark === ')') closes(mark);
        list.push({ kind: 'mark', text: mark === '…' ? '...' : mark, at });
      } else if (digits !== undefined) list.push({ kind: 'number', text: digits, at });
      else list.push({ kind: 'name', text: name, at });
    }
    place += piece.length;
  });
  if (open.length > 0) {
    const { text } = list[open[open.length - 1]] as TextToken;
    fail(`has a '${text}' without its '${closing[text]}'`, 'close it');
  }
  return { list, ends };
}
