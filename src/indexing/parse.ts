/**
 * Index text as terms: what stands between the brackets of Python's `x[…]`, as one string, as the pieces of a tagged
 * template with holes between them, or pasted from a program, where names stand for what is known of them. Text is read
 * once, from left to right.
 */
import { oneLine, show } from '../errors.ts';
import { type Caller, notABound, notATerm, refusal } from './refuse.ts';
import { ellipsis, type IndexTerm, newaxis } from './term.ts';
import { type Hole, MOST_AXES, type TextToken, type Token, type Tokens, tokensOf } from './tokens.ts';
import { calls, Rows } from './written.ts';

/** Terms that are read; how many an array takes depends on its axes, which are fewer. */
const MOST_TERMS = 1024;

/** A bound of a slice. */
export type Part = number | null | Hole;

/** A term of a template: complete, a hole by itself, or a slice with holes for bounds. */
export type TemplateTerm =
  | IndexTerm
  | (Hole & { readonly kind: 'hole' })
  | { readonly kind: 'parts'; readonly start: Part; readonly stop: Part; readonly step: Part };

/** What names in the text stand for. */
export type Names = ReadonlyMap<string, IndexTerm>;

/** An index as it stands in a program. */
export interface WrittenIndex {
  /** The array's name, or x. */
  readonly name: string;
  readonly terms: readonly IndexTerm[];
  /** The names that were used of those that were given. */
  readonly used: ReadonlySet<string>;
}

const words: Readonly<Record<string, IndexTerm>> = {
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
  const terms = parser.index(start + Number(around), list.length - Number(around)) as IndexTerm[];
  return { name: named ? first.text : 'x', terms, used };
}

/** Reads what a name stands for: `[2, 3, 4]`, `bool(3, 50)`, `np.arange(5)`, `7`. */
export function parseValue(caller: Caller, text: string): IndexTerm {
  const whole = show(text);
  const tokens = tokensOf(caller, [text], whole);
  const parser = new Parser(caller, whole, tokens, { names: new Map(), used: new Set() });
  const terms = parser.index(0, tokens.list.length) as IndexTerm[];
  if (terms.length !== 1) parser.fail('is not one value', 'write an array, such as [2, 3, 4], or a number');
  const [term] = terms;
  if (term.kind === 'integer' && typeof term.value !== 'number')
    parser.fail(`is the name ${shorter(term.value.name)}`, 'write what it stands for');
  return term;
}

/** Something read whose use is not known yet: where it begins, and the term that it is if it is one. */
interface Operand {
  readonly first: Token;
  readonly read: () => TemplateTerm;
}

const isMark = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'mark' && token.text === text;
const wordOf = (token: Token | undefined): IndexTerm | undefined => {
  if (token?.kind !== 'name') return undefined;
  const word = token.text.replace(/^(?:np|numpy|torch)\./, '');
  return Object.hasOwn(words, word) ? words[word] : undefined;
};
const isTruth = (token: Token): boolean => wordOf(token)?.kind === 'mask';
const shorter = (text: string): string => oneLine(text, 40);

class Parser {
  private readonly caller: Caller;
  private readonly whole: string;
  private readonly tokens: readonly Token[];
  private readonly known: { readonly names: Names; readonly used: Set<string> } | null;
  private place = 0;
  private end = 0;

  constructor(
    caller: Caller,
    whole: string,
    { list }: Tokens,
    known: { names: Names; used: Set<string> } | null = null,
  ) {
    this.caller = caller;
    this.whole = whole;
    this.tokens = list;
    this.known = known;
  }

  readonly fail = (what: string, hint: string): never => {
    throw refusal(this.caller, 'IndexError', `the index ${this.whole} ${what}`, hint, { index: this.whole });
  };

  private get next(): Token | undefined {
    return this.place < this.end ? this.tokens[this.place] : undefined;
  }

  private take(text: string): boolean {
    if (!isMark(this.next, text)) return false;
    this.place++;
    return true;
  }

  /** The terms between two places, separated by commas; one comma may stand at the end. */
  index(start: number, end: number): TemplateTerm[] {
    [this.place, this.end] = [start, end];
    const terms: TemplateTerm[] = [];
    while (this.place < end) {
      if (terms.push(this.term()) > MOST_TERMS)
        this.fail(`has more than ${MOST_TERMS} terms`, 'no array has so many axes');
      if (this.place < end && !this.take(','))
        this.fail('has two terms without a comma between them', 'separate terms by commas');
    }
    return terms;
  }

  private term(): TemplateTerm {
    const first = isMark(this.next, ':') ? undefined : this.operand();
    if (first && !isMark(this.next, ':')) return first.read();
    const bounds = [first];
    while (this.take(':')) {
      const empty = this.next === undefined || isMark(this.next, ':') || isMark(this.next, ',');
      bounds.push(empty ? undefined : this.operand());
    }
    if (bounds.length > 3) this.fail('has a slice with more than two colons', 'a slice is start:stop:step');
    const [start, stop, step] = [0, 1, 2].map(k => this.part(bounds[k]));
    if ([start, stop, step].every(part => part === null || typeof part === 'number'))
      return { kind: 'slice', start, stop, step } as IndexTerm;
    return { kind: 'parts', start, stop, step };
  }

  /** A bound of a slice. */
  private part(bound: Operand | undefined): Part {
    if (bound === undefined) return null;
    const { first } = bound;
    if (first.kind === 'hole') return { hole: first.hole };
    if (first.kind === 'number' && !first.text.includes('.')) return this.number(first.text);
    const name = first.kind === 'name' ? first.text : undefined;
    const term = first.kind !== 'number' && (this.known || wordOf(first)) ? bound.read() : undefined;
    if (term?.kind === 'newaxis') return null;
    if (term?.kind === 'integer' && typeof term.value === 'number') return term.value;
    const unknown = term?.kind === 'integer' && name !== undefined;
    const advice = unknown ? `, which is not known; add what it is: ${shorter(name)}=2` : '';
    throw refusal(this.caller, 'TypeError', notABound, `a bound is ${shorter(first.text)}${advice}`, {
      index: this.whole,
    });
  }

  /** What may stand for a term, or for a bound of a slice; which of the two it is decides what may be wrong with it. */
  private operand(): Operand {
    const first = this.next;
    if (first === undefined || isMark(first, ','))
      return this.fail('has nothing between two commas', "write ':' for a whole axis");
    if (isMark(first, '[')) {
      const term = this.array();
      return { first, read: () => term };
    }
    this.place++;
    switch (first.kind) {
      case 'hole':
        return { first, read: () => ({ kind: 'hole', hole: first.hole }) };
      case 'number':
        return { first, read: () => ({ kind: 'integer', value: this.number(first.text) }) };
      case 'mark':
        if (first.text === '...') return { first, read: () => ellipsis };
        return this.fail(`has a '${first.text}' where a term belongs`, 'terms are separated by commas');
      case 'name':
        return { first, read: this.known ? this.named(first.text) : () => this.word(first) };
    }
  }

  private word(token: TextToken): IndexTerm {
    const { text } = token;
    return (
      wordOf(token) ??
      this.fail(
        `has the name ${shorter(text)}, which means nothing here`,
        `put its value there: \${${shorter(text)}} in a template`,
      )
    );
  }

  /** What a name stands for in a program: a word, a call, what `=` says behind it, what was given, or an integer. */
  private named(name: string): () => TemplateTerm {
    const { names, used } = this.known!;
    if (this.take('(')) return this.call(name);
    if (this.take('=')) {
      if (isMark(this.tokens[this.place + 1], '='))
        this.fail("has two '=' in one term", 'write ids=[2, 3, 4]');
      const term = withName(this.operand().read() as IndexTerm, name);
      return () => term;
    }
    const given = names.get(name);
    if (given) {
      used.add(name);
      return () => withName(given, name);
    }
    return () => wordOf({ kind: 'name', text: name, at: 0 }) ?? { kind: 'integer', value: { name } };
  }

  private call(name: string): () => TemplateTerm {
    const plain = name.slice(name.lastIndexOf('.') + 1);
    const inside = this.operandsUntil(')');
    if ((plain === 'array' || plain === 'tensor') && inside.length === 1) return inside[0].read;
    const [only] = inside;
    if (name === 'len' && inside.length === 1) {
      const term = only.read();
      if (term.kind === 'integers' || (term.kind === 'mask' && term.shape.length > 0))
        return () => ({ kind: 'integer', value: term.shape[0] });
      const { first } = only;
      const of = first.kind === 'hole' ? 'ids' : shorter(first.text);
      return this.fail(`has the length of ${of}, which is not known`, `add what it is: ${of}=[2, 3, 4]`);
    }
    if (!Object.hasOwn(calls, plain))
      this.fail(
        `has a call of ${shorter(name)}, which cannot be made here`,
        `what can be is ${Object.keys(calls).join(', ')}, array and len`,
      );
    const given = inside.map(({ first, read }) => {
      const term = read();
      if (term.kind === 'integer' && typeof term.value === 'number') return term.value;
      if (term.kind === 'newaxis') return null;
      const text = first.kind === 'hole' ? 'a hole' : shorter(first.text);
      return this.fail(`has ${text} in a call of ${shorter(name)}`, 'whole numbers stand there');
    });
    const term = calls[plain](given, this.fail);
    return () => term;
  }

  private operandsUntil(mark: string): Operand[] {
    const inside: Operand[] = [];
    while (!this.take(mark)) {
      inside.push(this.operand());
      if (!isMark(this.next, mark) && !this.take(','))
        this.fail('has two values without a comma between them', 'separate them by commas');
    }
    return inside;
  }

  private number(text: string): number {
    const value = Number(text.replaceAll('_', ''));
    if (text.includes('.') || !Number.isSafeInteger(value))
      throw refusal(
        this.caller,
        'IndexError',
        notATerm,
        text.includes('.')
          ? `${shorter(text)} is no place`
          : `${shorter(text)} is out of reach; no axis is so long`,
        { index: this.whole },
      );
    return value;
  }

  /** An array written out: whole numbers, or True and False. */
  private array(): IndexTerm {
    const rows = new Rows(this.fail);
    const row = (depth: number): void => {
      if (depth >= MOST_AXES)
        this.fail(`has an array of more than ${MOST_AXES} axes`, 'NumPy allows no more either');
      let count = 0;
      this.place++;
      while (!this.take(']')) {
        const token = this.next;
        if (isMark(token, '[')) row(depth + 1);
        else rows.add(this.element(token), depth + 1);
        count++;
        if (!isMark(this.next, ']') && !this.take(','))
          this.fail('has two terms without a comma between them', 'separate terms by commas');
      }
      rows.close(count, depth);
    };
    row(0);
    return rows.term();
  }

  private element(token: Token | undefined): number | boolean {
    this.place++;
    if (token?.kind === 'number') return this.number(token.text);
    const word = wordOf(token);
    if (word?.kind === 'mask') return word.data[0] === 1;
    if (token === undefined || isMark(token, ','))
      return this.fail('has nothing between two commas', "write ':' for a whole axis");
    const text = token.kind === 'hole' ? 'a hole' : shorter(token.text);
    return this.fail(
      `has ${text} in an array`,
      token.kind === 'hole'
        ? 'put the whole array there'
        : 'an index array holds whole numbers, or True and False',
    );
  }
}

/** A term under the name that a program has for it. */
const withName = (term: IndexTerm, name: string): IndexTerm =>
  term.kind === 'integers' || (term.kind === 'mask' && term.shape.length > 0) ? { ...term, name } : term;
