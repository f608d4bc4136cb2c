/**
 * Index text as terms: what stands between the brackets of Python's `x[…]`, as one string, as the pieces of a tagged
 * template with holes between them, or on a command line, where a name stands for an integer that is not known.
 */
import { show } from '../errors.ts';
import { type Caller, notABound, notATerm, refusal } from './refuse.ts';
import { ellipsis, type IndexTerm, newaxis } from './term.ts';
import { type Hole, isHole, isText, type Token, tokensOf, unwrapped } from './tokens.ts';

/** A bound of a slice. */
export type Part = number | null | Hole;

/** A term of a template: complete, a hole by itself, or a slice with holes for bounds. */
export type TemplateTerm =
  | IndexTerm
  | (Hole & { readonly kind: 'hole' })
  | { readonly kind: 'parts'; readonly start: Part; readonly stop: Part; readonly step: Part };

/** How text is read. */
export interface ParseOptions {
  /** Whether a name such as `n` stands for an integer. */
  readonly names?: boolean;
  /** `term`: `[2, 3]` is an array of two places. `index`: the outermost brackets are those of `x[2, 3]`. */
  readonly brackets: 'term' | 'index';
}

const words: Readonly<Record<string, unknown>> = {
  None: null,
  newaxis: null,
  True: true,
  False: false,
  true: true,
  false: false,
};

/** Reads an index. Template pieces have a hole between each two of them. */
export function parseIndex(caller: Caller, pieces: readonly string[], options: ParseOptions): TemplateTerm[] {
  const whole = show(pieces.reduce((text, piece, k) => (k === 0 ? piece : `${text}\${…}${piece}`), ''));
  const tokens = tokensOf(caller, pieces, whole);
  const parser = new Parser(caller, whole, options);
  const inner = unwrapped(tokens);
  if (inner && options.brackets === 'index') return parser.list(inner);
  if (inner) {
    // Brackets around something that is no array are those of x[…].
    const plain = inner.every(token => !isHole(token) && !/^(:|\.\.\.|None|newaxis)$/.test(token.text));
    if (!plain) return parser.list(inner);
  }
  return parser.list(tokens);
}

class Parser {
  private readonly caller: Caller;
  private readonly whole: string;
  private readonly options: ParseOptions;

  constructor(caller: Caller, whole: string, options: ParseOptions) {
    this.caller = caller;
    this.whole = whole;
    this.options = options;
  }

  private fail(what: string, hint: string): never {
    throw refusal(this.caller, 'IndexError', `the index ${this.whole} ${what}`, hint, { index: this.whole });
  }

  /** The terms of a list, separated by commas outside of brackets; one comma may stand at the end. */
  list(tokens: readonly Token[]): TemplateTerm[] {
    const terms = this.split(tokens);
    if (terms.length > 1 && terms[terms.length - 1].length === 0) terms.pop();
    if (terms.length === 1 && terms[0].length === 0) return [];
    return terms.map(term => this.term(term));
  }

  private split(tokens: readonly Token[]): Token[][] {
    const parts: Token[][] = [[]];
    let depth = 0;
    for (const token of tokens) {
      if (isText(token, '[')) depth++;
      if (isText(token, ']') && --depth < 0) this.fail("has a ']' without its '['", 'take it out');
      if (depth === 0 && isText(token, ',')) parts.push([]);
      else parts[parts.length - 1].push(token);
    }
    if (depth > 0) this.fail("has a '[' without its ']'", 'close it');
    return parts;
  }

  private term(tokens: readonly Token[]): TemplateTerm {
    const [first] = tokens;
    if (first === undefined) this.fail('has nothing between two commas', "write ':' for a whole axis");
    if (tokens.some(token => isText(token, ':')) && !isText(first, '[')) return this.slice(tokens);
    if (isText(first, '[')) return this.array(tokens);
    if (tokens.length > 1)
      this.fail('has two terms without a comma between them', 'separate terms by commas');
    if (isHole(first)) return { kind: 'hole', hole: first.hole };
    const { text } = first;
    if (text === '...' || text === 'Ellipsis') return ellipsis;
    if (/^[+-]?\d/.test(text)) return { kind: 'integer', value: this.number(text) };
    if (Object.hasOwn(words, text)) {
      const value = words[text];
      return value === null ? newaxis : { kind: 'mask', shape: [], data: Uint8Array.of(value ? 1 : 0) };
    }
    if (this.options.names && /^\w+$/.test(text)) return { kind: 'integer', value: { name: text } };
    this.fail(
      `has the name ${text}, which means nothing here`,
      `put its value there: \${${text}} in a template`,
    );
  }

  private number(text: string): number {
    const value = Number(text.replaceAll('_', ''));
    if (text.includes('.') || !Number.isSafeInteger(value))
      throw refusal(
        this.caller,
        'IndexError',
        notATerm,
        text.includes('.') ? `${text} is no place` : `${text} is out of reach; no axis is so long`,
        { index: this.whole },
      );
    return value;
  }

  private slice(tokens: readonly Token[]): TemplateTerm {
    const parts: Token[][] = [[]];
    for (const token of tokens)
      if (isText(token, ':')) parts.push([]);
      else parts[parts.length - 1].push(token);
    if (parts.length > 3) this.fail('has a slice with more than two colons', 'a slice is start:stop:step');
    const [start, stop, step] = [0, 1, 2].map((k): Part => {
      const part = parts[k] ?? [];
      if (part.length === 0) return null;
      const [token] = part;
      if (part.length === 1 && isHole(token)) return { hole: token.hole };
      if (part.length === 1 && !isHole(token) && /^[+-]?\d[\d_]*$/.test(token.text))
        return this.number(token.text);
      if (part.length === 1 && isText(token, 'None')) return null;
      const text = part.map(each => (isHole(each) ? 'hole' : each.text)).join(' ');
      throw refusal(this.caller, 'TypeError', notABound, `a bound is ${text}`, { index: this.whole });
    });
    if ([start, stop, step].every(part => part === null || typeof part === 'number'))
      return { kind: 'slice', start, stop, step } as IndexTerm;
    return { kind: 'parts', start, stop, step };
  }

  /** An array written out: whole numbers, or True and False. */
  private array(tokens: readonly Token[]): IndexTerm {
    const shape: number[] = [];
    const flat: (number | boolean)[] = [];
    const visit = (row: readonly Token[], depth: number): void => {
      if (!isText(row[0], '[')) {
        const [token] = row;
        if (depth !== shape.length || row.length !== 1 || isHole(token))
          this.fail('has an array whose rows differ', 'all rows of an index array have one length');
        const value = words[token.text];
        if (typeof value === 'boolean') flat.push(value);
        else if (/^[+-]?\d/.test(token.text)) flat.push(this.number(token.text));
        else
          this.fail(`has ${token.text} in an array`, 'an index array holds whole numbers, or True and False');
        return;
      }
      const inner = unwrapped(row);
      if (!inner) this.fail('has two terms without a comma between them', 'separate terms by commas');
      const items = this.split(inner);
      if (items[items.length - 1].length === 0) items.pop();
      const known = shape[depth];
      if (known === undefined && flat.length === 0) shape.push(items.length);
      else if (known !== items.length)
        this.fail('has an array whose rows differ', 'all rows of an index array have one length');
      for (const item of items) visit(item, depth + 1);
    };
    visit(tokens, 0);
    if (flat.length > 0 && flat.every(value => typeof value === 'boolean'))
      return { kind: 'mask', shape, data: Uint8Array.from(flat, Number) };
    return { kind: 'integers', shape, data: integers(flat.map(Number)) };
  }
}

/** Whole numbers as memory: 32 bits where they fit. */
export const integers = (values: readonly number[]): Int32Array | BigInt64Array =>
  values.every(value => value === (value | 0))
    ? Int32Array.from(values)
    : BigInt64Array.from(values, value => BigInt(value));
