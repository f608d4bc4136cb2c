/** Text whose width is known without a renderer: measured, broken into lines and cut with the shipped font. */
import { advances, characters } from './advances.ts';

/** The weights of the shipped font. */
export type Weight = keyof typeof advances;

const narrowest = Math.min(...Object.values(advances).flat());
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
  // What fits is found from the front, so that long text costs no more than what is shown of it.
  const fitting = (ending: string): string => {
    let [kept, taken] = ['', textWidth(ending, 1000, weight)];
    for (const character of text) {
      taken += textWidth(character, 1000, weight);
      if ((taken * size) / 1000 > width) break;
      kept += character;
    }
    return kept;
  };
  return fitting('') === text ? text : `${fitting('…').trimEnd()}…`;
}

/** Breaks text into at most `limit` lines at spaces, or inside a word that is wider than a line; cuts what is left. */
export function wrap(text: string, width: number, size: number, weight?: Weight, limit = Infinity): string[] {
  const fits = (line: string) => textWidth(line, size, weight) <= width;
  // More characters than lines have room for make no difference, however narrow they are.
  const room = Math.ceil((limit * width * 1000) / (narrowest * size)) + 1;
  const pieces = printable(text)
    .slice(0, room)
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
