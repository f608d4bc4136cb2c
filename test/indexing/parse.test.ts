import { describe, expect, it } from 'vitest';
import { type ParseOptions, parseIndex, termText } from '../../src/indexing/index.ts';

const text = (given: string, options: ParseOptions = { brackets: 'term' }) =>
  parseIndex('test', [given], options).map(term => termText(term as never));

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

  it('takes the outermost brackets for those of x[…] where it is told to', () => {
    expect(text('[2, 3]', { brackets: 'index' })).toEqual(['2', '3']);
    expect(text('[[2, 3]]', { brackets: 'index' })).toEqual(['[2, 3]']);
    expect(text('[2, 3], [4]', { brackets: 'index' })).toEqual(['[2, 3]', '[4]']);
  });

  it('takes names for integers where it is told to', () => {
    const options = { names: true, brackets: 'index' } as const;
    expect(text('[n, :, [2, 3]]', options)).toEqual(['n', ':', '[2, 3]']);
    expect(() => text('[:n]', options)).toThrow(/slice indices must be integers/);
  });

  it('has holes for whole terms and for bounds', () => {
    const terms = parseIndex('test', ['', ', :, ', ':', ':2, ', ''], { brackets: 'term' });
    expect(terms).toEqual([
      { kind: 'hole', hole: 0 },
      { kind: 'slice', start: null, stop: null, step: null },
      { kind: 'parts', start: { hole: 1 }, stop: { hole: 2 }, step: 2 },
      { kind: 'hole', hole: 3 },
    ]);
    expect(parseIndex('test', ['[', ', :]'], { brackets: 'term' })).toHaveLength(2);
    expect(() => parseIndex('test', ['[1, ', ']'], { brackets: 'term' })).not.toThrow();
  });

  it('keeps numbers that need more than 32 bits', () => {
    const [term] = parseIndex('test', ['[1, 4294967296]'], { brackets: 'term' });
    expect(term).toMatchObject({ kind: 'integers', data: BigInt64Array.of(1n, 4294967296n) });
  });
});
