/** Headings of Markdown and the anchors that they have. */

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
  return headingsOf(text).map(heading => {
    const anchor = anchorOf(heading);
    const before = count.get(anchor) ?? 0;
    count.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

/** A text without its blocks of code; lines stay where they are. */
export const withoutBlocks = (text: string): string =>
  text.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^\1\2 *$/gm, block => block.replace(/[^\n]/g, ''));

const headingsOf = (text: string): string[] =>
  [...withoutBlocks(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading]) => heading);
