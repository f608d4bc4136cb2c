/** What a docstring says, taken apart. */
export interface Docstring {
  /** The text before the first tag, as Markdown. */
  readonly text: string;
  readonly params: readonly { readonly name: string; readonly text: string }[];
  readonly returns: string;
  readonly throws: readonly string[];
  readonly examples: readonly string[];
}

/** Reads a comment, or several one after another, without the marks at its beginning and end. */
export function readDocstring(comment: string): Docstring {
  const parts = comment
    .split('\n')
    .map(line => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .split(/^(?=@[a-z])/m);
  const text = parts[0].startsWith('@') ? '' : parts.shift()!.trim();
  const tagged = (tag: string) =>
    parts.filter(part => part.startsWith(`@${tag}`)).map(part => part.slice(tag.length + 1));
  const oneLine = (part: string) => part.replace(/\s+/g, ' ').trim();
  return {
    text,
    params: tagged('param').map(part => {
      const [, name, rest] = /^(\S+)(.*)$/s.exec(part.trim())!;
      return { name, text: oneLine(rest) };
    }),
    returns: oneLine(tagged('returns').join(' ')),
    throws: tagged('throws').map(oneLine),
    examples: tagged('example').map(part => part.replace(/^```.*$/gm, '').trim()),
  };
}

/** The first sentence of a docstring, on one line. */
export function firstSentence({ text }: Docstring): string {
  const paragraph = text.split(/\n\s*\n/)[0].replace(/\s+/g, ' ');
  return /^(.*?[.:])( |$)/.exec(paragraph)?.[1].replace(/:$/, '.') ?? paragraph;
}
