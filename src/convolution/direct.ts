/**
 * The direct method: a convolution as one nest, the sum over taps (and input channels) as its reduction, the
 * extension as index tables.
 *
 *     y[b, o, n…] = bias[o] + Σ_c Σ_j  w[o, c, j…] · ext(x)[b, group(o)·C + c, stride·n + offset + step·j …]
 */

import { type DType, dtypes, promoteTypes } from '../kernels/dtype.ts';
import * as e from '../kernels/expression.ts';
import type { Access, Nest } from '../kernels/nest.ts';
import * as v from '../kernels/value.ts';
import { planner } from '../runtime/plans.ts';
import { overlap } from '../runtime/storage.ts';
import { takeOrMake } from '../runtime/take-or-make.ts';
import {
  type AxisGather,
  accessesOf,
  loadedValue,
  nestOf,
  type ReachedForm,
  runOver,
  sinksOf,
  sourcesOf,
} from '../views/bind.ts';
import { copyTo } from '../views/copy.ts';
import { allFinite } from '../views/reduce.ts';
import { scalarParts } from '../views/scalar.ts';
import { countOf, formOf, fromElements, newView, type View, type ViewForm, view } from '../views/view.ts';
import type { Convention } from './convention.ts';
import { extensionTable, type ResolvedAxis } from './resolve.ts';
import { type AxisStretch, stretchesOfAxis } from './stretches.ts';

/** The types in which a convention sums and stores. */
export function typesOf(
  convention: Pick<Convention, 'accumulator' | 'result'>,
  image: DType,
  kernel: DType,
): { sum: DType; result: DType } {
  const promoted = promoteTypes(image, kernel);
  const result =
    convention.result === 'promoted' ? promoted : convention.result === 'image' ? image : convention.result;
  return { sum: convention.accumulator === 'promoted' ? promoted : convention.accumulator, result };
}

/** How products are summed: what a plan needs of a convention. */
type Sums = Pick<Convention, 'fill' | 'conjugate' | 'accumulator' | 'result' | 'cast' | 'ignoreBelow'>;

/** What is convolved, and how: of views, or of their forms. */
interface Form<Of = ViewForm> {
  /** The image, (batch, channels, …spatial). */
  readonly x: Of;
  /** The kernel, (outputs, channels ÷ groups, …taps). */
  readonly w: Of;
  /** One number an output channel. */
  readonly bias?: Of;
  readonly axes: readonly AxisStretch[];
  readonly sums: Sums;
  readonly groups: number;
  /** Whether places outside are left out of the sum by a condition. */
  readonly guarded: boolean;
}

/** A convolution planned: all of it but the memory. */
interface Plan {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  readonly value: v.Value;
  readonly image: readonly Access[];
  readonly kernel: readonly Access[];
  readonly guard: readonly Access[];
  readonly bias: readonly Access[];
  /** By strides of the result. */
  readonly nests: Map<string, Nest>;
}

/** Nests that are kept of one plan. */
const MOST_NESTS = 8;

/** Plans that are kept: they hold the tables of extensions. */
const MOST_PLANS = 64;
const planFor = planner(makePlan, MOST_PLANS);

function makePlan({ x, w, bias, axes, sums, groups, guarded }: Form): Plan {
  const [batch, channels] = [x.shape[0], w.shape[1]];
  const outputs = groups === 0 ? 0 : w.shape[0] / groups;
  const rank = axes.length;
  const shape = [batch, groups, outputs, ...axes.map(axis => axis.length)];
  const reduction = [channels, ...axes.map(axis => axis.taps)];
  const loops = shape.length + reduction.length;
  const zeros = axes.map(() => 0);
  const { sum, result } = typesOf(sums, x.dtype, w.dtype);

  const gathers = axes.flatMap((axis, k): AxisGather[] => {
    if (axis.inside) return [];
    const { start, output, tap, table } = extensionTable(axis);
    const coefficients = new Array<number>(loops).fill(0);
    coefficients[3 + k] = output;
    coefficients[3 + rank + 1 + k] = tap;
    return [{ axis: 2 + k, coefficients, start, table }];
  });
  const reachImage = (image: ReachedForm, fill: ReturnType<typeof scalarParts>) => {
    const [batches, planes, ...along] = image.strides;
    /** The steps along axes that need no table: with each output, and with each tap. */
    const plain = (name: 'stride' | 'step') =>
      axes.map((axis, k) => (axis.inside ? along[k] * axis[name] : 0));
    return accessesOf(
      image,
      {
        strides: [batches, planes * channels, 0, ...plain('stride'), planes, ...plain('step')],
        gathers,
        fill,
      },
      loops,
    );
  };
  const image = reachImage(x, scalarParts(sums.fill, 'convolution', 'fill'));
  const spread = [0, w.strides[0] * outputs, w.strides[0], ...zeros, w.strides[1], ...w.strides.slice(2)];
  const kernel = accessesOf(w, { strides: spread }, loops);
  const guard = guarded ? reachImage(ones(x.shape), { re: 0, im: 0 }) : [];
  const added = bias
    ? accessesOf(bias, { strides: [0, bias.strides[0] * outputs, bias.strides[0]] }, loops)
    : [];

  const weight = loadedValue(w.dtype, image.length);
  const tap = v.castValue(sums.conjugate ? v.conjugate(weight) : weight, sum);
  let product = v.multiply(v.castValue(loadedValue(x.dtype, 0), sum), tap);
  if (sums.ignoreBelow >= 0) product = withoutSmallTaps(product, tap, sums.ignoreBelow);
  const first = image.length + kernel.length;
  if (guarded) product = where(loadedValue('bool', first).re, product);
  let total = v.sum(product);
  if (bias) total = v.add(total, v.castValue(loadedValue(bias.dtype, first + guard.length), sum));
  const value = v.castValue(total, result, sums.cast);
  return { shape, reduction, value, image, kernel, guard, bias: added, nests: new Map() };
}

/**
 * Runs the direct method.
 *
 * @param x image, (batch, channels, …spatial)
 * @param w kernel, (outputs, channels ÷ groups, …taps)
 * @param axes the spatial axes, resolved
 * @param options `groups`; `bias`: one number an output channel; `out`: an array of the spatial shape for the result
 * @returns (batch, outputs, …lengths)
 */
export function directConvolution(
  x: View,
  w: View,
  axes: readonly ResolvedAxis[],
  convention: Convention,
  { groups = 1, bias, out }: { groups?: number; bias?: View; out?: View } = {},
): View {
  // Over a fill of 0 a finite tap adds nothing anyway; only a NaN or an infinity shows the difference.
  const guarded =
    convention.skipOutside && !(isZero(scalarParts(convention.fill, 'convolution', 'fill')) && allFinite(w));
  const [batch, channels] = [x.shape[0], w.shape[0]];
  const lengths = axes.map(({ length }) => length);
  const { result } = typesOf(convention, x.dtype, w.dtype);
  const stored = out
    ? view(out, [batch, channels, ...lengths], [0, 0, ...out.strides])
    : newView(result, [batch, channels, ...lengths]);
  if (countOf(stored) === 0) return stored;
  const { fill, conjugate, accumulator, cast, ignoreBelow } = convention;
  const sums: Sums = { accumulator, cast, conjugate, fill, ignoreBelow, result: convention.result };
  const stretches = axes.map(stretchesOfAxis);
  const parts = combinations(stretches);
  // What one part writes, the next may read.
  if (
    out &&
    parts.length > 1 &&
    [x, w, ...(bias ? [bias] : [])].some(({ storage }) => overlap(storage, out.storage))
  ) {
    const apart = directConvolution(x, w, axes, convention, { groups, bias });
    copyTo(view(apart, out.shape, apart.strides.slice(2)), out);
    return stored;
  }
  for (const part of parts) {
    const target = view(
      stored,
      [batch, channels, ...part.map(({ length }) => length)],
      stored.strides,
      part.reduce((place, { from }, axis) => place + from * stored.strides[2 + axis], stored.offset),
    );
    runPart(
      { x, w, bias, axes: part, sums, groups, guarded },
      target,
      out !== undefined,
      parts.length <= MOST_STRETCHES,
    );
  }
  return stored;
}

/** So many stretches of a convolution have their plans kept. */
const MOST_STRETCHES = 4;

/** Every combination of a stretch of each axis. */
function combinations(stretches: readonly (readonly AxisStretch[])[]): (readonly AxisStretch[])[] {
  return stretches.reduce<(readonly AxisStretch[])[]>(
    (found, list) => found.flatMap(part => list.map(stretch => [...part, stretch])),
    [[]],
  );
}

/** Runs a convolution, or one part of it, into `target`, which may be the caller's. */
function runPart(form: Form<View>, target: View, given: boolean, kept: boolean): void {
  const { x, w, bias, axes, guarded } = form;
  const forms: Form = {
    ...form,
    x: formOf(x),
    w: formOf(w),
    bias: bias && formOf(bias),
  };
  const plan = kept ? planFor(forms) : makePlan(forms);
  const { shape, reduction, value } = plan;
  const [batches, planes, ...along] = target.strides;
  const outputs = shape[2];
  const stored = view(target, shape, [batches, planes * outputs, planes, ...along]);
  const first = axes.reduce(
    (place, axis, k) => (axis.inside ? place + axis.offset * x.strides[2 + k] : place),
    x.offset,
  );
  const sources = [
    ...sourcesOf(x, plan.image, first),
    ...sourcesOf(w, plan.kernel),
    ...(guarded ? sourcesOf(ones(x.shape), plan.guard) : []),
    ...(bias ? sourcesOf(bias, plan.bias) : []),
  ];
  const sinks = sinksOf(stored, value);
  const strides = stored.strides.join();
  const nest = takeOrMake(plan.nests, strides, MOST_NESTS, () => nestOf(shape, reduction, sources, sinks));
  runOver(nest, sources, sinks, given ? [stored] : []);
}

function withoutSmallTaps(product: v.Value, tap: v.Value, limit: number): v.Value {
  const size = v.magnitude(tap).re;
  if (dtypes[size.dtype].kind !== 'f') return product;
  const small = e.binary('lessEqual', size, e.constant(limit, size.dtype));
  return where(e.unary('not', small), product);
}

/** The value where the condition holds, else 0. */
function where(condition: e.Expression, value: v.Value): v.Value {
  const keep = (part: e.Expression) => e.select(condition, part, e.constant(0, part.dtype));
  return { dtype: value.dtype, re: keep(value.re), im: value.im && keep(value.im) };
}

const isZero = ({ re, im }: { re: e.Scalar; im: e.Scalar }) => Number(re) === 0 && Number(im) === 0;

/** One stored element, seen everywhere. */
function ones(shape: readonly number[]): View {
  const one = fromElements('bool', Uint8Array.of(1), []);
  return view(
    one,
    shape,
    shape.map(() => 0),
  );
}
