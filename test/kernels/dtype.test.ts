/** The table of element types, and the promotion of pairs against NumPy. */
import { describe, expect, it } from 'vitest';
import {
  allocate,
  componentCount,
  type DType,
  dtypeNames,
  dtypes,
  isBigInt,
  isComplex,
  isDType,
  isFloating,
  isInteger,
  promoteTypes,
  resultType,
} from '../../src/kernels/dtype.ts';

/** NumPy 1.24.2: `np.promote_types(row, column)`, the columns in the order of the rows. */
const promoted: Record<DType, string> = {
  bool: 'bool int8 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128',
  int8: 'int8 int8 int16 int32 int64 int16 int32 int64 float64 float32 float64 complex64 complex128',
  int16: 'int16 int16 int16 int32 int64 int16 int32 int64 float64 float32 float64 complex64 complex128',
  int32: 'int32 int32 int32 int32 int64 int32 int32 int64 float64 float64 float64 complex128 complex128',
  int64: 'int64 int64 int64 int64 int64 int64 int64 int64 float64 float64 float64 complex128 complex128',
  uint8: 'uint8 int16 int16 int32 int64 uint8 uint16 uint32 uint64 float32 float64 complex64 complex128',
  uint16: 'uint16 int32 int32 int32 int64 uint16 uint16 uint32 uint64 float32 float64 complex64 complex128',
  uint32: 'uint32 int64 int64 int64 int64 uint32 uint32 uint32 uint64 float64 float64 complex128 complex128',
  uint64:
    'uint64 float64 float64 float64 float64 uint64 uint64 uint64 uint64 float64 float64 complex128 complex128',
  float32:
    'float32 float32 float32 float64 float64 float32 float32 float64 float64 float32 float64 complex64 complex128',
  float64:
    'float64 float64 float64 float64 float64 float64 float64 float64 float64 float64 float64 complex128 complex128',
  complex64:
    'complex64 complex64 complex64 complex128 complex128 complex64 complex64 complex128 complex128 complex64 complex128 complex64 complex128',
  complex128:
    'complex128 complex128 complex128 complex128 complex128 complex128 complex128 complex128 complex128 complex128 complex128 complex128 complex128',
};

describe('promotion', () => {
  it.each(Object.keys(promoted) as DType[])('of %s with every type is NumPy’s', dtype => {
    expect(Object.keys(promoted).map(other => promoteTypes(dtype, other as DType))).toEqual(
      promoted[dtype].split(' '),
    );
  });

  it('of several types goes from left to right', () => {
    expect(resultType('int8')).toBe('int8');
    expect(resultType('uint8', 'int8', 'float32')).toBe('float32');
    expect(resultType('bool', 'uint32', 'int16', 'complex64')).toBe('complex128');
  });
});

describe('the table', () => {
  it('has every type once, with its memory', () => {
    expect([...dtypeNames].sort()).toEqual(Object.keys(promoted).sort());
    for (const name of dtypeNames) {
      const { bytes, array, component } = dtypes[name];
      expect(array.BYTES_PER_ELEMENT * componentCount(name)).toBe(bytes);
      expect(dtypes[component].bytes * componentCount(name)).toBe(bytes);
      expect(allocate(name, 3).byteLength).toBe(3 * bytes);
    }
  });

  it('sorts types into kinds', () => {
    expect(dtypeNames.filter(isComplex)).toEqual(['complex64', 'complex128']);
    expect(dtypeNames.filter(isBigInt)).toEqual(['int64', 'uint64']);
    expect(dtypeNames.filter(isFloating)).toEqual(['float32', 'float64']);
    expect(dtypeNames.filter(isInteger)).toHaveLength(8);
  });

  it('knows its own names only', () => {
    expect(dtypeNames.every(isDType)).toBe(true);
    for (const other of ['float16', 'toString', 'constructor', '', undefined, null, 5])
      expect(isDType(other)).toBe(false);
  });

  it('says so when there is no memory', () => {
    expect(() => allocate('float64', 2 ** 52)).toThrow(/no memory for 4503599627370496 elements of float64/);
  });
});
