/** The part of NumPy's indexing in the table of known bugs; its other bugs stand in the table itself. */
import type { KnownBug } from './known-bugs.ts';

const versions = 'numpy 1.24';
const source = 'found by asking NumPy 1.24.2';

/** Known bugs of NumPy's indexing. */
export const numpyIndexingBugs: readonly KnownBug[] = [
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
