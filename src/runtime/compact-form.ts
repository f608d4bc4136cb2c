/**
 * The compact form of what a nest reaches: which of the caller's elements go into a block, in what order, and the nest
 * with the strides of the block. It depends on the nest alone, and is kept for as long as the nest lives.
 */
import type { RealDType } from '../kernels/dtype.ts';
import { load } from '../kernels/expression.ts';
import { type Nest, type Reach, reaches } from '../kernels/nest.ts';

/** An access in a compact form. */
interface Form {
  /** The new stride for one of the old. */
  stride(old: number): number;
  /** Elements of the block. */
  readonly size: number;
  /** The first element, and the last, counted from the base in the caller's memory. */
  readonly low: number;
  readonly high: number;
  /** The place of the base in the block. */
  readonly base: number;
  /** From there to the block. */
  readonly copy: Nest;
}

/** A result in a compact form: without gaps, in row-major order. */
interface OutputForm {
  readonly strides: readonly number[];
  readonly size: number;
  /** From the block to its place. */
  readonly copy: Nest;
}

/** The forms of a nest. */
export interface Forms {
  readonly inputs: readonly Form[];
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
    inputs: reaches(nest).map((list, k) => inputForm(nest, k, list)),
    outputs: nest.outputs.map(({ dtype, strides }) => {
      const { shape } = nest;
      const dense = rowMajor(shape);
      const size = shape.reduce((product, extent) => product * extent, 1);
      return { strides: dense, size, copy: copyNest(dtype, shape, dense, strides) };
    }),
    nests: new Map<string, Nest>(),
  };
  known.set(nest, made);
  return made;
}

/** Steps `low` to `high` that an access takes along one of its strides. */
interface Steps {
  readonly stride: number;
  readonly low: number;
  readonly high: number;
}

/** All that an access does, the base itself included. */
function stepsOf(nest: Nest, input: number, list: readonly Reach[]): Steps[] {
  const { strides, gathers } = nest.inputs[input];
  const along = strides.map((stride, axis) => {
    const from = list.map(({ at }) => at[axis] ?? 0);
    const to = list.map(({ extents }, k) => from[k] + extents[axis] - 1);
    return { stride, low: Math.min(0, ...from), high: Math.max(0, ...to) };
  });
  const looked = gathers.map(({ stride, table }) => {
    return { stride, low: 0, high: table.reduce((most, entry) => Math.max(most, entry), 0) };
  });
  return [...along, ...looked].filter(({ stride, low, high }) => stride !== 0 && high > low);
}

function inputForm(nest: Nest, input: number, list: readonly Reach[]): Form {
  const steps = stepsOf(nest, input, list);
  const counts = new Map<number, number>();
  for (const { stride, low, high } of steps)
    counts.set(Math.abs(stride), (counts.get(Math.abs(stride)) ?? 1) + high - low);
  // From the smallest stride on: what lies close together stays as it is, and each longer stride repeats all of that.
  let span = 1;
  let size = 1;
  let levels: { stride: number; count: number; pitch: number }[] = [];
  for (const [stride, count] of [...counts].sort(([a], [b]) => a - b)) {
    const close = levels.length === 0 && stride < 2 * span;
    // Where rows run into each other, nothing can be left out.
    if (stride < span) levels = [];
    else if (!close) levels.push({ stride, count, pitch: size });
    span += stride * (count - 1);
    size = levels.length > 0 ? size * count : span;
  }
  const pitches = new Map(levels.map(({ stride, pitch }) => [stride, pitch]));
  const stride = (old: number): number => Math.sign(old) * (pitches.get(Math.abs(old)) ?? Math.abs(old));
  const corner = (of: (stride: number) => number, end: 'low' | 'high') =>
    steps.reduce((sum, step) => {
      const [a, b] = [of(step.stride) * step.low, of(step.stride) * step.high];
      return sum + (end === 'low' ? Math.min(a, b) : Math.max(a, b));
    }, 0);
  const rows = levels.toReversed();
  const inner = levels.length > 0 ? levels[0].pitch : size;
  return {
    stride,
    size,
    low: corner(old => old, 'low'),
    high: corner(old => old, 'high'),
    base: -corner(stride, 'low'),
    copy: copyNest(
      nest.inputs[input].dtype,
      [...rows.map(({ count }) => count), inner],
      [...rows.map(row => row.stride), 1],
      [...rows.map(({ pitch }) => pitch), 1],
    ),
  };
}

function rowMajor(shape: readonly number[]): number[] {
  let next = 1;
  return shape
    .map((_, k) => shape.length - 1 - k)
    .reduce<number[]>((strides, axis) => {
      strides[axis] = next;
      next *= shape[axis];
      return strides;
    }, []);
}

/** A row of neighbours that is copied as one piece, sooner than along a longer axis. */
const ROW = 32;

/** A copy from some strides to others. The interpreter works along the last axis: a long one, or one of neighbours. */
function copyNest(
  dtype: RealDType,
  shape: readonly number[],
  from: readonly number[],
  to: readonly number[],
): Nest {
  const rate = (axis: number) =>
    from[axis] === 1 && to[axis] === 1 && shape[axis] >= ROW ? Infinity : shape[axis];
  // Where several points go to one place, their order counts.
  const free = to.every((stride, axis) => stride !== 0 || shape[axis] === 1);
  const axes = shape.map((_, axis) => axis);
  if (free) axes.sort((a, b) => (rate(a) === rate(b) ? a - b : rate(a) - rate(b)));
  const order = (list: readonly number[]) => axes.map(axis => list[axis]);
  return {
    shape: order(shape),
    reduction: [],
    inputs: [{ dtype, strides: order(from), gathers: [], fill: 0 }],
    outputs: [{ dtype, strides: order(to), value: load(0, dtype) }],
  };
}

/** The nest with the accesses that are thin in their compact form. */
export function compactNest(
  nest: Nest,
  forms: Forms,
  thin: { inputs: Set<number>; outputs: Set<number> },
): Nest {
  const key = `${[...thin.inputs]}|${[...thin.outputs]}`;
  const found = forms.nests.get(key);
  if (found) return found;
  const made = {
    ...nest,
    inputs: nest.inputs.map((access, k) => {
      if (!thin.inputs.has(k)) return access;
      const { stride } = forms.inputs[k];
      const gathers = access.gathers.map(gather => ({ ...gather, stride: stride(gather.stride) }));
      return { ...access, strides: access.strides.map(stride), gathers };
    }),
    outputs: nest.outputs.map((output, k) =>
      thin.outputs.has(k) ? { ...output, strides: forms.outputs[k].strides } : output,
    ),
  };
  forms.nests.set(key, made);
  return made;
}
