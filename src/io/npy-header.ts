/**
 * The header of a .npy file: a Python dictionary of three known keys, written as text. This parser knows that
 * dictionary and nothing else of Python. Source: NEP 1, and `numpy/lib/format.py` of NumPy 1.24 for the padding.
 */
import { oneLine, showShape } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { latin1, type Problem, startsWith, viewOf } from './bytes.ts';

export interface NpyHeader {
  readonly dtype: DType;
  readonly bigEndian: boolean;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

export const npySignature = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/** A header of an array without fields fits into a few hundred bytes. */
const LONGEST_HEADER = 65536;
/** Bytes at the beginning of npy data that hold any header that is read. */
export const NPY_BEGINNING = 12 + LONGEST_HEADER;
/** NumPy 2 allows 64 axes. */
const MOST_AXES = 64;

const typeCodes: Readonly<Record<string, DType>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f4: 'float32',
  f8: 'float64',
  c8: 'complex64',
  c16: 'complex128',
};

const convert = (type: string) => `convert it with array.astype('${type}') before saving`;
/** What NumPy saves and this library does not hold: the beginning of its type code, its name, and the way out. */
const refusedTypes: readonly [code: string, name: string, advice: string][] = [
  ['f2', 'float16', convert('float32')],
  ['f1', 'long double', convert('float64')],
  ['c', 'complex long double', convert('complex128')],
  ['O', 'Python object', 'only numbers can be read'],
  ['U', 'text (unicode)', 'only numbers can be read'],
  ['S', 'text (bytes)', 'only numbers can be read'],
  ['V', 'void', 'save each field as an array of its own'],
  ['M', 'datetime', convert('int64')],
  ['m', 'timedelta', convert('int64')],
];

/** Reads the header; `start` is the place of the first element. */
export function readNpyHeader(bytes: Uint8Array, problem: Problem): NpyHeader & { start: number } {
  if (!startsWith(bytes, npySignature)) throw problem("is not npy: it must begin with '\\x93NUMPY'");
  if (bytes.length < 12) throw problem('is cut short: it ends within the npy header');
  const [major, minor] = [bytes[6], bytes[7]];
  if (minor !== 0 || major < 1 || major > 3)
    throw problem(`has npy format version ${major}.${minor}; versions 1.0, 2.0 and 3.0 can be read`);
  const before = major === 1 ? 10 : 12;
  const length = major === 1 ? viewOf(bytes).getUint16(8, true) : viewOf(bytes).getUint32(8, true);
  if (length > LONGEST_HEADER)
    throw problem(
      `has an npy header of ${length} bytes; an array of numbers needs ${LONGEST_HEADER} at most`,
    );
  if (before + length > bytes.length) throw problem('is cut short: it ends within the npy header');
  return {
    ...parseNpyHeader(latin1(bytes.subarray(before, before + length)), problem),
    start: before + length,
  };
}

/** Reads the dictionary. */
function parseNpyHeader(text: string, problem: Problem): NpyHeader {
  let place = 0;
  const unreadable = (expected: string) =>
    problem(
      `has an npy header that cannot be read: ${expected} should stand at character ${place} of ${oneLine(text)}`,
    );
  /** Takes what the pattern matches here, after any space. */
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const here = new RegExp(`[ \\t\\r\\n]*(?:${pattern.source})`, 'y');
    here.lastIndex = place;
    const match = here.exec(text);
    if (match) place = here.lastIndex;
    return match;
  };
  const need = (pattern: RegExp, expected: string): RegExpExecArray => {
    const match = take(pattern);
    if (!match) throw unreadable(expected);
    return match;
  };
  const text1 = (expected: string): string => {
    const match = need(/'([^'\\\n]*)'|"([^"\\\n]*)"/, expected);
    return match[1] ?? match[2];
  };

  const found = new Map<string, unknown>();
  const values: Readonly<Record<string, () => unknown>> = {
    descr: () => {
      if (take(/\[/)) throw problem('holds a structured array; save each field as an array of its own');
      if (take(/\(/)) throw problem('holds sub-arrays as elements; save them as further axes');
      return typeOf(text1("a type such as '<f8'"), problem);
    },
    fortran_order: () => need(/True|False/, 'True or False')[0].trim() === 'True',
    shape: () => {
      const shape: number[] = [];
      need(/\(/, 'a tuple of extents');
      while (!take(/\)/)) {
        const extent = Number(need(/(0|[1-9][0-9]{0,18})L?/, 'an extent')[1]);
        if (!Number.isSafeInteger(extent))
          throw problem(`has an axis of ${extent} elements, which no memory holds`);
        shape.push(extent);
        // A single extent needs its comma: (3) is a number in Python, and no tuple.
        if (!take(/,/) && (shape.length === 1 || !/^[ \t\r\n]*\)/.test(text.slice(place))))
          throw unreadable('a comma');
      }
      if (shape.length > MOST_AXES) throw problem(`has ${shape.length} axes; ${MOST_AXES} are allowed`);
      return shape;
    },
  };
  need(/\{/, '{');
  while (!take(/\}/)) {
    const key = text1('a key');
    if (!Object.hasOwn(values, key) || found.has(key))
      throw unreadable("one each of 'descr', 'fortran_order', 'shape'");
    need(/:/, 'a colon');
    found.set(key, values[key]());
    if (!take(/,/) && !/^[ \t\r\n]*\}/.test(text.slice(place))) throw unreadable('a comma');
  }
  need(/$/, 'the end');
  if (found.size !== 3) throw unreadable("all of 'descr', 'fortran_order', 'shape'");
  return {
    ...(found.get('descr') as Pick<NpyHeader, 'dtype' | 'bigEndian'>),
    fortranOrder: found.get('fortran_order') as boolean,
    shape: found.get('shape') as number[],
  };
}

function typeOf(descr: string, problem: Problem): Pick<NpyHeader, 'dtype' | 'bigEndian'> {
  const [, order, code] = /^([<>=|]?)([A-Za-z][0-9]*)/.exec(descr) ?? ['', '', ''];
  if (order + code === descr && Object.hasOwn(typeCodes, code))
    return { dtype: typeCodes[code], bigEndian: order === '>' };
  const refused = refusedTypes.find(([start]) => code.startsWith(start));
  if (refused) throw problem(`holds ${refused[1]} elements (descr '${oneLine(descr)}'); ${refused[2]}`);
  throw problem(`has elements of an unknown type (descr '${oneLine(descr)}')`);
}

/** The header as NumPy 1.24 writes it: room to let the first axis grow, and padding to 64 bytes. */
export function writeNpyHeader(header: NpyHeader): Uint8Array {
  const { dtype, bigEndian, fortranOrder, shape } = header;
  const code = Object.keys(typeCodes).find(key => typeCodes[key] === dtype)!;
  const order = code.endsWith('1') ? '|' : bigEndian ? '>' : '<';
  const growing = fortranOrder ? shape.at(-1) : shape[0];
  // 21 digits: the extent of an axis of single bits in 64-bit addresses.
  const spare = growing === undefined ? '' : ' '.repeat(Math.max(0, 21 - String(growing).length));
  const python = fortranOrder ? 'True' : 'False';
  const text = `{'descr': '${order}${code}', 'fortran_order': ${python}, 'shape': ${showShape(shape)}, }${spare}`;
  const padding = 64 - ((10 + text.length + 1) % 64);
  const body = new TextEncoder().encode(`${text}${' '.repeat(padding)}\n`);
  return Uint8Array.from([...npySignature, 1, 0, body.length & 255, body.length >> 8, ...body]);
}
