/** Generated nests with memory for them: inputs may share it, outputs stand apart or interleaved. */
import { dtypes, isFloating, type RealDType, type TypedArray } from '../../../src/kernels/dtype.ts';
import type * as e from '../../../src/kernels/expression.ts';
import {
  type Access,
  checkNest,
  type Gather,
  type Nest,
  reachedInterval,
  reaches,
} from '../../../src/kernels/nest.ts';
import type { Random } from '../../random.ts';
import { type Flavour, fill } from '../../runners/values.ts';
import { type Drawn, makeDrawer, type Nearness } from './nest-expressions.ts';
import { type AccessSketch, drawLoops, drawTable, type Loops, type Style } from './nest-loops.ts';

/** Where a binding lies: in which memory, and its base element. */
export interface Place {
  readonly memory: number;
  readonly base: number;
}

export interface DrawnNest {
  readonly nest: Nest;
  readonly inputs: readonly Place[];
  readonly outputs: readonly Place[];
  readonly parameters: readonly e.Scalar[];
  /** What each memory holds at first. */
  readonly memories: readonly TypedArray[];
  readonly nearness: readonly Nearness[];
}

const memoryFor = (dtype: RealDType, values: ArrayLike<unknown>) =>
  new dtypes[dtype].array(values as ArrayLike<never>) as TypedArray;

/** Elements before and after everything that a nest reaches; those of outputs must stay as they are. */
const MARGIN = 5;

interface Reached {
  readonly access: Access;
  readonly low: number;
  readonly high: number;
}

/** Makes the tables of an input long enough for every load, and finds which elements it reaches. */
function complete(
  random: Random,
  sketch: AccessSketch,
  reachList: ReturnType<typeof reaches>[number],
): Reached {
  const range = (coefficients: readonly number[]) => {
    let [low, high] = [0, 0];
    for (const reach of reachList) {
      const found = reachedInterval(reach, coefficients, 0);
      if (found) [low, high] = [Math.min(low, found.low), Math.max(high, found.high)];
    }
    return { low, high };
  };
  let { low, high } = range(sketch.strides);
  const gathers = sketch.gathers.map(({ coefficients, stride, places }) => {
    const entries = range(coefficients);
    const spare = random.integer(0, 3);
    const table = drawTable(random, entries.high - entries.low + 1 + 2 * spare, places);
    if (stride < 0) low += stride * (places - 1);
    else high += stride * (places - 1);
    return { coefficients, start: spare - entries.low, table, stride };
  });
  const { dtype, strides, fill: value } = sketch;
  return { access: { dtype, strides, gathers, fill: value }, low, high };
}

/** Strides of outputs over memory of their own: axes in any order, backwards, with gaps. */
function drawOutputStrides(random: Random, shape: readonly number[], step: number) {
  const order = shape.map((_, axis) => axis).reverse();
  if (random.chance(0.3)) order.sort(() => random.next() - 0.5);
  const strides = shape.map(() => 0);
  let [low, high] = [0, 0];
  for (const axis of order) {
    const reach = step * Math.max(0, shape[axis] - 1);
    const backwards = random.chance(0.15);
    strides[axis] = backwards ? -step : step;
    if (backwards) low -= reach;
    else high += reach;
    step *= Math.max(1, shape[axis]) + (random.chance(0.15) ? random.integer(1, 3) : 0);
  }
  return { strides, low, high };
}

/** Strides of outputs over memory of their own, without gaps. */
function denseStrides(_: Random, shape: readonly number[], step: number) {
  const size = (from: number) => shape.slice(from).reduce((product, extent) => product * extent, step);
  return { strides: shape.map((_, axis) => size(axis + 1)), low: 0, high: Math.max(0, size(0) - step) };
}

/**
 * Puts look-ups in the place of some strides of an output, over the same elements: each of them once, or, where values
 * are added up, in any order and several times.
 */
function drawScatter(random: Random, shape: readonly number[], strides: readonly number[], repeats: boolean) {
  const { chance, integer } = random;
  const left = [...strides];
  const gathers: Gather[] = [];
  const tableOf = (places: number, length: number) => {
    const table = Int32Array.from({ length }, (_, k) => k);
    if (repeats) return table.map(() => integer(0, places - 1));
    return table.sort(() => random.next() - 0.5);
  };
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (!chance(0.6) || shape[axis] === 0) continue;
    const [extent, step] = [shape[axis], left[axis]];
    const coefficients = shape.map((_, k): number => (k === axis ? 1 : 0));
    left[axis] = 0;
    // Two axes may share a table, and be one axis to the compiler.
    const outer = axis - 1;
    const pairs = axis > 0 && step > 0 && left[outer] === step * extent && shape[outer] > 0 && chance(0.5);
    const places = pairs ? extent * shape[outer] : extent;
    if (pairs) {
      coefficients[outer] = extent;
      left[outer] = 0;
    }
    gathers.push({ coefficients, start: 0, table: tableOf(places, places), stride: step });
    if (pairs) axis--;
  }
  return { strides: left, gathers };
}

/** Draws a nest of a style and its memory. */
export function drawNest(random: Random, style: Style): DrawnNest {
  const loops = drawLoops(random, style);
  const drawer = makeDrawer(random, loops, style);
  const values = Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => drawer.value());
  return assemble(random, loops, values, drawer, style === 'rows' && random.chance(0.8));
}

function assemble(
  random: Random,
  loops: Loops,
  values: readonly Drawn[],
  { accesses, parameters }: ReturnType<typeof makeDrawer>,
  dense: boolean,
): DrawnNest {
  const { chance, pick, integer } = random;
  const memories: TypedArray[] = [];
  const outputs: Place[] = [];
  const together = values.length > 1 && chance(0.4);
  const first = values[0].value.dtype;
  const chosen = together ? values.filter(({ value }) => value.dtype === first) : values;
  const strided = dense ? denseStrides : drawOutputStrides;
  const layout = strided(
    random,
    loops.shape,
    together ? chosen.length : dense ? 1 : pick([1, 1, 1, 1, 2, 3]),
  );
  const nestOutputs = chosen.map(({ value, nearness }, k) => {
    const own = together ? layout : strided(random, loops.shape, dense ? 1 : pick([1, 1, 1, 1, 2]));
    if (!together || k === 0)
      memories.push(fill(value.dtype, own.high - own.low + 1 + 2 * MARGIN + chosen.length, 'whole', random));
    outputs.push({ memory: memories.length - 1, base: MARGIN - own.low + (together ? k : 0) });
    const accumulate = !dense && nearness === 'exact' && chance(0.15);
    const scatter = !dense && !together && (accumulate || chance(0.15));
    const reached = scatter
      ? drawScatter(random, loops.shape, own.strides, accumulate)
      : { strides: own.strides };
    return { dtype: value.dtype, ...reached, accumulate, value };
  });
  const draft: Nest = {
    ...loops,
    inputs: accesses.map(({ dtype, strides, gathers, fill: value }) => ({
      dtype,
      strides,
      fill: value,
      gathers: gathers.map(({ coefficients, stride }) => ({
        coefficients,
        stride,
        start: 0,
        table: new Int32Array(1),
      })),
    })),
    outputs: nestOutputs,
  };
  const reached = reaches(draft).map((list, input) => complete(random, accesses[input], list));
  const near = chosen.map(({ nearness }) => nearness);
  const rounds = near.some(each => each === 'precise' || each === 'fused');
  const flavour = (dtype: RealDType): Flavour =>
    rounds && !isFloating(dtype)
      ? 'plain'
      : pick(['whole', 'plain', 'plain', 'special', rounds ? 'plain' : 'bits']);
  const shared = new Map<RealDType, number>();
  const inputs = reached.map(({ access: { dtype }, low, high }): Place => {
    const length = high - low + 1 + 2 * MARGIN;
    const old = shared.get(dtype);
    if (old !== undefined && chance(0.5)) {
      if (memories[old].length < length) memories[old] = fill(dtype, length, flavour(dtype), random);
      return { memory: old, base: integer(0, memories[old].length - (high - low + 1)) - low };
    }
    shared.set(dtype, memories.push(memoryFor(dtype, fill(dtype, length, flavour(dtype), random))) - 1);
    return { memory: memories.length - 1, base: MARGIN - low };
  });
  const nest = checkNest({ ...draft, inputs: reached.map(({ access }) => access) });
  return { nest, inputs, outputs, parameters, memories, nearness: near };
}
