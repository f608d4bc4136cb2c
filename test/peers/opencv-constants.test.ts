/** OpenCV's constants have OpenCV's numbers. */
import * as cv2 from 'concordat/opencv';
import { full } from '../../src/array/create.ts';
import { peerCases } from './harness.ts';

const constants = Object.entries(cv2).filter(([, value]) => typeof value === 'number') as [string, number][];

peerCases(
  'constants',
  constants.map(([name, number]) => ({
    python: `np.float64(cv2.${name})`,
    arrays: {},
    ours: () => full([], number, { dtype: 'float64' }),
  })),
);
