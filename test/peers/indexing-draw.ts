/** Draws indexes: mostly right ones, of every kind together, and now and then a wrong one. */

import { array } from '../../src/array/convert.ts';
import { torchTerms } from '../../src/dialects/torch/indexing.ts';
import { termsOf } from '../../src/indexed/index-terms.ts';
import { draftIndex } from '../../src/indexing/index.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import type { Random } from '../random.ts';
import type { DrawnTerm, IndexCase, Layout } from './indexing.ts';

const word = (python: string, text = python): DrawnTerm => ({ python, ours: text, text });

const nested = (shape: readonly number[], value: () => unknown): unknown =>
  shape.length === 0 ? value() : Array.from({ length: shape[0] }, () => nested(shape.slice(1), value));

const pythonOf = (value: unknown): string =>
  Array.isArray(value)
    ? `[${value.map(pythonOf).join(', ')}]`
    : typeof value === 'boolean'
      ? value
        ? 'True'
        : 'False'
      : String(value);

const flatOf = (value: unknown): (number | boolean)[] =>
  Array.isArray(value) ? value.flatMap(flatOf) : [value as number];

const integerTypes = ['int64', 'int64', 'int32', 'int8', 'uint8', 'uint16', 'uint64', 'int16'] as const;

/** How arrays are written in Python, and which integer types they may have. */
export interface Dialect {
  readonly array: (literal: string, dtype: DType) => string;
  readonly types: readonly DType[];
  /** The element types of masks. */
  readonly masks: readonly DType[];
  /** Whether lists stand for arrays. */
  readonly lists: boolean;
}

export const numpyDialect: Dialect = {
  array: (literal, dtype) => `np.array(${literal}, dtype='${dtype}')`,
  types: integerTypes,
  masks: ['bool'],
  lists: true,
};

export const torchDialect: Dialect = {
  array: (literal, dtype) => `i(${literal}, '${dtype}')`,
  types: ['int64'],
  masks: ['bool', 'bool', 'uint8'],
  lists: false,
};

function drawSlice(random: Random, extent: number, negative: boolean): DrawnTerm {
  if (random.next() < 0.35) return word(':');
  const bound = () => (random.next() < 0.35 ? '' : `${random.integer(-extent - 2, extent + 2)}`);
  const step = random.pick(['', '', '', ':2', ':1', negative ? ':-1' : ':3', negative ? ':-2' : ':2', ':']);
  return word(`${bound()}:${bound()}${step}`);
}

function drawPlaces(random: Random, dialect: Dialect, shape: readonly number[], extent: number): DrawnTerm {
  const dtype = random.pick(dialect.types);
  const list = dialect.lists && shape.length > 0 && random.next() < 0.4;
  const low = !list && dtype.startsWith('u') ? 0 : -extent;
  const wrong = random.next() < 0.02;
  const value = () => (extent === 0 ? 0 : random.integer(low, extent - 1 + (wrong ? 1 : 0)));
  const rows = nested(shape, value);
  const python = pythonOf(rows);
  if (list) return { python, ours: rows as number[], text: python };
  const data = array(flatOf(rows).map(BigInt as never), { dtype });
  const whole = shape.length === 1 ? data : array({ data: data.data, shape, dtype });
  const memory = shape.length === 1 && random.next() < 0.3 ? data.data : whole;
  return { python: arrayText(dialect, python, shape, dtype), ours: memory };
}

/** An array in Python; `[[], []]` has lost the extents behind a 0. */
function arrayText(dialect: Dialect, python: string, shape: readonly number[], dtype: DType): string {
  if (!shape.includes(0) || shape.length < 2) return dialect.array(python, dtype);
  return `${dialect.array('[]', dtype)}.reshape(${shape.join(', ')})`;
}

const nestedNumbers = (rows: unknown): unknown =>
  Array.isArray(rows) ? rows.map(nestedNumbers) : Number(rows);

function drawMask(random: Random, dialect: Dialect, shape: readonly number[]): DrawnTerm {
  const density = random.pick([0, 0.3, 0.5, 1]);
  const wrong = random.next() < 0.03 && shape.length > 0;
  const own = wrong ? shape.map((extent, k) => (k === 0 ? extent + 1 : extent)) : shape;
  const rows = nested(own, () => random.next() < density);
  const python = pythonOf(rows);
  if (dialect.lists && own.length > 0 && !own.includes(0) && random.next() < 0.4)
    return { python, ours: rows as boolean[], text: python };
  const data = Uint8Array.from(flatOf(rows), Number);
  const dtype = random.pick(dialect.masks);
  const text = arrayText(dialect, dtype === 'bool' ? python : pythonOf(nestedNumbers(rows)), own, dtype);
  return { python: text, ours: array({ data, shape: own, dtype }) };
}

/** Terms for a shape. */
export function drawTerms(random: Random, dialect: Dialect, shape: readonly number[]): DrawnTerm[] {
  const terms: DrawnTerm[] = [];
  const fancy = random.next() < 0.65;
  const negative = dialect.lists;
  const block = Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => random.pick([0, 1, 2, 3, 3, 4]));
  // A part of the shape of the block, which broadcasts to it.
  const part = () => {
    if (random.next() < 0.02) return [5];
    const from = random.integer(0, Math.max(0, block.length - 1));
    return block.slice(random.next() < 0.7 ? 0 : from).map(extent => (random.next() < 0.15 ? 1 : extent));
  };
  let axis = 0;
  let ellipses = 0;
  const end = shape.length + (random.next() < 0.02 ? 1 : 0);
  const stop = random.next() < 0.3 ? random.integer(0, end) : end;
  const extra = () => {
    const chance = random.next();
    if (chance < 0.1)
      terms.push(random.boolean() ? word('None') : { python: 'None', ours: null, text: 'None' });
    else if (chance < 0.14 && fancy) {
      const truth = random.boolean();
      terms.push({ python: truth ? 'True' : 'False', ours: truth, text: truth ? 'True' : 'False' });
    }
  };
  while (axis < stop) {
    extra();
    const extent = shape[axis] ?? 1;
    const chance = random.next();
    if (ellipses < (random.next() < 0.03 ? 2 : 1) && chance < 0.08) {
      terms.push(word('...'));
      ellipses++;
      axis += random.integer(0, Math.max(0, shape.length - axis));
    } else if (fancy && chance < 0.4) {
      terms.push(drawPlaces(random, dialect, part(), extent));
      axis++;
    } else if (fancy && chance < 0.5) {
      const rank = random.integer(0, Math.min(random.pick([1, 1, 2, 3]), shape.length - axis));
      const masked = shape.slice(axis, axis + rank);
      if (masked.length === rank) terms.push(drawMask(random, dialect, masked));
      axis += rank;
    } else if (chance < 0.72) {
      const place = random.integer(-extent, Math.max(-extent, extent - 1 + (random.next() < 0.04 ? 1 : 0)));
      terms.push({ python: `${place}`, ours: random.next() < 0.1 ? BigInt(place) : place, text: `${place}` });
      axis++;
    } else {
      terms.push(random.next() < 0.01 ? word('::0') : drawSlice(random, extent, negative));
      axis++;
    }
  }
  extra();
  if (ellipses === 0 && random.next() < 0.05) terms.push(word('...'));
  return terms;
}

const dtypes: readonly DType[] = [
  'float32',
  'float64',
  'int32',
  'int64',
  'uint8',
  'bool',
  'complex128',
  'complex64',
  'int16',
];

/** A value for what the terms name: its shape, one that broadcasts to it, or a wrong one. */
function drawValue(
  library: IndexCase['library'],
  random: Random,
  shape: readonly number[],
  terms: readonly DrawnTerm[],
  dtype: DType,
  operation: IndexCase['operation'],
): IndexCase['value'] {
  const ours = terms.map(term => term.ours);
  let target: readonly number[] = [];
  let copy = false;
  try {
    const draft = draftIndex(
      'test',
      shape,
      library === 'torch' ? torchTerms('test', ours) : termsOf('test', ours),
      library,
    );
    target = draft.shape;
    // numpy.setitem-overlap of the known bugs: with index arrays NumPy may read what it has just written.
    copy = draft.block !== null;
  } catch {
    target = [random.integer(0, 3)];
  }
  // One element takes no complex number in an array with axes, for what NumPy's float() of it says.
  const type = random.next() < 0.7 || target.length === 0 ? dtype : random.pick(dtypes);
  if (library === 'numpy' && shape.length > 0 && `${target}` === `${shape}` && random.next() < 0.5)
    return { kind: 'alias', copy };
  const chance = random.next();
  const shaped = (list: readonly number[]): IndexCase['value'] => ({
    kind: 'numbers',
    shape: list,
    dtype: type,
  });
  if (chance < 0.2) return shaped([]);
  if (chance < 0.5) return shaped(target);
  if (chance < 0.7) return shaped(target.map(extent => (random.next() < 0.4 ? 1 : extent)));
  if (chance < 0.8) return shaped(target.slice(random.integer(0, target.length)));
  // NumPy's add.at does not survive a value with more axes than the index names.
  if (chance < 0.9 && operation !== 'add')
    return shaped([...Array.from({ length: random.integer(1, 2) }, () => 1), ...target]);
  if (chance < 0.95) return shaped([...target].reverse());
  return shaped(target.map(extent => (random.next() < 0.3 ? extent + 1 : extent)));
}

export function drawCase(random: Random, library: 'numpy' | 'torch', dialect: Dialect): IndexCase {
  const rank = random.pick([0, 1, 2, 2, 3, 3, 3, 4, 4, 5]);
  const shape = Array.from({ length: rank }, () => (random.next() < 0.04 ? 0 : random.integer(1, 4)));
  const terms = drawTerms(random, dialect, shape);
  const operation = random.pick(
    library === 'torch' ? (['read', 'set'] as const) : (['read', 'set', 'set', 'add'] as const),
  );
  const dtype = random.pick(dtypes);
  const layouts: Layout[] = rank > 0 ? ['plain', 'plain', 'transposed', 'flipped', 'gaps'] : ['plain'];
  const written = terms.every(({ text }) => text !== undefined);
  const [only] = terms;
  // A list by itself and an empty index need brackets that text does not have.
  const form = random.pick(
    written && terms.length > 0 && !(terms.length === 1 && only.text?.startsWith('['))
      ? (['text', 'template', 'terms'] as const)
      : (['template', 'terms', 'terms'] as const),
  );
  const texts = terms.map(({ python }) => python);
  return {
    library,
    shape,
    dtype,
    layout: library === 'torch' ? 'plain' : random.pick(layouts),
    index: texts.length === 0 ? '()' : texts.length === 1 ? texts[0] : texts.join(', '),
    operation,
    value: operation === 'read' ? undefined : drawValue(library, random, shape, terms, dtype, operation),
    terms,
    form,
  };
}
