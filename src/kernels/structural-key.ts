/**
 * The text of plain data: every field of every object, whatever it is called, so that values of another structure have
 * another text. An object that stands in several places, as an operand of an expression does, is written once and then named
 * by its number: the text is as long as the data, and says what is shared. Fields without a value count as absent. The order
 * in which fields were added does not matter.
 */
export function structuralKey(value: unknown): string {
  const numbers = new Map<object, number>();
  const write = (part: unknown): string => {
    if (typeof part !== 'object' || part === null) return textOf(part);
    if (Array.isArray(part)) {
      let text = '[';
      for (const item of part) text += `${write(item)},`;
      return `${text}]`;
    }
    const known = numbers.get(part);
    if (known !== undefined) return `#${known}`;
    numbers.set(part, numbers.size);
    let text = '{';
    for (const name of Object.keys(part).sort()) {
      const field = (part as Record<string, unknown>)[name];
      if (field !== undefined) text += `${name}:${write(field)},`;
    }
    return `${text}}`;
  };
  return write(value);
}

function textOf(part: unknown): string {
  if (typeof part === 'string') return `"${part}"`;
  if (typeof part === 'bigint') return `${part}n`;
  return Object.is(part, -0) ? '-0' : String(part);
}
