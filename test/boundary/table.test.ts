/** The table of extensions: index maps against arrays laid end to end, names against each library's list. */

import { describe, expect, it } from 'vitest';
import {
  allowedNames,
  type Boundary,
  type BoundaryVocabulary,
  boundaryFrom,
  boundaryName,
  boundaryNames,
  checkBoundary,
  extensions,
  indexTable,
  modulo,
  readBoundary,
} from '../../src/boundary/table.ts';
import { ConcordatError } from '../../src/errors.ts';
import { OUTSIDE } from '../../src/extents.ts';

const REACH = 40;
const sizes = [1, 2, 3, 4, 5, 6];
const places = Array.from({ length: 2 * REACH + 1 }, (_, k) => k - REACH);
const copies = Array.from({ length: 2 * REACH + 1 }, (_, k) => k - REACH);

/** The line that an extension draws around 0 … n − 1, laid out as a list, and where 0 stands in it. */
const drawn: Record<Boundary, (row: number[]) => { line: number[]; zero: number }> = {
  constant: row => ({
    line: [...copies.map(() => OUTSIDE), ...row, ...copies.map(() => OUTSIDE)],
    zero: copies.length,
  }),
  edge: row => ({
    line: [...copies.map(() => row[0]), ...row, ...copies.map(() => row.at(-1)!)],
    zero: copies.length,
  }),
  symmetric: row => ({
    line: copies.flatMap(k => (k % 2 === 0 ? row : row.toReversed())),
    zero: REACH * row.length,
  }),
  mirror: row => {
    const there = row.slice(0, -1);
    const back = row.slice(1).reverse();
    const period = row.length === 1 ? row : [...there, ...back];
    return { line: copies.flatMap(() => period), zero: REACH * period.length };
  },
  periodic: row => ({ line: copies.flatMap(() => row), zero: REACH * row.length }),
};

describe('in one literal', () => {
  it('a name of SciPy is found', () => expect(boundaryFrom('scipy.ndimage', 'wrap')).toBe('periodic'));
  it('a library has its own name', () => expect(boundaryName('numpy.pad', 'periodic')).toBe('wrap'));
  it('the list has every extension', () => expect(boundaryNames).toContain('periodic'));
});

describe.each(boundaryNames)('%s', name => {
  it.each(sizes)('continues %i elements as its copies laid end to end do', n => {
    const { line, zero } = drawn[name](Array.from({ length: n }, (_, i) => i));
    expect(places.map(place => extensions[name].index(place, n))).toEqual(
      places.map(place => line[zero + place]),
    );
    expect(Array.from(indexTable(name, n, -REACH, 2 * REACH + 1))).toEqual(
      places.map(place => line[zero + place]),
    );
  });

  it.each(sizes)('repeats after its period on %i elements', n => {
    const { index, period } = extensions[name];
    const step = period(n);
    const line = places.map(place => index(place, n));
    if (step > 0) expect(places.map(place => index(place + step, n))).toEqual(line);
    // One element looks the same after every step.
    for (let shorter = n > 1 ? 1 : step; shorter < step; shorter++)
      expect(
        places.map(place => index(place + shorter, n)),
        `period ${shorter}`,
      ).not.toEqual(line);
  });

  it('is the extension that its picture shows', () => {
    const letters = extensions[name].picture.replaceAll(/[ |]/g, '');
    const shown = Array.from({ length: 12 }, (_, k) => {
      const index = extensions[name].index(k - 4, 4);
      return index === OUTSIDE ? 'k' : 'abcd'[index];
    });
    expect(shown.join('')).toBe(letters);
  });

  it('has its own name', () => {
    expect(extensions[name].name).toBe(name);
    expect(checkBoundary('f', name)).toBe(name);
  });
});

describe('tables', () => {
  it('start anywhere and may be empty', () => {
    expect(Array.from(indexTable('periodic', 3, 7, 4))).toEqual([1, 2, 0, 1]);
    expect(indexTable('edge', 3, 0, 0)).toHaveLength(0);
  });
  it('of an empty axis are outside', () => {
    for (const name of boundaryNames) expect(Array.from(indexTable(name, 0, -1, 3))).toEqual([-1, -1, -1]);
  });
  it('refuse a length beyond 32 bits', () => {
    for (const length of [2 ** 31, 1e18, NaN])
      expect(() => indexTable('edge', 1, 0, length)).toThrow(/too long/);
  });
  it('have a remainder that is never negative', () => {
    expect([-7, -3, -1, 0, 2, 3].map(i => modulo(i, 3))).toEqual([2, 0, 2, 0, 2, 0]);
  });
});

/** What each library calls the five, in our order; a dash where it has none. */
const vocabulary: Record<BoundaryVocabulary, string> = {
  'numpy.pad': 'constant edge symmetric reflect wrap',
  'scipy.ndimage': 'constant,grid-constant nearest reflect,grid-mirror mirror wrap,grid-wrap',
  'scipy.signal': 'fill,pad - symm,symmetric - wrap,circular',
  'torch.nn.functional.pad': 'constant replicate - reflect circular',
  'cv2.copyMakeBorder':
    'BORDER_CONSTANT BORDER_REPLICATE BORDER_REFLECT BORDER_REFLECT_101,BORDER_REFLECT101,BORDER_DEFAULT BORDER_WRAP',
  'cv2.filter2D':
    'BORDER_CONSTANT BORDER_REPLICATE BORDER_REFLECT BORDER_REFLECT_101,BORDER_REFLECT101,BORDER_DEFAULT -',
  'skimage.transform': 'constant edge symmetric reflect wrap',
  'tensorflow.pad': 'CONSTANT - SYMMETRIC REFLECT -',
  'matlab.imfilter': '0 replicate symmetric - circular',
  'onnx.Pad': 'constant edge - reflect wrap',
  'kornia.filter2d': 'constant replicate - reflect circular',
};

describe.each(Object.entries(vocabulary) as [BoundaryVocabulary, string][])('%s', (library, words) => {
  const rows = words.split(' ').map(names => (names === '-' ? [] : names.split(',')));

  it('resolves every name that it has, and no other', () => {
    rows.forEach((names, k) => {
      for (const name of names) expect(boundaryFrom(library, name)).toBe(boundaryNames[k]);
      expect(boundaryName(library, boundaryNames[k])).toBe(names[0]);
    });
    expect(allowedNames(library)).toEqual(rows.flat());
  });

  it('lists its names to one who gives another', () => {
    for (const wrong of ['nonsense', '', undefined, null, 3, 'toString']) {
      const call = () => boundaryFrom(library, wrong as string);
      expect(call).toThrow(ConcordatError);
      expect(call).toThrow(
        rows
          .flat()
          .map(name => `'${name}'`)
          .join(', '),
      );
    }
  });
});

describe('errors', () => {
  it('refuse a vocabulary that the table does not have', () => {
    expect(() => boundaryFrom('scipy' as never, 'wrap')).toThrow(/vocabulary is 'scipy'.*'scipy.ndimage'/);
    expect(() => boundaryName('numpy.pad', 'wrap' as never)).toThrow(/'periodic'/);
  });

  it('carry the function, the argument, the wording and the choices', () => {
    expect(() =>
      readBoundary('scipy.ndimage', 'same', 'ndimage.convolve', 'mode', 'boundary mode not supported: '),
    ).toThrow(
      /^ndimage\.convolve: boundary mode not supported: mode is 'same'; it must be one of 'constant'/,
    );
    try {
      checkBoundary('pad', 'other', 'border');
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'option',
        message:
          "pad: border is 'other'; it must be one of 'constant', 'edge', 'symmetric', 'mirror', 'periodic'",
        fields: { function: 'pad', argument: 'border', value: 'other', allowed: boundaryNames },
      });
    }
  });

  it('say what a name of another library is here', () => {
    expect(() => checkBoundary('pad', 'reflect')).toThrow(/numpy\.pad's 'reflect' is 'mirror'/);
    expect(() => checkBoundary('pad', 'reflect')).toThrow(/scipy\.ndimage's 'reflect' is 'symmetric'/);
    for (const wrong of [undefined, null, 4, ['edge']])
      expect(() => checkBoundary('pad', wrong)).toThrow(/it must be one of/);
  });
});
