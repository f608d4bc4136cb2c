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
    if (ArrayBuffer.isView(part)) return `${part.constructor.name}(${numbersOf(part as Int32Array)})`;
    if (Array.isArray(part)) {
      if (typeof part[0] === 'number') {
        // Most lists are shapes and strides, and joined much faster than written one by one.
        const text = numbersText(part);
        if (text !== null) return text;
      }
      let text = '[';
      for (const item of part) text += `${write(item)},`;
      return `${text}]`;
    }
    const known = numbers.get(part);
    if (known !== undefined) return `#${known}`;
    numbers.set(part, numbers.size);
    const fields = part as Record<string, unknown>;
    let text = '{';
    const add = (name: string) => {
      const field = fields[name];
      if (field !== undefined) text += `${name}:${write(field)},`;
    };
    // Objects made by one line of a program list their fields alike, and mostly in order: nothing is made to walk them.
    if (inOrder(fields)) for (const name in fields) add(name);
    else for (const name of Object.keys(fields).sort()) add(name);
    return `${text}}`;
  };
  return write(value);
}

/** A list of numbers as text; null where another item stands among them. `join` does not tell −0 from 0. */
function numbersText(list: readonly unknown[]): string | null {
  for (const item of list) if (typeof item !== 'number' || Object.is(item, -0)) return null;
  return `[${list.join()},]`;
}

/** The entries of typed memory as text. */
const numbersOf = (memory: Int32Array): string => Array.from(memory, textOf).join();

/** Whether an object lists its fields in the order of their names. */
function inOrder(fields: object): boolean {
  let last = '';
  for (const name in fields) {
    if (name < last) return false;
    last = name;
  }
  return true;
}

function textOf(part: unknown): string {
  if (typeof part === 'string') return `"${part}"`;
  if (typeof part === 'bigint') return `${part}n`;
  return Object.is(part, -0) ? '-0' : String(part);
}
