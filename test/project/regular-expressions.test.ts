/** No regular expression of the sources takes more than linear time, whatever text it meets. */
import { expect, it } from 'vitest';
import { descendants, lineAt, parse, readFiles } from './source.ts';

interface Expression {
  readonly place: string;
  readonly pattern: string;
  readonly flags: string;
}

/** Texts that this library makes itself, of a length that it knows: what each expression meets. */
const bounded: Readonly<Record<string, string>> = {
  'src/print/number.ts / *$/': 'one number',
  'src/print/number.ts /0+$/': 'the digits of one number',
  'src/print/decimal.ts /(?<=.)0+$/': 'the digits of one number',
};

const expressions: Expression[] = [...readFiles('src', '.ts')].flatMap(([path, text]) =>
  [...descendants(parse(path, text).body)].flatMap(node =>
    node.type === 'Literal' && node.regex
      ? [
          {
            place: `${path}:${lineAt(text, node.start)}`,
            pattern: node.regex.pattern,
            flags: node.regex.flags,
          },
        ]
      : [],
  ),
);

const LENGTH = 50_000;
/** A quadratic expression takes over a second for so many characters, a linear one under a millisecond. */
const MOST_MILLISECONDS = 100;

/** What an expression may be made to repeat: characters of each class, and the plain text in it. */
function pumps(pattern: string): string[] {
  const plain = pattern
    .replace(/\\([.*+?^${}()|[\]\\/])/g, '$1')
    .split(/\(\?[:=!<]+|[()[\]{}|^$*+?]/)
    .filter(part => part.length > 0 && part.length < 40);
  const pairs = plain.flatMap((part, k) => [
    part,
    `${part}a`,
    ` ${part}`,
    `.${part}`,
    part + (plain[k + 1] ?? ''),
  ]);
  return [
    ...new Set([' ', '\n', '\t ', 'a', '0', '.', ',', ', ', '(', '[', '-', "'", '"', '<', ':', ...pairs]),
  ];
}

/** The least time of the processor that a match takes: other programs may have it meanwhile. */
function milliseconds({ pattern, flags }: Expression, text: string): number {
  let least = Infinity;
  for (let times = 0; times < 3 && least > MOST_MILLISECONDS; times++) {
    const expression = new RegExp(pattern, flags);
    const start = process.cpuUsage();
    if (expression.global) text.replace(expression, '');
    else expression.exec(text);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

it('there are expressions to look at', () => expect(expressions.length).toBeGreaterThan(30));

it.each(expressions.map(each => [`${each.place} /${each.pattern}/`, each] as const))('%s', (_, each) => {
  if (`${each.place.replace(/:\d+$/, '')} /${each.pattern}/` in bounded) return;
  for (const pump of pumps(each.pattern))
    for (const before of ['', "'", 'a', '<'])
      for (const after of ['', '!', '/', '\0', '\n!']) {
        const text = before + pump.repeat(Math.ceil(LENGTH / pump.length)) + after;
        const taken = milliseconds(each, text);
        const shown = `${JSON.stringify(before)}, ${JSON.stringify(pump)} over and over, ${JSON.stringify(after)}`;
        expect(taken, shown).toBeLessThan(MOST_MILLISECONDS);
      }
});
