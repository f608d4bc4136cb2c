/** Which field of a ZIP archive each byte belongs to. Source: PKWARE APPNOTE 6.3. */

const localFields: readonly [name: string, width: number][] = [
  ['signature', 4],
  ['version', 2],
  ['flags', 2],
  ['method', 2],
  ['time', 4],
  ['CRC', 4],
  ['packed length', 4],
  ['length', 4],
  ['name length', 2],
  ['extra length', 2],
];
const rowFields: readonly [name: string, width: number][] = [
  ['signature', 4],
  ['version made by', 2],
  ...localFields.slice(1),
  ['comment length', 2],
  ['disk', 2],
  ['attributes', 6],
  ['offset', 4],
];
const endFields: readonly [name: string, width: number][] = [
  ['signature', 4],
  ['disks', 4],
  ['count on this disk', 2],
  ['count', 2],
  ['table length', 4],
  ['table offset', 4],
  ['comment length', 2],
];

/** The field of every byte of a well-formed archive without comments. */
export function fieldsOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: string[] = [];
  const fill = (name: string, width: number) => {
    for (let k = 0; k < width; k++) fields.push(name);
  };
  const record = (where: string, list: typeof localFields) => {
    const start = fields.length;
    for (const [name, width] of list) fill(`${where}: ${name}`, width);
    return start;
  };
  const end = bytes.length - 22;
  const table = view.getUint32(end + 16, true);
  // The packed lengths stand in the table only: NumPy writes headers that leave them open.
  const packed = new Map<number, number>();
  for (let row = table; row < end; ) {
    packed.set(view.getUint32(row + 42, true), view.getUint32(row + 20, true));
    row += 46 + view.getUint16(row + 28, true) + view.getUint16(row + 30, true);
  }
  while (fields.length < table) {
    const start = record('header', localFields);
    fill('header: name', view.getUint16(start + 26, true));
    fill('header: extra', view.getUint16(start + 28, true));
    fill('data', packed.get(start)!);
  }
  while (fields.length < end) {
    const start = record('table', rowFields);
    fill('table: name', view.getUint16(start + 28, true));
    fill('table: extra', view.getUint16(start + 30, true));
  }
  record('end', endFields);
  return fields;
}
