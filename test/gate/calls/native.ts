/** One call of each public function of the library's own, and of the methods of arrays. */

import * as concordat from '../../../src/index.ts';
import { scatterAdd, stencil, zeros } from '../../../src/index.ts';
import { each, type Library, libraryOf, matrix, spectrum, transforms } from './library.ts';

const unary = [
  'abs',
  'ceil',
  'conjugate',
  'cos',
  'exp',
  'floor',
  'imaginaryPart',
  'isFinite',
  'isNaN',
  'log',
  'logicalNot',
  'negate',
  'realPart',
  'round',
  'sign',
  'sin',
  'sqrt',
];
const binary = [
  'add',
  'atan2',
  'divide',
  'equal',
  'floorDivide',
  'greater',
  'greaterEqual',
  'hypot',
  'less',
  'lessEqual',
  'logicalAnd',
  'logicalOr',
  'maximum',
  'minimum',
  'multiply',
  'notEqual',
  'power',
  'remainder',
  'subtract',
];
const reductions = ['all', 'any', 'max', 'mean', 'min', 'sum'];
const ofMatrices = ['det', 'inv', 'norm', 'pinv', 'rightInverse', 'singularValues', 'svd'];

const given: Readonly<Record<string, readonly unknown[]>> = {
  ...each([...unary, ...reductions, ...transforms, ...ofMatrices], matrix),
  ...each(binary, matrix, 2),
  allClose: [matrix, matrix],
  arange: [3],
  array: [[1, 2]],
  astype: [matrix, 'float32'],
  broadcastTo: [
    [1, 2],
    [2, 2],
  ],
  concatenate: [[matrix, matrix]],
  convolve: [matrix, [[1, 2]]],
  correlate: [matrix, [[1, 2]]],
  expandDims: [matrix, 0],
  eye: [2],
  fftfreq: [4],
  flip: [matrix],
  full: [[2], 7],
  irfft: [spectrum],
  irfft2: [
    [
      [6, 1],
      [2, 0],
    ],
  ],
  irfftn: [spectrum],
  matmul: [matrix, matrix],
  ones: [2],
  pad: [matrix, 1],
  repeat: [matrix, 2],
  reshape: [matrix, [9]],
  rfftfreq: [4],
  roll: [matrix, 1],
  slice: [matrix, [0, 1]],
  solve: [matrix, [1, 2, 3]],
  squeeze: [zeros([1, 2])],
  stopGradient: [matrix],
  stack: [[matrix, matrix]],
  tile: [matrix, 2],
  transpose: [matrix],
  where: [[true, false], 1, 2],
  zeros: [2],
};

const places = zeros(3);
const twice = stencil(x => x.add(x));
const doubled = concordat.customGradient(
  x => concordat.multiply(x, 2),
  ({ gradient }) => [gradient],
);

const functions = libraryOf('', concordat, given, {
  ConcordatError: 'an error',
  NDArray: 'wraps memory that is there',
  boundaryFrom: 'a name',
  boundaryName: 'a name',
  boundaryNames: 'a list of names',
  checkGrad: 'uses operations',
  compare: 'uses operations',
  explain: 'uses operations',
  explainIndex: 'says what an index would do',
  grad: 'uses operations',
  heapStatistics: 'a report',
  hessianVectorProduct: 'uses operations',
  jvp: 'uses operations',
  probe: 'uses operations',
  scope: 'frees memory',
  setHeapLimit: 'a setting',
  setRunner: 'a setting',
  setThreads: 'a setting',
  threads: 'a report',
  valueAndGrad: 'uses operations',
  vjp: 'uses operations',
});

export const native: Library = {
  ...functions,
  calls: {
    ...functions.calls,
    stencil: () => twice(matrix),
    scatterAdd: () => scatterAdd(places, [[0, 0]], [1, 2]),
    customGradient: () => doubled(matrix),
    'x.at': () => matrix.at(0),
    'x.at of a template': () => matrix.at`0, :`,
    'x.set': () => places.set([0], 1),
  },
};
