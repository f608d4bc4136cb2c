/**
 * The compact form of what a nest reaches: which of the caller's elements go into a block, in what order, and the access
 * with the strides of the block. It depends on the nest alone, and is kept for as long as the nest lives.
 */
import { load } from '../kernels/expression.ts';
import { type Access, type Gather, type Nest, type Output, type Reach, reaches } from '../kernels/nest.ts';

/** An access in a compact form. */
export interface InputForm {
  readonly access: Access;
  /** Elements of the block. */
  readonly size: number;
  /** The lowest and the highest element that may be copied, counted from the base in the caller's memory. */
  readonly low: number;
  readonly high: number;
  /** Where the copy begins, counted likewise. */
  readonly start: number;
  /** The place of the base in the block. */
  readonly base: number;
  /** From there to the block. */
  readonly copy: Nest;
}

/** A result in a compact form: without gaps, in row-major order. */
export interface OutputForm {
  readonly output: Output;
  readonly size: number;
  /** From the block to its place. */
  readonly copy: Nest;
}

/** The forms of a nest. */
export interface Forms {
  readonly inputs: readonly InputForm[];
  readonly outputs: readonly OutputForm[];
  /** The nests with some accesses compact, by which. */
  readonly nests: Map<string, Nest>;
}

const known = new WeakMap<Nest, Forms>();

/** The compact forms of all accesses of a nest. */
export function formsOf(nest: Nest): Forms {
  const found = known.get(nest);
  if (found) return found;
  const made = {
    inputs: reaches(nest).map((list, k) => inputForm(nest.inputs[k], list)),
    outputs: nest.outputs.map(output => outputForm(nest.shape, output)),
    nests: new Map<string, Nest>(),
  };
  known.set(nest, made);
  return made;
}

/** The nest with the accesses that are thin in their compact form. */
export function compactNest(
  nest: Nest,
  forms: Forms,
  thin: { inputs: ReadonlySet<number>; outputs: ReadonlySet<number> },
): Nest {
  const key = `${[...thin.inputs]}|${[...thin.outputs]}`;
  const found = forms.nests.get(key);
  if (found) return found;
  const made = {
    ...nest,
    inputs: nest.inputs.map((access, k) => (thin.inputs.has(k) ? forms.inputs[k].access : access)),
    outputs: nest.outputs.map((output, k) => (thin.outputs.has(k) ? forms.outputs[k].output : output)),
  };
  forms.nests.set(key, made);
  return made;
}

function outputForm(shape: readonly number[], output: Output): OutputForm {
  const { dtype, value } = output;
  const strides: number[] = [];
  let size = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = size;
    size *= shape[axis];
  }
  const copy = copyNest(shape, { dtype, strides, gathers: [], fill: 0 }, output);
  return { output: { dtype, strides, value }, size, copy };
}

/** Steps `low` to `high` that an access takes along one of its strides. */
interface Steps {
  readonly stride: number;
  readonly low: number;
  readonly high: number;
}

const topOf = ({ table, extent }: Gather): number =>
  extent === undefined ? table.reduce((most, entry) => Math.max(most, entry), 0) : extent - 1;

/** Whether a table names few of the places that it spans: then its entries are copied one by one. */
const isScarce = (gather: Gather): boolean => 2 * gather.table.length <= topOf(gather);

/** All that an access does but for scarce tables, the base itself included. */
function stepsOf({ strides, gathers }: Access, list: readonly Reach[]): Steps[] {
  const along = strides.map((stride, axis) => {
    const from = list.map(({ at }) => at[axis] ?? 0);
    const to = list.map(({ extents }, k) => from[k] + extents[axis] - 1);
    return { stride, low: Math.min(0, ...from), high: Math.max(0, ...to) };
  });
  const looked = gathers
    .filter(gather => !isScarce(gather))
    .map(gather => ({ stride: gather.stride, low: 0, high: topOf(gather) }));
  return [...along, ...looked].filter(({ stride, low, high }) => stride !== 0 && high > low);
}

/** Places along a stride: how many, and how far apart they are in the block. */
interface Level {
  readonly stride: number;
  readonly count: number;
  readonly pitch: number;
}

/** The strides that leave something out, from the smallest on, and how many neighbours stay together below them. */
function levelsOf(steps: readonly Steps[]): { levels: Level[]; row: number } {
  const counts = new Map<number, number>();
  for (const { stride, low, high } of steps)
    counts.set(Math.abs(stride), (counts.get(Math.abs(stride)) ?? 1) + high - low);
  let span = 1;
  let row = 1;
  let levels: Level[] = [];
  for (const [stride, count] of [...counts].sort(([a], [b]) => a - b)) {
    const close = levels.length === 0 && stride < 2 * span;
    // Where rows run into each other, nothing can be left out.
    if (stride < span) levels = [];
    else if (!close) levels.push({ stride, count, pitch: sizeOf(levels, row) });
    span += stride * (count - 1);
    if (levels.length === 0) row = span;
  }
  return { levels, row };
}

const sizeOf = (levels: readonly Level[], row: number): number =>
  levels.reduce((size, { count }) => size * count, row);

function inputForm(access: Access, list: readonly Reach[]): InputForm {
  const { dtype, fill } = access;
  const steps = stepsOf(access, list);
  const { levels, row } = levelsOf(steps);
  const pitches = new Map(levels.map(({ stride, pitch }) => [stride, pitch]));
  const strideOf = (old: number): number => Math.sign(old) * (pitches.get(Math.abs(old)) ?? Math.abs(old));

  let size = sizeOf(levels, row);
  const singled: { gather: Gather; pitch: number }[] = [];
  const gathers = access.gathers.map(gather => {
    if (!isScarce(gather)) return { ...gather, stride: strideOf(gather.stride) };
    const { length } = gather.table;
    const inBlock = { ...gather, table: Int32Array.from({ length }, (_, k) => k), stride: size };
    singled.push({ gather, pitch: size });
    size *= length;
    return { ...inBlock, extent: length };
  });

  const lowest = (of: (stride: number) => number, all: readonly Steps[]) =>
    all.reduce((sum, { stride, low, high }) => sum + Math.min(of(stride) * low, of(stride) * high), 0);
  const same = (stride: number) => stride;
  const start = lowest(same, steps);
  const hull = [
    ...steps,
    ...singled.map(({ gather }) => ({ stride: gather.stride, low: 0, high: topOf(gather) })),
  ];
  const axes = singled.length + levels.length + 1;
  const copy = copyNest(
    [...singled.map(({ gather }) => gather.table.length), ...levels.map(({ count }) => count), row],
    {
      dtype,
      fill,
      strides: [...singled.map(() => 0), ...levels.map(({ stride }) => stride), 1],
      gathers: singled.map(({ gather: { table, stride } }, k) => {
        const coefficients = Array.from({ length: axes }, (_, axis) => Number(axis === k));
        return { coefficients, start: 0, table, stride };
      }),
    },
    { dtype, strides: [...singled.map(({ pitch }) => pitch), ...levels.map(({ pitch }) => pitch), 1] },
  );
  return {
    access: { dtype, fill, strides: access.strides.map(strideOf), gathers },
    size,
    low: lowest(same, hull),
    high: -lowest(stride => -stride, hull),
    start,
    base: -lowest(strideOf, steps),
    copy,
  };
}

/** A row of neighbours that is copied as one piece, sooner than along a longer axis. */
const ROW = 32;

/** A copy from an access to an output. The interpreter works along the last axis: a long one, or one of neighbours. */
function copyNest(shape: readonly number[], from: Access, to: Omit<Output, 'value'>): Nest {
  const rate = (axis: number) =>
    from.strides[axis] === 1 && to.strides[axis] === 1 && shape[axis] >= ROW ? Infinity : shape[axis];
  const axes = shape.map((_, axis) => axis);
  // What is added up keeps its order.
  if (!to.accumulate) axes.sort((a, b) => (rate(a) === rate(b) ? a - b : rate(a) - rate(b)));
  const order = (list: readonly number[]) => axes.map(axis => list[axis]);
  const reorder = (gather: Gather) => ({ ...gather, coefficients: order(gather.coefficients) });
  return {
    shape: order(shape),
    reduction: [],
    inputs: [{ ...from, strides: order(from.strides), gathers: from.gathers.map(reorder) }],
    outputs: [
      {
        ...to,
        strides: order(to.strides),
        gathers: to.gathers?.map(reorder),
        value: load(0, from.dtype),
      },
    ],
  };
}
