/** Plain JavaScript memory as elements. */
import type { DType, TypedArray } from '../kernels/dtype.ts';

/** The element type of plain JavaScript memory, by its class. */
const memoryTypes: [new (...given: never[]) => unknown, DType][] = [
  [Float32Array, 'float32'],
  [Float64Array, 'float64'],
  [Uint8Array, 'uint8'],
  [Uint8ClampedArray, 'uint8'],
  [Int8Array, 'int8'],
  [Int16Array, 'int16'],
  [Int32Array, 'int32'],
  [Uint16Array, 'uint16'],
  [Uint32Array, 'uint32'],
  [BigInt64Array, 'int64'],
  [BigUint64Array, 'uint64'],
];

/** The element type that a typed array holds by default; undefined when it is not one we know. */
export function memoryType(data: unknown): DType | undefined {
  return memoryTypes.find(([memory]) => data instanceof memory)?.[1];
}

/**
 * The same bytes as a plain typed array: Uint8ClampedArray clips where NumPy wraps, and the `slice` of Node's Buffer
 * does not copy.
 */
export const plain = (data: TypedArray | Uint8ClampedArray): TypedArray =>
  data instanceof Uint8ClampedArray || (data instanceof Uint8Array && data.constructor !== Uint8Array)
    ? new Uint8Array(data.buffer, data.byteOffset, data.length)
    : data;
