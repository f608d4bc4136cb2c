/** Reads the .npy files that Python writes for the comparison: row-major float32 or float64, nothing else. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Values } from './values.ts';

/** Reads one file into fresh memory. */
export function readNpy(path: string): Values {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(fstatSync(file).size);
    for (let done = 0; done < bytes.length; )
      done += readSync(file, bytes, done, Math.min(bytes.length - done, 2 ** 30), done);
    const headerLength = new DataView(bytes.buffer).getUint16(8, true);
    const header = new TextDecoder('latin1').decode(bytes.subarray(10, 10 + headerLength));
    const [, type, order, extents] =
      /'descr': '<(f[48])', 'fortran_order': (True|False), 'shape': \(([\d, ]*)\)/.exec(header) ?? [];
    if (order !== 'False') throw new Error(`the header is ${header.trim()}; it must be row-major f4 or f8`);
    const shape = extents
      .split(',')
      .filter(text => text.trim() !== '')
      .map(Number);
    // The elements begin at a multiple of 64 bytes.
    const Elements = type === 'f4' ? Float32Array : Float64Array;
    return { shape, data: new Elements(bytes.buffer, 10 + headerLength) };
  } finally {
    closeSync(file);
  }
}
