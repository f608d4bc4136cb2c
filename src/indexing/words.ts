/** Words that mean something in an index wherever they stand: None, True, `np.newaxis`, `Ellipsis`. */
import { ellipsis, newaxis, type ParsedTerm } from './term.ts';
import type { Token } from './tokens.ts';

const words: Readonly<Record<string, ParsedTerm>> = {
  None: newaxis,
  newaxis,
  Ellipsis: ellipsis,
  ...Object.fromEntries(
    ['True', 'true', 'False', 'false'].map(word => [
      word,
      { kind: 'mask', shape: [], data: Uint8Array.of(/^t/i.test(word) ? 1 : 0) },
    ]),
  ),
};

/** What a token means by itself, if it is such a word. */
export const wordOf = (token: Token | undefined): ParsedTerm | undefined => {
  if (token?.kind !== 'name') return undefined;
  const word = token.text.replace(/^(?:np|numpy|torch)\./, '');
  return Object.hasOwn(words, word) ? words[word] : undefined;
};

/** Whether a token is True or False. */
export const isTruth = (token: Token): boolean => wordOf(token)?.kind === 'mask';
