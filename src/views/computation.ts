/**
 * Computations of views: what one point of the result is, of the elements of some views there. Folded over axes, or point
 * by point; nothing in between is ever made. Whatever is no convolution, stencil or matrix is built of these.
 */
import type { DType } from '../kernels/dtype.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import type { Value } from '../kernels/value.ts';
import { planner } from '../runtime/plans.ts';
import { takeOrMake } from '../runtime/take-or-make.ts';
import { accessesOf, loadedValue, nestOf, type ReachedForm, runOver, sinksOf, sourcesOf } from './bind.ts';
import { stretchedStrides } from './broadcast.ts';
import { checkApart, checkOut } from './out.ts';
import { newView, type View } from './view.ts';

/** What is computed at a point, of data that decides over it and of elements. It may look at nothing else. */
export type Compute<Data, Result = Value> = (data: Data, ...elements: Value[]) => Result;

/** How a computation runs. */
export interface ComputationOptions {
  /** The shape to which the inputs broadcast; that of the first one unless said. */
  readonly shape?: readonly number[];
  /** The axes that are folded. */
  readonly axes?: readonly number[];
  /** The function that errors name. */
  readonly name?: string;
  /** A view for a result of that type. */
  readonly out?: (dtype: DType) => View | undefined;
}

/** What decides over a plan: all but the memory. */
interface Form<Data> {
  readonly data: Data;
  /** Extents of the loops, those that are folded last. */
  readonly extents: readonly number[];
  /** How many of them are not folded. */
  readonly rank: number;
  readonly inputs: readonly ReachedForm[];
}

interface Plan {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  readonly values: readonly Value[];
  readonly accesses: readonly (readonly Access[])[];
  /** By strides of the results. */
  readonly nests: Map<string, Nest>;
}

/** Nests that are kept of one plan. */
const MOST_NESTS = 8;

function planOf<Data>(
  compute: Compute<Data, readonly Value[]>,
  { data, extents, rank, inputs }: Form<Data>,
): Plan {
  const accesses = inputs.map(input => accessesOf(input, {}, extents.length));
  let first = 0;
  const elements = inputs.map(({ dtype }, k) => {
    const element = loadedValue(dtype, first);
    first += accesses[k].length;
    return element;
  });
  const values = compute(data, ...elements);
  return {
    shape: extents.slice(0, rank),
    reduction: extents.slice(rank),
    values,
    accesses,
    nests: new Map(),
  };
}

/**
 * A computation of several results, for the top of a module.
 *
 * @param compute one value a result; their expressions hold the reductions, where axes are folded
 * @returns computes views of data and views: one a value, of the axes that are left
 */
export function computation<Data>(
  compute: Compute<Data, readonly Value[]>,
): (data: Data, inputs: readonly View[], options?: ComputationOptions) => View[] {
  const planFor = planner((form: Form<Data>) => planOf(compute, form));
  return (data, inputs, { shape = inputs[0].shape, axes = [], name, out } = {}) => {
    const left = [...shape.keys()].filter(axis => !axes.includes(axis));
    const loops = [...left, ...axes];
    const forms = inputs.map(x => {
      const strides = stretchedStrides(x, shape);
      return { dtype: x.dtype, strides: loops.map(axis => strides[axis]) };
    });
    const extents = loops.map(axis => shape[axis]);
    const plan = planFor({ data, extents, rank: left.length, inputs: forms });
    const given: View[] = [];
    const results = plan.values.map(({ dtype }) => {
      const target = out?.(dtype);
      if (target === undefined) return newView(dtype, plan.shape, { name });
      given.push(checkOut(name ?? 'array', target, plan.shape, dtype));
      checkApart(name ?? 'array', given);
      return target;
    });
    const sources = inputs.flatMap((x, k) => sourcesOf(x, plan.accesses[k]));
    const sinks = results.flatMap((result, k) => sinksOf(result, plan.values[k]));
    const nest = takeOrMake(
      plan.nests,
      results.map(({ strides }) => strides.join()).join('|'),
      MOST_NESTS,
      () => nestOf(plan.shape, plan.reduction, sources, sinks),
    );
    runOver(nest, sources, sinks, given);
    return results;
  };
}

/** Options of a computation point by point. */
export interface PointwiseOptions {
  /** The function that errors name. */
  readonly name?: string;
  /** A view for the result. */
  readonly out?: View;
}

/**
 * A computation of one result, point by point, for the top of a module.
 *
 * @param compute the element of the result
 * @returns computes a view of `shape` of data and of views that broadcast to it
 */
export function pointwise<Data>(
  compute: Compute<Data>,
): (data: Data, inputs: readonly View[], shape: readonly number[], options?: PointwiseOptions) => View {
  const computed = computation<Data>((data, ...elements) => [compute(data, ...elements)]);
  return (data, inputs, shape, { name, out } = {}) =>
    computed(data, inputs, { shape, name, out: out && (() => out) })[0];
}

/** Every axis of a view. */
export const everyAxis = ({ shape }: View): number[] => [...shape.keys()];
