/** The tokens of an index, read from left to right, and the error of what cannot be read. */
import { oneLine } from '../errors.ts';
import { type Caller, notATerm, refusal } from './refuse.ts';
import type { Token, Tokens } from './tokens.ts';

/** Whether a token is the given punctuation. */
export const isMark = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'mark' && token.text === text;

/** Text of the index as an error shows it. */
export const shownText = (text: string): string => oneLine(text, 40);

/** A place among the tokens of an index, and where reading ends. */
export class TokenReader {
  protected readonly caller: Caller;
  /** The text of the index, for errors. */
  protected readonly whole: string;
  protected readonly tokens: readonly Token[];
  protected place = 0;
  protected end = 0;

  constructor(caller: Caller, whole: string, { list }: Tokens) {
    this.caller = caller;
    this.whole = whole;
    this.tokens = list;
  }

  readonly fail = (what: string, hint: string): never => {
    throw refusal(this.caller, 'IndexError', `the index ${this.whole} ${what}`, hint, { index: this.whole });
  };

  get next(): Token | undefined {
    return this.place < this.end ? this.tokens[this.place] : undefined;
  }

  /** Goes to the next token. */
  advance(): void {
    this.place++;
  }

  /** Goes behind the given punctuation, if that is next. */
  take(text: string): boolean {
    if (!isMark(this.next, text)) return false;
    this.place++;
    return true;
  }

  /** The whole number that stands in the text. */
  number(text: string): number {
    const value = Number(text.replaceAll('_', ''));
    if (text.includes('.') || !Number.isSafeInteger(value))
      throw refusal(
        this.caller,
        'IndexError',
        notATerm,
        text.includes('.')
          ? `${shownText(text)} is no place`
          : `${shownText(text)} is out of reach; no axis is so long`,
        { index: this.whole },
      );
    return value;
  }
}
