/** What a module exports, as people reach it. */

/** The exports of a module, and of the namespaces in it, by their names: `fft.rfft`. */
export function membersOf(module: object, prefix = ''): [name: string, member: unknown][] {
  return Object.entries(module).flatMap(([name, member]): [string, unknown][] => {
    const full = `${prefix}${name}`;
    return isNamespace(member) ? membersOf(member, `${full}.`) : [[full, member]];
  });
}

const isNamespace = (member: unknown): member is object =>
  member !== null && typeof member === 'object' && Object.getPrototypeOf(member) === null;
