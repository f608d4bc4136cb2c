/** The parameters that the filters of scipy.ndimage have alike, and how they are read. Source: SciPy 1.10. */

import type { Boundary } from '../../boundary/table.ts';
import { checkInteger, fault, show } from '../../errors.ts';
import { type DType, isComplex, isDType, promoteTypes } from '../../kernels/dtype.ts';
import type { ScalarLike } from '../../views/scalar.ts';
import { arrayLike, boundaryIn, later } from '../kinds.ts';
import { optional, type Parameter } from '../parameter.ts';

/** How the filters of scipy.ndimage continue an array. */
export type NdimageMode =
  | 'reflect'
  | 'grid-mirror'
  | 'mirror'
  | 'nearest'
  | 'constant'
  | 'grid-constant'
  | 'wrap'
  | 'grid-wrap';

const extensionOf = boundaryIn<NdimageMode>('scipy.ndimage', () => 'boundary mode not supported: ');

/** One of SciPy's names; SciPy takes a list of them, one an axis, for some filters, none of which is here. */
const mode: Parameter<NdimageMode, Boundary> = {
  ...extensionOf,
  read: (name, argument, value) => {
    if (!Array.isArray(value)) return extensionOf.read(name, argument, value);
    throw fault('option', name, 'A sequence of modes is not supported; mode must be one name', {
      argument,
      value,
    });
  },
};

/** The arrays come first, then for some filters an axis. */
export const arrays = { input: arrayLike, weights: arrayLike };

/** The parameters behind them; an origin hangs on how many weights there are. */
export const rules = <Origin>(origins: string) => ({
  output: optional(later<DType | null>('the name of an element type, or null for that of the input'), null),
  mode: optional(mode, 'reflect'),
  cval: optional(later<ScalarLike>('a number; a complex one for a complex input alone'), 0),
  origin: optional(later<Origin | 0>(origins), 0),
});

/** An origin in a kernel of `taps` taps. */
export function readOrigin(name: string, value: unknown, taps: number, axis: number): number {
  const origin = checkInteger(name, 'origin', value);
  const [low, high] = [-(taps >> 1), (taps - 1) >> 1];
  if (origin >= low && origin <= high) return origin;
  throw fault(
    'value',
    name,
    `Invalid origin ${origin} for axis ${axis}; origin must satisfy -(${taps} // 2) <= origin <= (${taps} - 1) // 2, so it lies in ${low}..${high}`,
    { argument: 'origin', axis, value: origin, low, high },
  );
}

/** NumPy's other names of element types. */
const aliases: Readonly<Record<string, DType>> = {
  float: 'float64',
  double: 'float64',
  single: 'float32',
  int: 'int64',
  uint: 'uint64',
  complex: 'complex128',
};

/** The element type of the result: the input's unless `output` names one. */
export function readOutput(name: string, output: unknown, input: DType, weights: DType): DType {
  const complexOutput = isComplex(input) || isComplex(weights);
  if (output === null) return complexOutput ? promoteTypes(input, 'complex64') : input;
  const dtype = typeof output === 'string' && Object.hasOwn(aliases, output) ? aliases[output] : output;
  const refused = (what: string) => fault('dtype', name, what, { argument: 'output', value: output });
  if (!isDType(dtype))
    throw refused(
      `output is ${show(output)}; it must be the name of an element type, or null for the input's (${input})`,
    );
  if (complexOutput && !isComplex(dtype)) throw refused(`output must have complex dtype, not ${dtype}`);
  if (!complexOutput && isComplex(dtype))
    throw refused(`output is ${dtype}; array type not supported for real input and weights`);
  return dtype;
}
