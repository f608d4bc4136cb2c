/** What stands for a tensor, and how torch names element types and sizes in its messages. */

import { type ArrayLike, asView } from '../../convert/convert.ts';
import { memoryType } from '../../convert/memory.ts';
import { fault } from '../../errors.ts';
import type { DType } from '../../kernels/dtype.ts';
import { castTo } from '../../views/cast.ts';
import { isView, type View } from '../../views/view.ts';
import type { Parameter } from '../parameter.ts';

/** One element type: what torch's messages call it, and the name of its C++ type in them. */
interface TensorType {
  readonly name: string;
  readonly c: string;
}

/** The element types that tensors have. torch 1.13 has no unsigned integers but uint8. */
export const tensorTypes: Readonly<Partial<Record<DType, TensorType>>> = {
  float64: { name: 'Double', c: 'double' },
  float32: { name: 'Float', c: 'float' },
  complex64: { name: 'ComplexFloat', c: 'c10::complex<float>' },
  complex128: { name: 'ComplexDouble', c: 'c10::complex<double>' },
  int64: { name: 'Long', c: 'long int' },
  int32: { name: 'Int', c: 'int' },
  int16: { name: 'Short', c: 'short int' },
  int8: { name: 'Char', c: 'signed char' },
  uint8: { name: 'Byte', c: 'unsigned char' },
  bool: { name: 'Bool', c: 'bool' },
};

/** What torch's messages call a type; its own name where torch has none. */
export const typeName = (dtype: DType): string => tensorTypes[dtype]?.name ?? dtype;

/** A size as torch prints it: `[2, 3]`. */
export const showSize = (size: readonly number[]): string => `[${size.join(', ')}]`;

/** Whether the elements of `value` are plain JavaScript values, which have no element type of their own. */
const isUntyped = (value: ArrayLike): boolean =>
  !isView(value) &&
  memoryType(value) === undefined &&
  (Array.isArray(value) || typeof value !== 'object' || !('data' in value) || Array.isArray(value.data));

/** torch's default types: float32 for numbers, complex64 for complex ones. */
const defaultTypes: Partial<Record<DType, DType>> = { float64: 'float32', complex128: 'complex64' };

/**
 * The array that an argument stands for. Typed memory keeps its type; plain numbers become float32, torch's default
 * (bigints int64, booleans bool, complex numbers complex64).
 *
 * @throws ConcordatError for an element type that torch does not have
 */
export function asTensor(value: ArrayLike, functionName: string, argument: string): View {
  const natural = asView(value, functionName, argument);
  const dtype = isUntyped(value) ? (defaultTypes[natural.dtype] ?? natural.dtype) : natural.dtype;
  if (!(dtype in tensorTypes))
    throw fault(
      'dtype',
      functionName,
      `can't convert ${argument} of type ${dtype} to a tensor; The only supported types are: ` +
        Object.keys(tensorTypes).join(', '),
      { argument, dtype, allowed: Object.keys(tensorTypes) },
    );
  return castTo(natural, dtype);
}

/** A tensor as a parameter. */
export const tensor: Parameter<ArrayLike, View> = {
  words: 'a tensor',
  read: (functionName, argument, value) => asTensor(value as ArrayLike, functionName, argument),
};
