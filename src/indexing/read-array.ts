/** An array that stands in the text of an index. */
import type { ParsedTerm } from './term.ts';
import { isMark, shownText, type TokenReader } from './token-reader.ts';
import { MOST_AXES, type Token } from './tokens.ts';
import { wordOf } from './words.ts';
import { Rows } from './written.ts';

/** An array written out: whole numbers, or True and False. */
export function readWrittenArray(reader: TokenReader): ParsedTerm {
  const rows = new Rows(reader.fail);
  const row = (depth: number): void => {
    if (depth >= MOST_AXES)
      reader.fail(`has an array of more than ${MOST_AXES} axes`, 'NumPy allows no more either');
    let count = 0;
    reader.advance();
    while (!reader.take(']')) {
      const token = reader.next;
      if (isMark(token, '[')) row(depth + 1);
      else rows.add(entryOf(reader, token), depth + 1);
      count++;
      if (!isMark(reader.next, ']') && !reader.take(','))
        reader.fail('has two terms without a comma between them', 'separate terms by commas');
    }
    rows.close(count, depth);
  };
  row(0);
  return rows.term();
}

/** One entry of it. */
function entryOf(reader: TokenReader, token: Token | undefined): number | boolean {
  reader.advance();
  if (token?.kind === 'number') return reader.number(token.text);
  const word = wordOf(token);
  if (word?.kind === 'mask') return word.data[0] === 1;
  if (token === undefined || isMark(token, ','))
    return reader.fail('has nothing between two commas', "write ':' for a whole axis");
  const text = token.kind === 'hole' ? 'a hole' : shownText(token.text);
  return reader.fail(
    `has ${text} in an array`,
    token.kind === 'hole'
      ? 'put the whole array there'
      : 'an index array holds whole numbers, or True and False',
  );
}
