/**
 * Every public function, called with everything that may tell it a size: numbers far too large in every position and
 * option, and arrays without elements whose other extents are as large as they come.
 */
import * as root from 'concordat';
import * as figure from 'concordat/figure';
import * as io from 'concordat/io';
import * as numpy from 'concordat/numpy';
import * as opencv from 'concordat/opencv';
import * as scipy from 'concordat/scipy';
import * as torch from 'concordat/torch';

type Call = (...given: unknown[]) => unknown;
const { NDArray, ConcordatError, array, reshape } = root;

/** Settings, files and pictures: nothing that is made of arrays as large as somebody says. */
const apart = /^(set|scope|keep|threads|heapStatistics|render|read|write)/;

/** The functions of a module by name; those of a namespace as `fft.fft`. */
function functionsOf(module: object, prefix: string): [string, Call][] {
  return Object.entries(module).flatMap(([name, value]): [string, Call][] => {
    if (
      typeof value === 'object' &&
      value !== null &&
      /^(fft|linalg|nn|functional|signal|ndimage)$/.test(name)
    )
      return functionsOf(value, `${prefix}${name}.`);
    const plain = typeof value === 'function' && !/^class\b/.test(String(value)) && !apart.test(name);
    return plain ? [[prefix + name, value as Call]] : [];
  });
}

export const functions: [string, Call][] = [
  ...functionsOf(root, ''),
  ...functionsOf(numpy, 'numpy.'),
  ...functionsOf(scipy, 'scipy.'),
  ...functionsOf(torch, 'torch.'),
  ...functionsOf(opencv, 'opencv.'),
  ...functionsOf(io, 'io.'),
  ...functionsOf(figure, 'figure.'),
  ...['at', 'set', 'toArray', 'toTypedArray', 'item', 'toString', 'toJSON'].map((name): [string, Call] => [
    `NDArray.${name}`,
    (x, ...rest) => (array(x as never)[name as never] as Call).apply(array(x as never), rest),
  ]),
];

const line = array([1, 2, 3]);
const square = array([
  [1, 2],
  [3, 4],
]);
const image = reshape(array(new Float32Array(8)), [1, 1, 2, 4]);
const taps = reshape(array(new Float32Array([1, 2])), [1, 1, 1, 2]);
/** Sizes that no memory has; the last is the largest whole number that is exact. */
const huge = [2 ** 40, 1e15, 2 ** 53 - 1];
const bytes = array(new Uint8Array([1]));

/** An extent beside an empty one: of bools alone an array has no room. */
const BESIDE = 2 ** 37 - 1;
const hollow = [
  [BESIDE, 0],
  [0, BESIDE],
  [2 ** 40, 0, 2 ** 40],
  [0, BESIDE, 3],
  [1, 0, BESIDE, BESIDE],
  [BESIDE, BESIDE, 3, 0],
].map(shape => new NDArray('float64', { data: new Float64Array(0) }, shape));

/** The options that a function says it takes, when it is given one that it does not. */
function optionsOf(call: Call): string[] {
  const names = new Set<string>();
  for (const given of [[], [line], [line, line], [image, taps], [line, 1, 1], [square, 0, 0, 0, 0, 0]])
    try {
      call(...given, { 'no such option': 1 });
    } catch (error) {
      const { allowed } = (error as InstanceType<typeof ConcordatError>).fields ?? {};
      if (Array.isArray(allowed)) for (const name of allowed) names.add(String(name));
    }
  names.delete('onProgress');
  return [...names].slice(0, 12);
}

/** Lists of arguments with sizes that are too large. */
function* hostile(call: Call): Generator<unknown[]> {
  const options = optionsOf(call);
  for (const size of huge) {
    const numbers = [
      size,
      -size,
      [size],
      [size, size],
      [-1, size],
      [
        [size, size],
        [size, size],
      ],
    ];
    const ranges = [
      `0:${size}`,
      `${size}`,
      [[0, size]],
      { start: 0, length: size },
      { start: -size, length: 2 },
    ];
    const records = options.flatMap(name =>
      [size, [size, size], { start: 0, length: size }, -size].map(value => ({ [name]: value })),
    );
    const second = [...numbers, ...ranges, ...records];
    for (const one of numbers) yield [one];
    for (const x of [line, square, image])
      for (const one of second) {
        yield [x, one];
        for (const y of [x, taps, 1, [1, 1], 'edge']) {
          yield [x, y, one];
          yield [x, one, y];
        }
        yield [x, 1, 1, 1, one, 0];
        yield [x, taps, null, 1, one];
        yield [x, taps, null, one, one, one];
      }
  }
}

/** Lists of arguments with arrays that have no elements. */
function* empty(call: Call): Generator<unknown[]> {
  const options = optionsOf(call);
  for (const x of hollow) {
    const records = options.flatMap(name => [1, 2, 'edge', [1, 2]].map(value => ({ [name]: value })));
    yield [x];
    for (const y of [x, line, square, 1, [1], [1, 1], bytes, taps, ':', [0], null, ...records, ...hollow]) {
      yield [x, y];
      yield [y, x];
    }
    for (const record of records) {
      yield [x, x, record];
      yield [x, square, record];
      yield [x, 1, record];
    }
    yield [[x, x]];
    yield [x, x, x];
    yield [x, 1, 1, 1, 1, 4];
  }
}

/** Calls that are tried of each function: all of them with CONCORDAT_LONG=1. */
const TRIED = process.env.CONCORDAT_LONG === '1' ? Infinity : 500;

/** So many of a list, from all of it. */
const chosen = <T>(list: readonly T[]): T[] => {
  const count = Math.min(list.length, TRIED);
  return Array.from({ length: count }, (_, k) => list[Math.floor((k * list.length) / count)]);
};

function run(kind: (call: Call) => Generator<unknown[]>, call: Call, note: (text: string) => void): string {
  let [calls, refused] = [0, 0];
  for (const given of chosen([...kind(call)])) {
    note(given.map(show).join(', '));
    const began = performance.now();
    calls++;
    try {
      const result = call(...given);
      if (typeof result === 'function') (result as Call)(line);
    } catch (error) {
      if (!(error instanceof ConcordatError) || error.code === 'internal')
        throw new Error(`(${given.map(show).join(', ')}): ${(error as Error)?.stack ?? error}`);
      refused++;
    }
    const took = performance.now() - began;
    if (took > 2000) throw new Error(`(${given.map(show).join(', ')}) took ${Math.round(took)} ms`);
  }
  return `${calls} calls, ${refused} refused`;
}

const show = (value: unknown): string =>
  value instanceof NDArray ? `${value.dtype}[${value.shape}]` : (JSON.stringify(value) ?? String(value));

/** Both sweeps over every function. */
export const calls = Object.fromEntries<(note: (text: string) => void) => () => string>(
  functions.flatMap(([name, call]) =>
    (
      [
        ['sizes', hostile],
        ['empty', empty],
      ] as const
    ).map(([what, kind]) => [
      `${name}, ${what}`,
      (note: (text: string) => void) => () => run(kind, call, note),
    ]),
  ),
);
