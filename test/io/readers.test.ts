/** What NumPy, OpenCV and Pillow read from the files that we write, and we from theirs. In CI they must be there. */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { arrayOf, NDArray } from '../../src/array/ndarray.ts';
import { decode, decodeNpy, encodeNpz, encodePng, writeArray, writeFileWhole } from '../../src/io/index.ts';
import { componentCount, dtypeNames, dtypes, isBigInt } from '../../src/kernels/dtype.ts';
import { fromElements } from '../../src/views/view.ts';
import { tries } from '../property.ts';
import { fixturePath, unpackFile } from './fixtures.ts';

const python = process.env.CONCORDAT_PYTHON || '/usr/bin/python3';
const present = spawnSync(python, ['-c', 'import numpy, cv2, PIL']).status === 0;
if (!present) console.warn(`SKIPPED readers.test.ts: ${python} has no NumPy, OpenCV and Pillow`);
const folder = mkdtempSync(join(tmpdir(), 'concordat-readers-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs Python on a file; the program leaves its answer in `answer`. */
function ask(path: string, program: string): unknown {
  const head = 'import json, sys, cv2, numpy as np\npath = sys.argv[1]\n';
  return JSON.parse(
    execFileSync(python, ['-c', `${head}${program}\nprint(json.dumps(answer))`, path], { encoding: 'utf8' }),
  );
}

test.runIf(process.env.CI)('the readers are there', () => expect(present).toBe(true));

describe.skipIf(!present)('what others read', () => {
  test.each([false, true])('npz of every type, compress: %s', async compress => {
    const record = Object.fromEntries(
      dtypeNames.map(dtype => {
        const numbers = Array.from({ length: 6 * componentCount(dtype) }, (_, k) =>
          dtype === 'bool' ? k % 2 : k,
        );
        const data = new dtypes[dtype].array(numbers.map(k => (isBigInt(dtype) ? BigInt(k) : k)) as never[]);
        return [dtype, arrayOf(fromElements(dtype, data, [2, 3]))];
      }),
    );
    const path = join(folder, `${compress}.npz`);
    await writeFileWhole(path, encodeNpz({ ...record, größe: [1, 2] }, { compress }));
    const program = `
file = np.load(path)
answer = {k: [v.dtype.name, v.shape, v.ravel().view(v.real.dtype).astype(int).tolist()] for k, v in file.items()}`;
    const expected = Object.entries(record).map(([name, array]) => [
      name,
      [name, [2, 3], Array.from(array.toTypedArray() as Uint8Array, Number)],
    ]);
    expect(ask(path, program)).toEqual({ ...Object.fromEntries(expected), größe: ['float64', [2], [1, 2]] });
  });

  test('npy of a view in Fortran order', async () => {
    const path = join(folder, 'fortran.npy');
    await writeArray(
      path,
      new NDArray('int16', { data: Int16Array.from([1, 2, 3, 4, 5, 6]) }, [3, 2], [1, 3]),
    );
    const program = 'x = np.load(path)\nanswer = [x.tolist(), x.flags.f_contiguous, x.dtype.str]';
    expect(ask(path, program)).toEqual([[[1, 4], [2, 5], [3, 6]], true, '<i2']); // biome-ignore format: one row
  });

  test.each([
    ['uint8', [3, 5]],
    ['uint8', [3, 5, 3]],
    ['uint8', [3, 5, 4]],
    ['uint16', [3, 5]],
    ['uint16', [3, 5, 3]],
    ['uint16', [3, 5, 4]],
  ] as const)('PNG of %s %j', async (dtype, shape) => {
    const size = shape.reduce<number>((product, extent) => product * extent, 1);
    const numbers = Array.from({ length: size }, (_, k) => k * (dtype === 'uint8' ? 4 : 1009));
    const data = dtype === 'uint8' ? Uint8Array.from(numbers) : Uint16Array.from(numbers);
    const path = join(folder, `${dtype}-${shape.length}-${shape[2]}.png`);
    await writeFileWhole(path, encodePng({ data, shape }));
    const program = `
x = cv2.imread(path, cv2.IMREAD_UNCHANGED)
x = x[..., [2, 1, 0, 3][:x.shape[2]]] if x.ndim == 3 else x
answer = [x.dtype.name, x.shape, x.ravel().tolist()]`;
    expect(ask(path, program)).toEqual([dtype, shape, [...data]]);
  });

  test('many PNG and JPEG files have the pixels that they have elsewhere', () => {
    const path = join(folder, 'many.zip');
    execFileSync(python, [fixturePath('many.py'), path, String(tries(600).numRuns)]);
    const files = unpackFile(path);
    const images = [...files.keys()].filter(name => !name.endsWith('.npy'));
    expect(images.length).toBeGreaterThanOrEqual(600);
    for (const name of images) {
      const [image, pixels] = [decode(files.get(name)!, name), decodeNpy(files.get(`${name}.npy`)!)];
      expect([name, image.dtype, image.shape]).toEqual([name, pixels.dtype, pixels.shape]);
      expect(image.toTypedArray(), name).toEqual(pixels.toTypedArray());
    }
  });

  test('JPEG', async () => {
    const path = join(folder, 'colour.jpg');
    const data = Uint8Array.from({ length: 16 * 24 * 3 }, (_, k) => [200, 90, 30][k % 3]);
    await writeArray(path, { data, shape: [16, 24, 3] });
    const [shape, mean] = ask(
      path,
      'x = cv2.imread(path)[..., ::-1]\nanswer = [x.shape, x.mean((0, 1)).tolist()]',
    ) as number[][];
    expect(shape).toEqual([16, 24, 3]);
    for (const [channel, value] of [200, 90, 30].entries())
      expect(Math.abs(mean[channel] - value)).toBeLessThan(3);
  });
});
