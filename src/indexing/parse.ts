/**
 * Index text as terms: what stands between the brackets of Python's `x[…]`, as one string, as the pieces of a tagged
 * template with holes between them, or pasted from a program, where names stand for what is known of them. Text is read
 * once, from left to right.
 */
import { show } from '../errors.ts';
import type { Names, TemplateTerm, WrittenIndex } from './parsed.ts';
import { Parser } from './parser.ts';
import type { Caller } from './refuse.ts';
import type { ParsedTerm } from './term.ts';
import { isMark, shownText } from './token-reader.ts';
import { type Token, tokensOf } from './tokens.ts';
import { isTruth } from './words.ts';

/** Reads an index. Template pieces have a hole between each two of them; one pair of brackets may stand around all. */
export function parseIndex(caller: Caller, pieces: readonly string[]): TemplateTerm[] {
  const whole = show(pieces.join('$' + '{…}'));
  const tokens = tokensOf(caller, pieces, whole);
  const { list, ends } = tokens;
  const parser = new Parser(caller, whole, tokens);
  // Brackets around something that is no array are those of x[…].
  const plain = (token: Token) =>
    token.kind === 'number' || (token.kind === 'mark' && !/[:.]/.test(token.text)) || isTruth(token);
  const around = ends.get(0) === list.length - 1 && isMark(list[0], '[') && !list.every(plain);
  return parser.index(around ? 1 : 0, around ? list.length - 1 : list.length);
}

/**
 * Reads an index as it stands in a program, with or without its array: `data[n, :, ids]` or `[n, :, ids]`. A name is
 * what it was given for, or else one integer that is not known.
 */
export function parseWritten(caller: Caller, text: string, names: Names): WrittenIndex {
  const whole = show(text);
  const tokens = tokensOf(caller, [text], whole);
  const { list, ends } = tokens;
  const used = new Set<string>();
  const parser = new Parser(caller, whole, tokens, { names, used });
  const [first] = list;
  const named = first?.kind === 'name' && isMark(list[1], '[');
  const start = named ? 1 : 0;
  const end = isMark(list[start], '[') ? ends.get(start) : undefined;
  if (named && end !== list.length - 1)
    parser.fail('has something behind its brackets', 'explain one index at a time, as data[n, :, ids]');
  const around = end === list.length - 1;
  const terms = parser.index(start + Number(around), list.length - Number(around)) as ParsedTerm[];
  return { name: named ? first.text : 'x', terms, used };
}

/** Reads what a name stands for: `[2, 3, 4]`, `bool(3, 50)`, `np.arange(5)`, `7`. */
export function parseValue(caller: Caller, text: string): ParsedTerm {
  const whole = show(text);
  const tokens = tokensOf(caller, [text], whole);
  const parser = new Parser(caller, whole, tokens, { names: new Map(), used: new Set() });
  const terms = parser.index(0, tokens.list.length) as ParsedTerm[];
  if (terms.length !== 1) parser.fail('is not one value', 'write an array, such as [2, 3, 4], or a number');
  const [term] = terms;
  if (term.kind === 'integer' && typeof term.value !== 'number')
    parser.fail(`is the name ${shownText(term.value.name)}`, 'write what it stands for');
  return term;
}
