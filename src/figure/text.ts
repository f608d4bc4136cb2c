/** Text whose width is known without a renderer: measured, broken into lines and cut with the shipped font. */
import { advances, characters } from './advances.ts';

/** The weights of the shipped font. */
export type Weight = keyof typeof advances;

const order = new Map([...characters].map((character, index) => [character, index]));

/**
 * The text as the font can show it: one space for any white space, one that does not break a line inside `(-5, -5)`,
 * true minus signs before numbers, `?` for characters that the font lacks.
 */
export function printable(text: string): string {
  const spaced = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\([^() ]{1,12}(?:, [^() ]{1,12}){1,3}\)/g, tuple => tuple.replaceAll(' ', '\u00a0'));
  const signed = spaced.replace(/(?<![\w)\]])-(?=[\d.∞])/g, '−').replace(/(?<=\de)-(?=\d)/g, '−');
  return [...signed].map(character => (order.has(character) ? character : '?')).join('');
}

/** The width of printable text in pixels, without kerning (which makes it a little narrower). */
export function textWidth(text: string, size: number, weight: Weight = 'regular'): number {
  const thousandths = [...text].reduce(
    (sum, character) => sum + advances[weight][order.get(character) ?? 0],
    0,
  );
  return (thousandths * size) / 1000;
}

/** The longest beginning of `text` that fits, with an ellipsis where something is missing. */
export function truncate(text: string, width: number, size: number, weight?: Weight): string {
  if (textWidth(text, size, weight) <= width) return text;
  let kept = [...text];
  const shown = () => `${kept.join('').trimEnd()}…`;
  while (kept.length > 0 && textWidth(shown(), size, weight) > width) kept = kept.slice(0, -1);
  return shown();
}

/** Breaks text into at most `limit` lines at spaces, or inside a word that is wider than a line; cuts what is left. */
export function wrap(text: string, width: number, size: number, weight?: Weight, limit = Infinity): string[] {
  const fits = (line: string) => textWidth(line, size, weight) <= width;
  const pieces = printable(text)
    .split(' ')
    .filter(word => word !== '')
    .flatMap(word => breakWord(word, fits));
  const lines: string[] = [];
  for (const { text: piece, glued } of pieces) {
    const longer = lines.length ? lines[lines.length - 1] + (glued ? '' : ' ') + piece : piece;
    if (lines.length && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(piece);
  }
  if (lines.length <= limit) return lines;
  const rest = lines.slice(limit - 1).join(' ');
  return [...lines.slice(0, limit - 1), truncate(rest, width, size, weight)];
}

/** A word in pieces that fit a line, after a mark such as `/` where that can be; all but the first are glued on. */
function breakWord(word: string, fits: (text: string) => boolean): { text: string; glued: boolean }[] {
  if (fits(word)) return [{ text: word, glued: false }];
  const parts = word.split(/(?<=[/\\_\-,;:.])/).flatMap(part => (fits(part) ? [part] : [...part]));
  const pieces: string[] = [];
  for (const part of parts) {
    const longer = (pieces.at(-1) ?? '') + part;
    if (pieces.length && fits(longer)) pieces[pieces.length - 1] = longer;
    else pieces.push(part);
  }
  return pieces.map((text, index) => ({ text, glued: index > 0 }));
}

/** A number with at most `digits` significant digits, with a true minus sign; powers of ten where that is shorter. */
export function showNumber(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '−∞' : '∞';
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  const plain = magnitude === 0 || (magnitude >= 1e-3 && magnitude < 1e6);
  const text = plain ? String(rounded) : rounded.toExponential().replace('e+', 'e');
  return text.replaceAll('-', '−');
}
