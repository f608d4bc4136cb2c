/** The harness must see every kind of fault. The answers here are made up. */
import { describe, expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { ConcordatError } from '../../src/errors.ts';
import { type Answer, evaluate } from './evaluate.ts';
import { randomArray } from './generate.ts';
import { judge, missingModules, type PeerCase, reportOf, whenMissing } from './harness.ts';

const x = array([1, 2, 3]);
const gives = (...arrays: ReturnType<typeof array>[]): Answer => ({ kind: 'values', arrays });
const raised: Answer = { kind: 'error', name: 'ValueError', message: 'size must not be negative' };
const refuse = (message: string) => () => {
  throw new ConcordatError('value', message);
};
const example = (ours: PeerCase['ours'], more: Partial<PeerCase> = {}): PeerCase => ({
  python: 'f(x)',
  arrays: { x },
  ours,
  ...more,
});
const near = { tolerance: { rtol: 1e-3, atol: 0 } };

describe('judge agrees', () => {
  it.each<[string, PeerCase, Answer]>([
    ['equal arrays', example(() => x), gives(array([1, 2, 3]))],
    ['NaN with NaN, −0 with 0', example(() => array([NaN, -0, Infinity])), gives(array([NaN, 0, Infinity]))],
    ['several arrays', example(() => [x, array(1)]), gives(x, array(1))],
    ['a value within the tolerance', example(() => array([1000.5]), near), gives(array([1000]))],
    [
      'NaN and infinity within a tolerance',
      example(() => array([NaN, -Infinity]), near),
      gives(array([NaN, -Infinity])),
    ],
    [
      'nearness to the largest',
      example(() => array([0.5, 1000]), { tolerance: { rtol: 1e-3, atol: 0, relativeTo: 'largest' } }),
      gives(array([0, 1000])),
    ],
    ['bigints', example(() => array([1n, 2n])), gives(array([1n, 2n]))],
    ['two errors', example(refuse('anything')), raised],
    [
      'two errors that match',
      example(refuse('f: size must not be negative'), { raises: /must not be negative/ }),
      raised,
    ],
  ])('on %s', (_, planted, answer) => {
    expect(judge(planted, answer)).toBeUndefined();
  });
});

describe('judge sees', () => {
  it.each<[string, PeerCase, Answer, RegExp]>([
    [
      'a wrong value',
      example(() => array([1, 2, 4])),
      gives(x),
      /^1 of 3 elements differ: \[2\] ours 4, theirs 3$/,
    ],
    ['a wrong sign', example(() => array([[1, -2]])), gives(array([[1, 2]])), /\[0, 1\] ours -2, theirs 2/],
    ['a NaN in ours', example(() => array([NaN])), gives(array([0])), /ours NaN, theirs 0/],
    ['a NaN in theirs', example(() => array([0])), gives(array([NaN])), /ours 0, theirs NaN/],
    ['a NaN within a tolerance', example(() => array([NaN]), near), gives(array([1])), /ours NaN, theirs 1/],
    [
      'a number beside an infinity',
      example(() => array([1e300]), near),
      gives(array([Infinity])),
      /ours 1e\+300, theirs Infinity/,
    ],
    [
      'the other infinity',
      example(() => array([-Infinity]), near),
      gives(array([Infinity])),
      /ours -Infinity/,
    ],
    [
      'a value past the tolerance',
      example(() => array([1002]), near),
      gives(array([1000])),
      /ours 1002, theirs 1000/,
    ],
    [
      'a wrong bigint',
      example(() => array([2n ** 53n + 1n])),
      gives(array([2n ** 53n])),
      /ours 9007199254740993, theirs 9007199254740992/,
    ],
    [
      'a wrong imaginary part',
      example(() => array([{ re: 1, im: 2 }])),
      gives(array([{ re: 1, im: 3 }])),
      /ours 1 \+ i·2, theirs 1 \+ i·3/,
    ],
    [
      'more than it shows',
      example(() => array([1, 1, 1, 1, 1, 1])),
      gives(array([0, 0, 0, 0, 0, 0])),
      /^6 of 6 .*\[3\] ours 1, theirs 0; …$/,
    ],
    [
      'a wrong dtype',
      example(() => array([1, 2, 3], { dtype: 'float32' })),
      gives(x),
      /dtype differs: ours float32, theirs float64/,
    ],
    [
      'a wrong shape',
      example(() => array([[1, 2, 3]])),
      gives(x),
      /shape differs: ours \(1, 3\), theirs \(3,\)/,
    ],
    [
      'a wrong empty shape',
      example(() => randomArray([0, 2], 'float64')),
      gives(randomArray([2, 0], 'float64')),
      /shape differs/,
    ],
    ['a missing array', example(() => [x]), gives(x, x), /ours gave 1 arrays, theirs 2/],
    ['a fault in the second array', example(() => [x, x]), gives(x, array([1, 2, 4])), /^array 1: 1 of 3/],
    [
      'a missing error',
      example(() => x),
      raised,
      /theirs raised ValueError: size must not be negative, ours gave \(3,\) float64 \[1, 2, 3\]/,
    ],
    [
      'an unexpected error',
      example(refuse('no')),
      gives(x),
      /ours threw ConcordatError: no, theirs gave \(3,\)/,
    ],
    [
      'a crash where an error is right',
      example(() => x.shape.flatMap(() => (undefined as never)['y'])),
      raised,
      /something other than a ConcordatError: TypeError/,
    ],
    [
      'an error of ours in other words',
      example(refuse('no'), { raises: /negative/ }),
      raised,
      /ours threw ConcordatError: no, which does not match/,
    ],
    [
      'an error of theirs in other words',
      example(refuse('negative'), { raises: /^negative/ }),
      raised,
      /theirs raised ValueError.*does not match/,
    ],
    [
      'results where an error was to come',
      example(() => x, { raises: /negative/ }),
      gives(x),
      /both gave a result/,
    ],
    [
      'a result without a type of ours',
      example(() => x),
      { kind: 'unsupported', name: 'TypeError', message: 'the result has dtype float16' },
      /cannot be compared: the result has dtype float16/,
    ],
    [
      'a question not answered',
      example(() => x),
      { kind: 'missing', modules: ['torch'] },
      /not compared: torch/,
    ],
  ])('%s', (_, planted, answer, message) => {
    expect(judge(planted, answer)).toMatch(message);
  });
});

describe('a group', () => {
  it('reports expression, arrays and the first five of what disagrees', () => {
    const cases = Array.from({ length: 8 }, (_, n) =>
      example(() => array([n]), { label: `n=${n}`, arrays: { x, y: randomArray([9, 9], 'int8') } }),
    );
    const report = reportOf(
      'f',
      cases,
      cases.map(() => gives(array([0]))),
    )!;
    expect(report.split('\n').slice(0, 5)).toEqual([
      'f: 7 of 8 cases disagree',
      '  #1 f(x) (n=1)',
      '      x: (3,) float64 [1, 2, 3]',
      '      y: (9, 9) int8',
      '    1 of 1 elements differ: [0] ours 1, theirs 0',
    ]);
    expect(report.match(/#\d/g)).toHaveLength(5);
    expect(report).toMatch(/and 2 more$/);
    expect(reportOf('f', cases.slice(0, 1), [gives(array([0]))])).toBeUndefined();
  });

  it('fails where peers are required and missing, and is skipped aloud elsewhere', () => {
    expect(() => whenMissing('f', ['torch'], true)).toThrow(
      /torch is missing.*with CI set the peers must be there/,
    );
    expect(whenMissing('f', ['torch'], false)).toMatch(/^SKIPPED f: not compared, because torch is missing/);
  });

  it('takes a Python that is not there for a missing one', async () => {
    const { answers } = await evaluate([example(() => x), example(() => x)], '/nowhere/python3');
    expect(missingModules(answers)).toEqual(['Python']);
  });
});

describe('a known bug', () => {
  const known = (ours: PeerCase['ours'], right?: () => ReturnType<typeof array>) =>
    example(ours, { knownBug: { id: 'made-up', right } });
  const wrong = gives(array([7, 7, 7]));
  it('holds ours to what is right, whatever the library gives', () => {
    expect(
      judge(
        known(
          () => x,
          () => x,
        ),
        wrong,
      ),
    ).toBeUndefined();
    expect(
      judge(
        known(
          () => x,
          () => x,
        ),
        raised,
      ),
    ).toBeUndefined();
    expect(
      judge(
        known(
          () => array([7, 7, 7]),
          () => x,
        ),
        wrong,
      ),
    ).toMatch(/ours 7, right 1.*made-up/);
    expect(
      judge(
        known(refuse('no'), () => x),
        wrong,
      ),
    ).toMatch(/ours threw ConcordatError: no/);
  });
  it('without a right answer is a call that ours must refuse', () => {
    expect(judge(known(refuse('no')), wrong)).toBeUndefined();
    expect(
      judge(
        known(() => x),
        wrong,
      ),
    ).toMatch(/should refuse \(made-up\)/);
  });
});
