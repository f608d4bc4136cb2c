import { describe, expect, it } from 'vitest';
import { readArguments } from '../../bench/harness/arguments.ts';
import { type Line, lineOfSamples } from '../../bench/harness/measure.ts';
import { type Report, thisMachine } from '../../bench/harness/report.ts';
import { resultsText } from '../../bench/harness/results.ts';
import { digits, figureCells, markdownTable, terminalReport } from '../../bench/harness/table.ts';
import { aim, aimFaster } from '../../bench/harness/workload.ts';

const line = (who: string, threads: number, samples: number[]): Line =>
  lineOfSamples({ case: '3×3', who, side: who === 'ours' ? 'ours' : 'peer', threads, unit: 'ms' }, samples);

const lines: Line[] = [
  line('ours', 1, [2, 3, 4]),
  line('peer | one', 1, [31, 29, 30]),
  { case: '3×3', who: 'absent', side: 'ours', threads: 1, unit: 'ms', status: 'not available', note: 'no f' },
  line('ours', 2, [1.5]),
];

const report: Report = {
  workload: 'w0',
  title: 'a title',
  notes: ['a note'],
  ours: 'ours',
  date: '2026-01-02',
  quick: false,
  rounds: 3,
  threads: [1, 2],
  machine: thisMachine(),
  versions: { SciPy: '1.10.1' },
  lines,
  aims: [
    aimFaster(lines, '3×3', 'ours', 'peer | one', 1, 8),
    aimFaster(lines, '3×3', 'ours', 'peer | one', 2, 8),
    aim('MiB', 1, 'at most', 10, 11),
  ],
};

describe('tables', () => {
  it('give medians, minima and ratios to ours', () => {
    expect(figureCells(report)).toEqual([
      ['case', 'who', '1 thread', '÷ ours', '2 threads', '÷ ours'],
      ['3×3', 'ours', '3.00 (2.00)', '', '1.50', ''],
      ['', 'peer | one', '30.0 (29.0)', '10.0', '–', ''],
      ['', 'absent', 'not available', '', '–', ''],
    ]);
  });

  it('say which aims are met, and which are open', () => {
    expect(report.aims.map(({ value, met }) => [value, met])).toEqual([
      [10, true],
      [undefined, undefined],
      [11, false],
    ]);
    const text = terminalReport(report);
    expect(text).toMatch(/3×3: peer \| one ÷ ours +1 +at least 8\.00 +10\.0 +yes/);
    expect(text).toMatch(/MiB +1 +at most 10\.0 +11\.0 +no/);
    expect(text).toContain('- absent: not available: no f');
  });

  it('keep bars out of Markdown cells', () => {
    expect(
      markdownTable([
        ['a', 'b', 'c'],
        ['x | y', '', '1'],
      ]),
    ).toBe('| a | b | c |\n|---|---|--:|\n| x \\| y |  | 1 |');
  });

  it('give three digits', () => {
    expect([0, 1234.5, 99.96, 5.14159, 0.012345, 0.00001234].map(digits)).toEqual([
      '0.00',
      '1235',
      '100.0',
      '5.14',
      '0.0123',
      '1.2e-5',
    ]);
  });
});

describe('the page of results', () => {
  it('has every report, and keeps the history', () => {
    const history = '## History: long ago\n\n| a |\n';
    const text = resultsText([report], [report.workload], history);
    expect(text).toContain('## w0: a title');
    expect(text).toContain('SciPy 1.10.1; 3 rounds, 2026-01-02.');
    expect(text.endsWith(history)).toBe(true);
    expect(resultsText([report], [report.workload], text)).toBe(text);
  });
});

describe('the command line', () => {
  it('takes names and options', () => {
    const given = ['w1', '--rounds', '7', 'w2', '--threads=2', '--write'];
    expect(readArguments(given, ['w1', 'w2', 'w3'])).toEqual({
      names: ['w1', 'w2'],
      rounds: 7,
      threads: [2],
      quick: false,
      write: true,
      show: false,
      help: false,
    });
  });

  it('refuses what it does not know', () => {
    for (const given of [['w9'], ['--rounds'], ['--rounds', '0'], ['--threads', 'x'], ['--quick', '--write']])
      expect(() => readArguments(given, ['w1'])).toThrow('bench: ');
  });
});
