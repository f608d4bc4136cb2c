/** numpy.pad. Source: numpy 1.24, but right where 1.24 is wrong several periods out (see known-bugs.ts). */

import { arrayOf, type NDArray } from '../../array/ndarray.ts';
import { extend } from '../../array/pad.ts';
import { boundaryFrom } from '../../boundary/table.ts';
import type { ArrayLike } from '../../convert/convert.ts';
import { checkInteger, fault, show, showShape } from '../../errors.ts';
import { dtypes } from '../../kernels/dtype.ts';
import { roundHalfEven } from '../../kernels/scalar.ts';
import { checkSize } from '../../limits.ts';
import type { ScalarLike } from '../../views/scalar.ts';
import { countOf, type View } from '../../views/view.ts';
import { arrayLike, choice, later } from '../kinds.ts';
import { keywordOnly, optional, type Takes } from '../parameter.ts';
import type { Rest } from '../rest.ts';
import { type Bound, signature } from '../signature.ts';
import { extendOdd } from './odd-reflection.ts';
import { fillConstant } from './pad-constant.ts';
import { extendByRamp, extendByStatistic, type statistics } from './pad-statistics.ts';
import { asPairs, type Pairs, type Widths } from './pairs.ts';

/** The modes of `numpy.pad` that are here, with the one keyword that each takes. */
const keywordOf = {
  constant: 'constant_values',
  edge: null,
  empty: null,
  linear_ramp: 'end_values',
  maximum: 'stat_length',
  mean: 'stat_length',
  minimum: 'stat_length',
  reflect: 'reflect_type',
  symmetric: 'reflect_type',
  wrap: null,
} as const;

/** How `pad` continues an array. */
export type PadMode = keyof typeof keywordOf;

/** The arguments of `pad` after the width, by name. */
export interface PadKeywords {
  /** 'constant' unless said. */
  mode?: PadMode;
  /** For 'constant': what to fill with; 0 unless said. */
  constant_values?: Pairs<ScalarLike>;
  /** For 'linear_ramp': the outermost values; 0 unless said. */
  end_values?: Pairs<ScalarLike>;
  /** For 'reflect' and 'symmetric': 'odd' reflects through the edge element instead of at it. */
  reflect_type?: 'even' | 'odd';
  /** For 'maximum', 'mean', 'minimum': of how many elements from the edge; of all unless said. */
  stat_length?: Pairs<number> | null;
}

type PadRest = Rest<[mode: PadMode | undefined], PadKeywords>;

const modes = Object.keys(keywordOf) as PadMode[];

/** An argument that some modes take; undefined where it was not given. */
const ofSomeModes = <T>(words: string) => keywordOnly(optional(later<T>(words), undefined));

const padding = signature('numpy.pad', {
  array: arrayLike,
  pad_width: later<Pairs<number>>('one whole number, [before, after], or such a pair for each axis'),
  mode: optional(
    choice(modes, shown => `mode ${shown} is not supported; the modes are ${modes.map(show).join(', ')}`),
    'constant',
  ),
  constant_values: ofSomeModes<Pairs<ScalarLike>>('one value, [before, after], or such a pair for each axis'),
  end_values: ofSomeModes<Pairs<ScalarLike>>('one value, [before, after], or such a pair for each axis'),
  reflect_type: ofSomeModes<'even' | 'odd'>("'even' or 'odd'"),
  stat_length: ofSomeModes<Pairs<number> | null>('one number, [before, after], or such a pair for each axis'),
} satisfies Takes<PadKeywords>);

type PadCall = Bound<typeof padding.parameters>;

/**
 * `numpy.pad`: an array continued past its edges, axis by axis.
 *
 *     constant  k k | a b c | k k       edge     a a | a b c | c c      wrap  b c | a b c | a b
 *     symmetric b a | a b c | c b       reflect  c b | a b c | b a
 *
 * 'empty' fills with 0. At a corner the last axis decides. The result has the element type of the array; constants
 * become it as in C. The mode 'median' and functions as modes are not here. Source: numpy 1.24.
 *
 * @param array an array of any shape
 * @param pad_width how many elements to add: one number, [before, after], or such a pair for each axis
 * @param rest `mode`, and by name the one argument that the mode takes
 * @throws ConcordatError where numpy raises: a negative width, an empty axis that something but 'constant' or 'empty'
 *   extends, an unknown mode, an argument that the mode does not take
 * @example
 * import * as np from 'concordat/numpy';
 * np.pad([1, 2, 3], [2, 1], 'reflect').toArray(); // => [3, 2, 1, 2, 3, 2]
 * np.pad([1, 2], 1, { constant_values: [7, 8] }).toArray(); // => [7, 1, 2, 8]
 * np.pad([1, 2, 4], 2, 'reflect', { reflect_type: 'odd' }).toArray(); // => [-2, 0, 1, 2, 4, 6, 7]
 */
export function pad(array: ArrayLike, pad_width: Pairs<number>, ...rest: PadRest): NDArray {
  return padding.call([array, pad_width, ...rest], call => arrayOf(padded(call)));
}

function padded(call: PadCall): View {
  const { name } = padding;
  const { array: x } = call;
  const rank = x.shape.length;
  const widths = readWidths(name, call.pad_width, rank);
  const { mode } = call;
  checkTaken(name, mode, call);
  const shape = x.shape.map((extent, axis) => extent + widths[axis][0] + widths[axis][1]);
  checkSize(name, shape, dtypes[x.dtype].bytes);
  if (mode === 'constant') return fillConstant(name, x, widths, call.constant_values ?? 0);
  if (mode === 'empty') return extend(x, widths, 'constant', 0, name);
  const empty = x.shape.findIndex((extent, axis) => extent === 0 && widths[axis].some(size => size > 0));
  if (empty >= 0)
    throw fault(
      'shape',
      name,
      `can't extend empty axis ${empty} using modes other than 'constant' or 'empty'; the array has shape ${showShape(x.shape)}`,
      { axis: empty, shape: x.shape, mode },
    );
  if (countOf(x) === 0) return extend(x, widths, 'constant', 0, name);
  if (mode === 'maximum' || mode === 'mean' || mode === 'minimum')
    return byStatistic(name, x, widths, mode, call.stat_length);
  if (mode === 'linear_ramp') {
    const ends = asPairs(name, 'end_values', call.end_values ?? 0, rank) as [ArrayLike, ArrayLike][];
    return widths.reduce<View>((y, pair, axis) => extendByRamp(name, y, axis, pair, ends[axis]), x);
  }
  const boundary = boundaryFrom('numpy.pad', mode);
  if (call.reflect_type !== 'odd') return extend(x, widths, boundary, 0, name);
  return widths.reduce<View>((y, [before, after], axis) => {
    if (y.shape[axis] > 1) return extendOdd(y, { axis, before, after, boundary });
    const only = widths.map((_, k): [number, number] => (k === axis ? [before, after] : [0, 0]));
    return extend(y, only, 'edge', 0, name);
  }, x);
}

function readWidths(name: string, value: unknown, rank: number): Widths {
  const size = (one: unknown): number => {
    if (typeof one !== 'bigint' && !Number.isInteger(one))
      throw fault('value', name, `\`pad_width\` must be of integral type; it has ${show(one)}`, {
        argument: 'pad_width',
        value,
      });
    return notNegative(name, 'pad_width', one);
  };
  // Without axes the numbers are checked all the same.
  const pairs = asPairs(name, 'pad_width', value, rank || 1);
  return pairs.map(([before, after]) => [size(before), size(after)] as const).slice(0, rank);
}

function notNegative(name: string, argument: string, value: unknown): number {
  const number = checkInteger(name, argument, value);
  if (number >= 0) return number;
  throw fault('value', name, `index can't contain negative values; ${argument} has ${number}`, {
    argument,
    value,
  });
}

/** Refuses arguments that another mode takes. */
function checkTaken(name: string, mode: PadMode, call: PadCall): void {
  const taken = keywordOf[mode];
  const names = ['constant_values', 'end_values', 'reflect_type', 'stat_length'] as const;
  const other = names.find(argument => argument !== taken && call[argument] !== undefined);
  if (other)
    throw fault(
      'option',
      name,
      `unsupported keyword arguments for mode '${mode}': {'${other}'}; ${taken ? `it takes ${taken}` : 'it takes none'}`,
      { argument: other, mode },
    );
}

function byStatistic(
  name: string,
  x: View,
  widths: Widths,
  mode: keyof typeof statistics,
  length: unknown,
): View {
  const one = (value: unknown) =>
    typeof value === 'number'
      ? notNegative(name, 'stat_length', roundHalfEven(value))
      : notNegative(name, 'stat_length', value);
  const lengths = asPairs(name, 'stat_length', length ?? null, x.shape.length).map(pair =>
    pair.map(value => (value === null ? null : one(value))),
  ) as [number | null, number | null][];
  return widths.reduce<View>(
    (y, pair, axis) => extendByStatistic(name, y, axis, pair, mode, lengths[axis]),
    x,
  );
}
