/** Which numbers torch takes for an element type. Source: `c10::overflows` in c10/util/TypeCast.h. */

import { refusal } from '../../indexing/index.ts';
import { type DType, dtypes } from '../../kernels/dtype.ts';
import { type ScalarLike, scalarParts } from '../../views/scalar.ts';

const cNames: Partial<Record<DType, string>> = {
  int8: 'int8_t',
  uint8: 'uint8_t',
  int16: 'int16_t',
  int32: 'int',
  int64: 'int64_t',
  float32: 'float',
  float64: 'double',
};

/** Throws what torch says where a number does not fit. Unsigned types take negative numbers, which wrap round. */
export function checkScalarFits(name: string, value: ScalarLike, dtype: DType): void {
  const { re, im } = scalarParts(value, name, 'value');
  const { kind, bytes } = dtypes[dtype];
  const number = Number(re);
  const top = 2 ** (8 * bytes - (kind === 'i' ? 1 : 0));
  const fits = {
    b: true,
    c: true,
    f: bytes === 8 || !Number.isFinite(number) || Number.isFinite(Math.fround(number)),
    i: Number.isNaN(number) || (Math.trunc(number) >= -top && Math.trunc(number) < top),
    u: Number.isNaN(number) || (number > -top && Math.trunc(number) < top),
  }[kind];
  if (fits && (im === 0 || kind === 'c' || kind === 'b')) return;
  throw refusal(
    name,
    'RuntimeError',
    `value cannot be converted to type ${cNames[dtype] ?? dtype} without overflow`,
    `the value is ${im !== 0 ? 'complex' : number}, and the tensor ${dtype}`,
    { argument: 'value', value },
  );
}
