/** Known bugs of NumPy. */
import { type CallDescription, type KnownBug, optionOf } from '../known-bug.ts';

/** The widths before and after each axis of a call of numpy.pad, beside its extents. */
const paddedAxes = ({ shapes, options }: CallDescription): [number, number, number][] =>
  ((options?.pad_width ?? []) as [number, number][]).map(([low, high], axis) => [shapes[0][axis], low, high]);

/** numpy.pad's rounds, each of which adds at most what is there: whether one starts at a place that is no period. */
function padStumbles(extent: number, low: number, high: number, period: number, wraps: boolean): boolean {
  let [length, before, after] = [extent, 0, 0];
  const edge = extent - period;
  if (period === 0) return false;
  while (before < low || after < high) {
    const off = wraps
      ? (length - edge) % period !== 0
      : (before < low && before % period !== 0) || (after < high && after % period !== 0);
    if (off) return true;
    const step = length - edge;
    const [more, rest] = [Math.min(step, low - before), Math.min(step, high - after)];
    [length, before, after] = [length + more + rest, before + more, after + rest];
  }
  return false;
}

const versions = 'numpy 1.24';
const source = 'found by asking NumPy 1.24.2';

/** Every known bug of NumPy. */
export const numpyBugs: readonly KnownBug[] = [
  {
    id: 'numpy.pad-wrap-periods',
    calls: ['numpy.pad'],
    versions: 'numpy < 1.25',
    text: "mode 'wrap' loses the period where a width exceeds the axis and the two widths differ, because each round repeats what is there so far; every place must hold the element at its index modulo the extent",
    source: 'https://github.com/numpy/numpy/issues/22464',
    applies: call =>
      optionOf(call, 'mode', 'constant') === 'wrap' &&
      paddedAxes(call).some(([extent, low, high]) => padStumbles(extent, low, high, extent, true)),
  },
  {
    id: 'numpy.pad-reflect-periods',
    calls: ['numpy.pad'],
    versions: 'numpy 1.24; repaired in the main branch',
    text: "modes 'reflect' and 'symmetric' reflect at a place that is no edge where one width spans several periods, because each round reflects what is there so far; the extension must repeat with period 2N − 2 and 2N",
    source: 'https://github.com/numpy/numpy/issues/28575',
    applies: call => {
      const mode = optionOf(call, 'mode', 'constant');
      const shorter = mode === 'reflect' ? 1 : 0;
      return (
        (mode === 'reflect' || mode === 'symmetric') &&
        paddedAxes(call).some(
          ([extent, low, high]) => extent > 1 && padStumbles(extent, low, high, extent - shorter, false),
        )
      );
    },
  },
  {
    id: 'numpy.index-out-of-bounds-in-empty-result',
    calls: ['numpy.ndarray.__getitem__', 'numpy.ndarray.__setitem__', 'numpy.ufunc.at'],
    versions: 'numpy 1.24; an error in later versions',
    text: 'an entry of an index array that is out of bounds passes with a DeprecationWarning where another axis leaves the result without elements; it must be an IndexError',
    source: 'PyArray_MapIterCheckIndices in numpy/core/src/multiarray/mapping.c',
    applies: ({ shapes: [array] }) => array.includes(0),
  },
  {
    id: 'numpy.setitem-overlap',
    calls: ['numpy.ndarray.__setitem__'],
    versions,
    text: 'assignment through an index array of a value that shares memory with the array may read what it has just written, as in x[[0, 1, 1, 2]] = x[::-1]; it must read what stood there before',
    source,
  },
  {
    id: 'numpy.ufunc-at-value-rank-crash',
    calls: ['numpy.ufunc.at'],
    versions,
    text: 'a value with more axes than the index names ends the process where the index is of integers and slices; it must be refused',
    source,
  },
];
