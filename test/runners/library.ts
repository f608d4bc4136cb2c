/** What the cases are given: the library, from its sources or from the bundle. Only types are imported here. */
import type { NDArray } from 'concordat';

export type Library = typeof import('concordat') & {
  readonly torch: typeof import('concordat/torch');
  readonly scipy: typeof import('concordat/scipy');
  readonly opencv: typeof import('concordat/opencv');
};

/** The name of an element type. */
export type DType = NDArray['dtype'];

export const realTypes = [
  'bool',
  'int8',
  'int16',
  'int32',
  'int64',
  'uint8',
  'uint16',
  'uint32',
  'uint64',
  'float32',
  'float64',
] as const satisfies DType[];
export const floatTypes = ['float32', 'float64'] as const satisfies DType[];
export const complexTypes = ['complex64', 'complex128'] as const satisfies DType[];
export const allTypes: readonly DType[] = [...realTypes, ...complexTypes];

export const isFloat = (dtype: DType): boolean => /^(float|complex)/.test(dtype);
