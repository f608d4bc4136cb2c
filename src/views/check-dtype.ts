/** The check of an element type that a caller names. */
import { ConcordatError, show } from '../errors.ts';
import { type DType, dtypeNames, isDType } from '../kernels/dtype.ts';

/** Returns `dtype` if it is an element type, else throws an error of `functionName` that lists them. */
export function checkDType<D extends DType>(functionName: string, dtype: D): D {
  if (isDType(dtype)) return dtype;
  throw new ConcordatError(
    'dtype',
    `${functionName}: dtype is ${show(dtype)}; it must be one of ${dtypeNames.map(show).join(', ')}`,
    { function: functionName, argument: 'dtype', dtype, allowed: dtypeNames },
  );
}
