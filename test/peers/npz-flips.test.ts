/** Every single bit of npz files turned over: the same arrays under the same names, or an error, and what NumPy says. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { pythonModules, runPython } from '../../src/box/index.ts';
import { encodeNpz } from '../../src/io/index.ts';
import { flipVerdicts } from '../io/fixtures.ts';
import { whenMissing } from './harness.ts';
import { fieldsOf } from './npz-fields.ts';

const script = readFileSync(new URL('./npz-flips.py', import.meta.url), 'utf8');
const record = { image: array([[1, 2, 3]]), größe: array([true]), n: array(7n) };
const files: Record<string, Uint8Array> = {
  'ours, stored': encodeNpz(record),
  'ours, deflated': encodeNpz(record, { compress: true }),
};

/**
 * Where a wrong bit changes nothing: times, attributes, what the headers repeat of the table's numbers (writers of
 * streams leave those open), bits of the flags without meaning, and the last bits of a deflated stream.
 */
const idle = new Set([
  ...['version', 'flags', 'time', 'CRC', 'packed length', 'length', 'extra'].map(name => `header: ${name}`),
  ...['version made by', 'version', 'flags', 'time', 'disk', 'attributes'].map(name => `table: ${name}`),
  'data',
]);

let present = false;
beforeAll(async () => {
  const found = await pythonModules(['numpy']).catch(() => ({}) as Record<string, string | null>);
  present = Boolean(found['numpy']);
  if (!present) return console.warn(whenMissing('npz-flips', ['numpy'], Boolean(process.env.CI)));
  const { outputs } = await runPython(script, { make: [1] });
  for (const [name, bytes] of Object.entries(outputs))
    files[`numpy.${name}`] = bytes.toTypedArray() as Uint8Array;
});

describe.each(['ours, stored', 'ours, deflated', 'numpy.savez', 'numpy.savez_compressed'])('%s', name => {
  it('never gives other arrays, and refuses what NumPy refuses', async context => {
    if (!present) return context.skip('there is no NumPy');
    const file = files[name];
    const { outputs } = await runPython(script, { file }, { timeout: 600_000 });
    const theirs = outputs['verdicts'].toTypedArray() as Uint8Array;
    const ours = flipVerdicts(file);
    const fields = fieldsOf(file);
    expect(fields).toHaveLength(file.length);
    const found = new Set(
      ours.map((verdict, bit) => `${fields[bit >> 3]}: ours ${verdict}, theirs ${theirs[bit]}`),
    );
    const wrong = [...found].filter(line => /ours other|ours same, theirs [12]/.test(line));
    expect(wrong).toEqual([]);
    const read = new Set(fields.filter((_, k) => ours.slice(8 * k, 8 * k + 8).includes('same')));
    expect([...read].filter(field => !idle.has(field))).toEqual([]);
    // What carries no meaning is no reason to refuse.
    for (const field of ['header: time', 'table: time', 'table: attributes'])
      expect(
        fields.every((each, k) => each !== field || ours.slice(8 * k, 8 * k + 8).every(v => v === 'same')),
        field,
      ).toBe(true);
  }, 600_000);
});
