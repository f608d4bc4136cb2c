/** Index text as tokens: numbers, words, punctuation, and the holes of a template. */
import { type Caller, refusal } from './refuse.ts';

/** A hole of a template, by its number. */
export interface Hole {
  readonly hole: number;
}

export interface TextToken {
  readonly text: string;
  readonly at: number;
}
export interface HoleToken extends Hole {
  readonly at: number;
}
export type Token = TextToken | HoleToken;

export const isHole = (token: Token | undefined): token is HoleToken =>
  token !== undefined && 'hole' in token;
export const isText = (token: Token | undefined, text: string): boolean =>
  token !== undefined && !isHole(token) && token.text === text;

/** The tokens of the pieces, with a hole between each two. */
export function tokensOf(caller: Caller, pieces: readonly string[], whole: string): Token[] {
  const tokens: Token[] = [];
  let place = 0;
  pieces.forEach((piece, number) => {
    if (number > 0) tokens.push({ hole: number - 1, at: place });
    const pattern =
      /\s*(?:(\.\.\.|…|[[\],:]|[+-]?\d[\d_]*(?:\.\d*)?(?![\w.])|(?:np\.|numpy\.)?[A-Za-z_]\w*)|(\S))/gy;
    for (let match = pattern.exec(piece); match; match = pattern.exec(piece)) {
      const at = place + match.index;
      if (match[2] !== undefined)
        throw refusal(
          caller,
          'IndexError',
          `the index ${whole} cannot be read at '${match[2]}'`,
          "an index has integers, slices such as 1:5 or ::-1, '...', None, and arrays such as [2, 3, 4] or [True, False]",
          { index: whole, at },
        );
      tokens.push({ text: match[1] === '…' ? '...' : match[1].replace(/^(np|numpy)\./, ''), at });
    }
    place += piece.length;
  });
  return tokens;
}

/** The tokens inside one pair of brackets that holds all of them; null when there is none. */
export function unwrapped(tokens: readonly Token[]): readonly Token[] | null {
  if (!isText(tokens[0], '[')) return null;
  let depth = 0;
  for (let k = 0; k < tokens.length; k++) {
    if (isText(tokens[k], '[')) depth++;
    else if (isText(tokens[k], ']')) depth--;
    if (depth === 0) return k === tokens.length - 1 ? tokens.slice(1, -1) : null;
  }
  return null;
}
