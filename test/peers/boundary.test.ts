/** The extensions against SciPy at any distance outside, and against numpy.pad where that is right. */
import { pad, slice } from '../../src/array/index.ts';
import { boundaryName, boundaryNames } from '../../src/boundary/table.ts';
import { counting } from '../array/support.ts';
import { random } from './generate.ts';
import { peerCases } from './harness.ts';

const sizes = [1, 2, 3, 4, 5, 6];
const REACH = 20;

// A kernel of one tap reads the place that far away. The functions of one axis are right at every distance.
peerCases(
  'extensions',
  boundaryNames.flatMap(boundary =>
    sizes.map(n => ({
      python: `np.array([ndimage.correlate1d(x, np.eye(1, ${2 * REACH + 1}, j)[0], mode='${boundaryName('scipy.ndimage', boundary)}', cval=-1.0)[0] for j in range(${2 * REACH + 1})])`,
      arrays: { x: counting([n]) },
      ours: () => slice(pad(counting([n]), REACH, { boundary, value: -1 }), [0, 2 * REACH + 1]),
    })),
  ),
);

// NumPy before 1.25 is wrong where an extension goes round more than once, so no further than that.
peerCases(
  'numpy.pad',
  boundaryNames.flatMap(boundary =>
    sizes.flatMap(rows =>
      sizes.map(columns => {
        const most = (n: number) => (boundary === 'mirror' ? n - 1 : n);
        const widths = [rows, columns].map((n): [number, number] => [
          random.integer(0, most(n)),
          random.integer(0, most(n)),
        ]);
        const x = counting([rows, columns], 'int32');
        const mode = boundaryName('numpy.pad', boundary);
        return {
          python: `np.pad(x, ${JSON.stringify(widths)}, mode='${mode}')`,
          arrays: { x },
          ours: () => pad(x, widths, { boundary }),
        };
      }),
    ),
  ),
);
