/** The value that torch's pad fills with, converted as torch does. */
import { type Boundary, boundaryName } from '../../boundary/table.ts';
import { fault, show } from '../../errors.ts';
import { type DType, dtypes, isInteger } from '../../kernels/dtype.ts';
import type { Width } from './pad-widths.ts';

/** What torch calls the integers in this message. */
const names: Partial<Record<DType, string>> = {
  uint8: 'uint8_t',
  int8: 'int8_t',
  int16: 'int16_t',
  int32: 'int',
  int64: 'int64_t',
};

/** The least and greatest numbers of an integer type, the latter as float64 rounds it. */
function limits(dtype: DType): [number, number] {
  const bits = dtypes[dtype].bytes * 8;
  return dtypes[dtype].kind === 'u' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
}

/**
 * The fill as an element of type `dtype`: cut towards zero for integers, whether it is zero for bool.
 *
 * @throws ConcordatError for a value beside a mode that takes none, or one that the type cannot hold
 */
export function fillOf(
  name: string,
  dtype: DType,
  boundary: Boundary,
  value: unknown,
  widths: readonly Width[],
): number {
  const facts = { argument: 'value', value };
  const number = value === null ? 0 : typeof value === 'boolean' ? Number(value) : value;
  if (typeof number !== 'number')
    throw fault('value', name, `argument 'value' must be float, not ${show(value)}`, facts);
  if (boundary !== 'constant' && number !== 0) {
    const mode = boundaryName('torch.nn.functional.pad', boundary);
    const what = `Padding mode "${mode}" doesn't take in value argument; value is ${number}, leave it out`;
    throw fault('option', name, what, { ...facts, mode });
  }
  if (dtype === 'bool') return number === 0 ? 0 : 1;
  if (!isInteger(dtype)) return number;
  const [low, high] = limits(dtype);
  const used = widths.some(width => Math.max(...width) > 0);
  if (used && !(number >= low && number <= high)) {
    const what = `value cannot be converted to type ${names[dtype]} without overflow; value is ${number}, the input ${dtype}`;
    throw fault('value', name, what, { ...facts, dtype });
  }
  return Number.isFinite(number) ? Math.trunc(number) : 0;
}
