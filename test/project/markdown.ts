/** What Markdown holds: headings with their anchors, links, names of files, and blocks of code. */
import { lineAt } from './source.ts';

/** The anchor of a heading, as GitHub makes it. */
export const anchorOf = (heading: string): string =>
  heading
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
    .replaceAll(' ', '-');

/** The anchors of a text: of a heading that was there already, with a number behind it. */
export function anchorsOf(text: string): string[] {
  const count = new Map<string, number>();
  return [...withoutBlocks(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading]) => {
    const anchor = anchorOf(heading);
    const before = count.get(anchor) ?? 0;
    count.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** A block of code between fences. */
export interface Block {
  /** What stands behind the first fence: `ts`, `python`, `sh`, `ts no-run`. */
  readonly tag: string;
  readonly code: string;
  /** The line of the first fence. */
  readonly line: number;
  /** Whether it begins on the next line but one below another block, which it then belongs to. */
  readonly follows: boolean;
}

export function blocksOf(text: string): Block[] {
  let end = -1;
  return [...text.matchAll(/^```([^\n`]*)\n([\s\S]*?)^```$/gm)].map(
    ({ index, 0: whole, 1: tag, 2: code }) => {
      const follows = end >= 0 && text.slice(end, index).trim() === '';
      end = index + whole.length;
      return { tag: tag.trim(), code: code.trimEnd(), line: lineAt(text, index), follows };
    },
  );
}

/** A text without its blocks of code; everything else stays where it is. */
export const withoutBlocks = (text: string): string =>
  text.replace(/^```[^\n`]*\n[\s\S]*?^```$/gm, block => block.replace(/[^\n]/g, ' '));

/** A text without its pieces of code either. */
const withoutCode = (text: string): string =>
  withoutBlocks(text).replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, code => code.replace(/[^\n]/g, ' '));

/** Where links and pictures lead, as written. */
export function linksOf(text: string): { target: string; line: number }[] {
  const links = [...hideCodeInLabels(text).matchAll(/\]\(([^()\s]*(?:\([^()]*\)[^()\s]*)*)\)/g)];
  return links.map(({ index, 1: target }) => ({ target, line: lineAt(text, index) }));
}

/** Code within the label of a link is no reason not to see the link; other code holds no links. */
const hideCodeInLabels = (text: string): string =>
  withoutCode(text.replace(/\[`[^`\n]*`\](?=\()/g, label => `[${'x'.repeat(label.length - 2)}]`));

const FOLDERS = 'src|test|docs|examples|bench|scripts|dist|assets';

/** The files that pieces of code name: `docs/command.md`. Patterns, with `*` or `…`, name none. */
export function filesNamedIn(text: string): { path: string; line: number }[] {
  const pattern = new RegExp(`\`((?:(?:${FOLDERS})/|(?=[A-Z]+\\.md))[\\w./-]*)\``, 'g');
  return [...withoutBlocks(text).matchAll(pattern)].map(({ index, 1: path }) => ({
    path,
    line: lineAt(text, index),
  }));
}
