/** Numbers to compute with, by element type and flavour. */

import type { Random } from '../random.ts';
import type { DType } from './library.ts';

/**
 * `whole`: small whole numbers, whose sums and products are exact. `plain`: ordinary fractions. `special`: NaN,
 * infinities, zeros of both signs, subnormals, the ends of integer types. `bits`: any float whatever.
 */
export type Flavour = 'whole' | 'plain' | 'special' | 'bits';

const specials: Readonly<Record<'float32' | 'float64', readonly number[]>> = {
  float32: [NaN, Infinity, -Infinity, -0, 0, 2 ** -149, -3e-42, 2 ** -126, -(2 ** -127), 1, -1.5],
  float64: [NaN, Infinity, -Infinity, -0, 0, 2 ** -1074, -3e-310, 2 ** -1022, -(2 ** -1023), 1, -1.5],
};

const buffer = new DataView(new ArrayBuffer(8));
const bitsOf = (random: Random) => random.integer(0, 2 ** 32 - 1);

function float(type: 'float32' | 'float64', flavour: Flavour, random: Random): number {
  if (flavour === 'whole') return random.integer(-4, 4);
  if (flavour === 'special' && random.chance(0.4)) return random.pick(specials[type]);
  if (flavour !== 'bits') return (random.next() * 2 - 1) * 2 ** random.integer(-3, 3);
  buffer.setUint32(0, bitsOf(random));
  buffer.setUint32(4, bitsOf(random));
  return type === 'float32' ? buffer.getFloat32(0) : buffer.getFloat64(0);
}

function whole(type: DType, flavour: Flavour, random: Random): bigint {
  if (type === 'bool') return BigInt(random.integer(0, 1));
  const unsigned = type.startsWith('u');
  if (flavour === 'whole' || flavour === 'plain') return BigInt(random.integer(unsigned ? 0 : -4, 6));
  const bits = BigInt(/\d+/.exec(type)![0]);
  const [low, high] = unsigned ? [0n, (1n << bits) - 1n] : [-1n << (bits - 1n), (1n << (bits - 1n)) - 1n];
  if (random.chance(0.5)) return random.pick([low, high, 0n, 1n, high - 1n, low + 1n]);
  const any = (BigInt(bitsOf(random)) << 32n) | BigInt(bitsOf(random));
  return unsigned ? BigInt.asUintN(Number(bits), any) : BigInt.asIntN(Number(bits), any);
}

/** The class of memory that holds each type. */
const memories = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float32: Float32Array,
  float64: Float64Array,
  complex64: Float32Array,
  complex128: Float64Array,
} as const;
export type Memory = InstanceType<(typeof memories)[DType]>;

/** Numbers in memory: `length` elements, which begin `shift` places after the start of their buffer. */
export function fill(dtype: DType, length: number, flavour: Flavour, random: Random, shift = 0): Memory {
  const places = dtype.startsWith('complex') ? 2 * length : length;
  const memory = memories[dtype];
  const data = new memory(
    new ArrayBuffer((places + shift) * memory.BYTES_PER_ELEMENT),
    shift * memory.BYTES_PER_ELEMENT,
    places,
  );
  const type = memory === Float32Array ? 'float32' : memory === Float64Array ? 'float64' : undefined;
  const big = dtype === 'int64' || dtype === 'uint64';
  for (let i = 0; i < places; i++) {
    const value = type ? float(type, flavour, random) : whole(dtype, flavour, random);
    data[i] = (type || big ? value : Number(value)) as never;
  }
  return data;
}
