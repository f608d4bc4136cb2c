/** Texts that somebody may send to make a parser fail: deep, long, nearly right, of odd characters. */
import { expect } from 'vitest';
import { ConcordatError } from '../../src/errors.ts';

/** What each text repeats. */
const units = [
  '[', '(', '{', ']', ')', '[]', '[0,', '[[0],', '{[(', 'array(', 'bool(', '-', '--', 'a=', "{'a':", 'a[',
  ' ', '\n', '\t', ' \n', 'a', '9', '0.', ',', ', ', ':', '::', '.', '...', '_', '"', "'", '\\', '/', '%', '${',
  'None,', 'True,', '0,', ':,', '...,', '1 ', 'np.', '.npz:', '.npz', 'a.', '<f8', '<image ', 'x', '×',
  '\0', '\x1b[', '\u0085', '\ud800', '\udc00', 'e\u0301', '𝒳', '\u202e', 'İ', 'ǆ', '\ufeff', '\u2028', '٣',
]; // biome-ignore format: a list

type NamedText = readonly [name: string, text: string];

const made = new Map<number, readonly NamedText[]>();

/** Texts of about `length` characters, each with a name for messages; made once, as they are megabytes. */
export function hostileTexts(length: number): readonly NamedText[] {
  const texts = made.get(length) ?? units.flatMap(unit => textsOf(unit, length));
  made.set(length, texts);
  return texts;
}

function textsOf(unit: string, length: number): NamedText[] {
  const count = Math.ceil(length / unit.length);
  const many = unit.repeat(count);
  const shown = `${JSON.stringify(unit)} ${count} times`;
  return [
    [shown, many],
    [`${shown}, closed`, many + ']'.repeat(unit.startsWith('[') ? count : 0)],
    [`${shown}, then !`, `${many}!`],
    [`[0, ${shown}]`, `[0, ${many}]`],
  ];
}

/** Nothing that reads 100,000 characters takes more of a processor's time. What is quadratic takes seconds. */
const MOST_MILLISECONDS = 400;

/** Paths are shown up to 1000 characters, everything else shorter. */
const LONGEST_MESSAGE = 1300;

/**
 * Runs what reads a text: it gives a result, or one of our errors with a message that a person can read. The time of the
 * processor counts, since other programs may have it meanwhile, and the least of several runs.
 */
export function withstands(name: string, run: () => unknown, most = MOST_MILLISECONDS): void {
  let least = Infinity;
  for (let times = 0; times < 4 && least > most; times++) {
    const start = process.cpuUsage();
    try {
      run();
    } catch (error) {
      if (!(error instanceof ConcordatError)) throw new Error(`${name}: ${error}`, { cause: error });
      expect(error.code, `${name}: ${error.message.slice(0, 400)}`).not.toBe('internal');
      expect(error.message.length, `${name}: ${error.message.slice(0, 400)}`).toBeLessThan(LONGEST_MESSAGE);
      expect(error.message, name).not.toMatch(/[\r\n]/);
    }
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  expect(least, `milliseconds: ${name}`).toBeLessThan(most);
}
