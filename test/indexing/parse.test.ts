import { describe, expect, it } from 'vitest';
import { parseIndex, parseValue, parseWritten, termText } from '../../src/indexing/index.ts';

const text = (given: string) => parseIndex('test', [given]).map(term => termText(term as never));
const written = (given: string) => parseWritten('test', given, new Map()).terms.map(termText);

describe('index text', () => {
  it.each([
    [':', [':']],
    ['1:5', ['1:5']],
    ['::-1', ['::-1']],
    [' -3 , + 2', null],
    ['-3, +2', ['-3', '2']],
    ['...', ['...']],
    ['…', ['...']],
    ['Ellipsis', ['...']],
    ['None, newaxis, np.newaxis', ['None', 'None', 'None']],
    ['[2, 3, 4]', ['[2, 3, 4]']],
    ['[[0], [1]]', ['[[0], [1]]']],
    ['[True, False]', ['[True, False]']],
    ['True', ['True']],
    ['[]', ['[]']],
    ['[[], []]', ['[[], []]']],
    ['[0, :, [2, 3]]', ['0', ':', '[2, 3]']],
    ['0, :, [2, 3],', ['0', ':', '[2, 3]']],
    ['', []],
    ['1_000', ['1000']],
    ['1:2:3:4', null],
    ['[1, [2]]', null],
    ['[1, 2', null],
    ['1]', null],
    ['1, , 2', null],
    ['1 2', null],
    ['n', null],
    ['x + 1', null],
    ['1.5', null],
    ['[1.5]', null],
  ])('%j', (given, terms) => {
    if (terms) expect(text(given)).toEqual(terms);
    else expect(() => text(given)).toThrow(/^test: /);
  });

  it('takes the outermost brackets for those of x[…] where an index is pasted', () => {
    expect(written('[2, 3]')).toEqual(['2', '3']);
    expect(written('[[2, 3]]')).toEqual(['[2, 3]']);
    expect(written('[2, 3], [4]')).toEqual(['[2, 3]', '[4]']);
  });

  it.each([
    ['data[n, :, ids, :, :]', ['n', ':', 'ids', ':', ':']],
    ['self.data[0]', ['0']],
    ['n, :', ['n', ':']],
    ['[ids=[2, 3, 4], 0]', ['ids', '0']],
    ['np.arange(3)', ['[0, 1, 2]']],
    ['np.arange(5, 0, -2)', ['[5, 3, 1]']],
    ['[range(2)]', ['[0, 1]']],
    ['np.array([2, 3])', ['[2, 3]']],
    ['torch.tensor([[1], [2]])', ['[[1], [2]]']],
    ['bool(3, 50)', ['<mask of shape (3, 50)>']],
    ['int(2)', ['<array of shape (2,)>']],
    ['slice(None), slice(1, 5), slice(None, None, 2)', [':', '1:5', '::2']],
    [':len([1, 2])', [':2']],
    ['größe', ['größe']],
    ['None, np.newaxis, Ellipsis', ['None', 'None', '...']],
  ])('a pasted index: %s', (given, terms) => {
    expect(written(given)).toEqual(terms);
  });

  it.each([
    ['[:n]', /slice indices must be integers.*a bound is n, which is not known; add what it is: n=2/],
    ['[:len(ids)]', /has the length of ids, which is not known; add what it is: ids=\[2, 3, 4\]/],
    ['x[0][1]', /has something behind its brackets; explain one index at a time/],
    ['y[0] = x[1]', /has something behind its brackets/],
    ['np.where(m)', /has a call of np.where, which cannot be made here/],
    ['bool(-1)', /an extent of -1/],
    ['bool(100000, 100000)', /has an array of 10000000000 entries/],
    ['np.arange(1e9)', /cannot be read|out of reach|two values/],
    ['np.arange(1000000000)', /has an array of 1000000000 entries/],
    ['np.arange(0, 1, 0)', /a step of 0/],
    ['a=b=[0]', /two '='/],
    ['(0, 1)', /has a '\(' where a term belongs/],
    ['[0)', /has a '\)' where a '\]' belongs/],
  ])('a pasted index that cannot be read: %s', (given, message) => {
    expect(() => written(given)).toThrow(message);
  });

  it('says what a name stands for', () => {
    const value = (given: string) => termText(parseValue('test', given));
    expect(value('[2, 3]')).toBe('[2, 3]');
    expect(value(' 7 ')).toBe('7');
    expect(() => value('n')).toThrow(/is the name n; write what it stands for/);
    expect(() => value('1, 2')).toThrow(/is not one value/);
    const { terms, used } = parseWritten('test', '[n, ids, :n]', new Map([['n', parseValue('test', '3')]]));
    expect([terms.map(termText), [...used]]).toEqual([['3', 'ids', ':3'], ['n']]);
  });

  it('has holes for whole terms and for bounds', () => {
    const terms = parseIndex('test', ['', ', :, ', ':', ':2, ', '']);
    expect(terms).toEqual([
      { kind: 'hole', hole: 0 },
      { kind: 'slice', start: null, stop: null, step: null },
      { kind: 'parts', start: { hole: 1 }, stop: { hole: 2 }, step: 2 },
      { kind: 'hole', hole: 3 },
    ]);
    expect(parseIndex('test', ['[', ', :]'])).toHaveLength(2);
    expect(() => parseIndex('test', ['[1, ', ']'])).not.toThrow();
  });

  it('keeps numbers that need more than 32 bits', () => {
    const [term] = parseIndex('test', ['[1, 4294967296]']);
    expect(term).toMatchObject({ kind: 'integers', data: BigInt64Array.of(1n, 4294967296n) });
  });
});
