/** The terms of an index, from its tokens. */
import type { Names, SliceBound, TemplateTerm } from './parsed.ts';
import { readWrittenArray } from './read-array.ts';
import { type Caller, notABound, refusal } from './refuse.ts';
import { ellipsis, type ParsedTerm } from './term.ts';
import { isMark, shownText, TokenReader } from './token-reader.ts';
import type { TextToken, Token, Tokens } from './tokens.ts';
import { wordOf } from './words.ts';
import { writtenCalls } from './written.ts';

/** Terms that are read; how many an array takes depends on its axes, which are fewer. */
const MOST_TERMS = 1024;

/** What names in the text stand for, and those of them that were used. */
interface KnownNames {
  readonly names: Names;
  readonly used: Set<string>;
}

/** Something read whose use is not known yet: where it begins, and the term that it is if it is one. */
interface Operand {
  readonly first: Token;
  readonly read: () => TemplateTerm;
}

/** Reads terms. Without `known`, a name that is no word is refused. */
export class Parser extends TokenReader {
  private readonly known: KnownNames | null;

  constructor(caller: Caller, whole: string, tokens: Tokens, known: KnownNames | null = null) {
    super(caller, whole, tokens);
    this.known = known;
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
      return { kind: 'slice', start, stop, step } as ParsedTerm;
    return { kind: 'parts', start, stop, step };
  }

  /** A bound of a slice. */
  private part(bound: Operand | undefined): SliceBound {
    if (bound === undefined) return null;
    const { first } = bound;
    if (first.kind === 'hole') return { hole: first.hole };
    if (first.kind === 'number' && !first.text.includes('.')) return this.number(first.text);
    const name = first.kind === 'name' ? first.text : undefined;
    const term = first.kind !== 'number' && (this.known || wordOf(first)) ? bound.read() : undefined;
    if (term?.kind === 'newaxis') return null;
    if (term?.kind === 'integer' && typeof term.value === 'number') return term.value;
    const unknown = term?.kind === 'integer' && name !== undefined;
    const advice = unknown ? `, which is not known; add what it is: ${shownText(name)}=2` : '';
    throw refusal(this.caller, 'TypeError', notABound, `a bound is ${shownText(first.text)}${advice}`, {
      index: this.whole,
    });
  }

  /** What may stand for a term, or for a bound of a slice; which of the two it is decides what may be wrong with it. */
  private operand(): Operand {
    const first = this.next;
    if (first === undefined || isMark(first, ','))
      return this.fail('has nothing between two commas', "write ':' for a whole axis");
    if (isMark(first, '[')) {
      const term = readWrittenArray(this);
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

  private word(token: TextToken): ParsedTerm {
    const { text } = token;
    return (
      wordOf(token) ??
      this.fail(
        `has the name ${shownText(text)}, which means nothing here`,
        `put its value there: \${${shownText(text)}} in a template`,
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
      const term = withName(this.operand().read() as ParsedTerm, name);
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
      const of = first.kind === 'hole' ? 'ids' : shownText(first.text);
      return this.fail(`has the length of ${of}, which is not known`, `add what it is: ${of}=[2, 3, 4]`);
    }
    if (!Object.hasOwn(writtenCalls, plain))
      this.fail(
        `has a call of ${shownText(name)}, which cannot be made here`,
        `what can be is ${Object.keys(writtenCalls).join(', ')}, array and len`,
      );
    const given = inside.map(({ first, read }) => {
      const term = read();
      if (term.kind === 'integer' && typeof term.value === 'number') return term.value;
      if (term.kind === 'newaxis') return null;
      const text = first.kind === 'hole' ? 'a hole' : shownText(first.text);
      return this.fail(`has ${text} in a call of ${shownText(name)}`, 'whole numbers stand there');
    });
    const term = writtenCalls[plain](given, this.fail);
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
}

/** A term under the name that a program has for it. */
const withName = (term: ParsedTerm, name: string): ParsedTerm =>
  term.kind === 'integers' || (term.kind === 'mask' && term.shape.length > 0) ? { ...term, name } : term;
