/**
 * Brings a nest into the form that the compiler plans with: axes of one element are gone, neighbouring axes that are
 * one stretch of memory are one axis, and how an input is reached is one list of *dimensions*
 *
 *     place = shift + Σ_dimension stride · T(start + Σ_axis coefficients[axis]·counter)      T: a table, or the identity
 *
 * so that plain strides and table look-ups are one idea.
 */
import type { RealDType } from '../dtype.ts';
import { constant, type Expression, type Scalar } from '../expression.ts';
import type { Nest } from '../nest.ts';

export interface Dimension {
  readonly coefficients: readonly number[];
  readonly start: number;
  readonly table: Int32Array | null;
  /** Elements of the buffer. */
  readonly stride: number;
  /** Whether the table is known to have no places outside. */
  readonly inside?: boolean;
  /**
   * Where entries are sorted apart: the elements from one phase to the next. With s the step along the vector axis,
   * entry e stands at (e mod s)·phase + ⌊e ÷ s⌋.
   */
  readonly phase?: number;
}

export interface NormalInput {
  readonly dtype: RealDType;
  /** The input of the nest that is read. */
  readonly source: number;
  /** Elements added to the base of the source. */
  readonly shift: number;
  readonly dimensions: readonly Dimension[];
  readonly fill: Scalar;
}

/** One look-up of an output, over the output axes. */
export interface OutputLookup {
  readonly coefficients: readonly number[];
  readonly start: number;
  readonly table: Int32Array;
  /** Elements of the buffer. */
  readonly stride: number;
}

export interface NormalOutput {
  readonly dtype: RealDType;
  readonly strides: readonly number[];
  /** Elements added to the base of the target; none in nests that the compiler makes. */
  readonly shift?: number;
  readonly lookups?: readonly OutputLookup[];
  readonly accumulate?: boolean;
  readonly value: Expression;
}

/** Output axes come first, then reduction axes. */
export interface NormalNest {
  readonly shape: readonly number[];
  readonly reduction: readonly number[];
  readonly inputs: readonly NormalInput[];
  readonly outputs: readonly NormalOutput[];
}

/** The operands of a node replaced; the node itself when nothing changed. */
export function mapOperands(node: Expression, map: (operand: Expression) => Expression): Expression {
  if ('condition' in node) {
    const [condition, a, b] = [map(node.condition), map(node.a), map(node.b)];
    return condition === node.condition && a === node.a && b === node.b ? node : { ...node, condition, a, b };
  }
  if ('b' in node) {
    const [a, b] = [map(node.a), map(node.b)];
    return a === node.a && b === node.b ? node : { ...node, a, b };
  }
  if (!('a' in node)) return node;
  const a = map(node.a);
  return a === node.a ? node : { ...node, a };
}

/** A function that rewrites expressions from the leaves up, each shared node once. */
export function rewriter(leaf: (node: Expression) => Expression): (node: Expression) => Expression {
  const done = new Map<Expression, Expression>();
  const visit = (node: Expression): Expression => {
    const known = done.get(node);
    if (known) return known;
    const made = leaf(mapOperands(node, visit));
    done.set(node, made);
    return made;
  };
  return visit;
}

const offsetAt = (coefficients: readonly number[], at: readonly number[]) =>
  at.reduce((sum, steps, axis) => sum + steps * coefficients[axis], 0);

export function normalise(nest: Nest): NormalNest {
  const rank = nest.shape.length;
  const extents = [...nest.shape, ...nest.reduction];
  if (rank === 0) return normalise(withAxis(nest));
  const long = extents.map((_, axis) => axis).filter(axis => extents[axis] !== 1);
  // A kernel walks along some output axis, be it of one element.
  const kept = long.length > 0 && long[0] < rank ? long : [0, ...long];
  const keep = (list: readonly number[]) => kept.map(axis => list[axis] ?? 0);
  const inputs: NormalInput[] = [];
  const known = new Map<string, number>();

  /** The input that is read `at` so many steps away along axes that have no loop any more. */
  const inputAt = (source: number, at: readonly number[]): number => {
    const gone = at.map((steps, axis) => (kept.includes(axis) ? 0 : steps));
    const key = `${source}:${gone.some(Boolean) ? gone.join() : ''}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const { dtype, strides, gathers, fill } = nest.inputs[source];
    const dimensions: Dimension[] = [];
    let shift = offsetAt(strides, gone);
    kept.forEach((axis, k) => {
      if (strides[axis] === 0) return;
      const coefficients = kept.map((_, other) => (other === k ? 1 : 0));
      dimensions.push({ coefficients, start: 0, table: null, stride: strides[axis] });
    });
    for (const { coefficients, start, table, stride, extent } of gathers) {
      const from = start + offsetAt(coefficients, gone);
      const left = keep(coefficients);
      if (left.every(step => step === 0) && table[from] >= 0) shift += stride * table[from];
      else dimensions.push({ coefficients: left, start: from, table, stride, inside: extent !== undefined });
    }
    inputs.push({ dtype, source, shift, dimensions, fill });
    known.set(key, inputs.length - 1);
    return inputs.length - 1;
  };

  const rewrite = rewriter(node => {
    if (node.op === 'load') {
      const at = node.at ?? [];
      const left = keep(at);
      return {
        op: 'load',
        dtype: node.dtype,
        input: inputAt(node.input, at),
        at: left.some(Boolean) ? left : undefined,
      };
    }
    if (node.op === 'coordinate') {
      const axis = kept.indexOf(node.axis);
      return axis < 0 ? constant(0, node.dtype) : { ...node, axis };
    }
    return node;
  });
  const keepOuter = (list: readonly number[]) => kept.filter(axis => axis < rank).map(axis => list[axis]);
  const outputs = nest.outputs.map(({ dtype, strides, gathers = [], accumulate, value }): NormalOutput => {
    const lookups: OutputLookup[] = [];
    let shift = 0;
    for (const { coefficients, start, table, stride } of gathers) {
      const left = keepOuter(coefficients);
      if (left.every(step => step === 0)) shift += stride * table[start];
      else lookups.push({ coefficients: left, start, table, stride });
    }
    return { dtype, strides: keepOuter(strides), shift, lookups, accumulate, value: rewrite(value) };
  });
  return mergeAxes({
    shape: kept.filter(axis => axis < rank).map(axis => extents[axis]),
    reduction: kept.filter(axis => axis >= rank).map(axis => extents[axis]),
    inputs,
    outputs,
  });
}

/** The axes along which some load looks aside or some node counts: they stay by themselves. */
function specialAxes(nest: NormalNest): Set<number> {
  const special = new Set<number>();
  const visit = rewriter(node => {
    if (node.op === 'load')
      node.at?.forEach((steps, axis) => {
        if (steps !== 0) special.add(axis);
      });
    if (node.op === 'coordinate') special.add(node.axis);
    return node;
  });
  for (const output of nest.outputs) visit(output.value);
  return special;
}

function mergeAxes(nest: NormalNest): NormalNest {
  const rank = nest.shape.length;
  const extents = [...nest.shape, ...nest.reduction];
  const special = specialAxes(nest);
  const strideOf = (input: NormalInput, axis: number): number => {
    let stride = 0;
    for (const { table, coefficients, stride: step } of input.dimensions)
      if (!table) stride += coefficients[axis] * step;
    return stride;
  };
  /** Whether one counter can step through a table, or past it, as the two do. */
  const inLine = ({ coefficients }: { coefficients: readonly number[] }, axis: number) =>
    coefficients[axis] === coefficients[axis + 1] * extents[axis + 1];
  const merges = (axis: number): boolean => {
    if (special.has(axis) || special.has(axis + 1)) return false;
    for (const input of nest.inputs) {
      const [outer, inner] = [strideOf(input, axis), strideOf(input, axis + 1)];
      if (outer !== inner * extents[axis + 1]) return false;
      if (input.dimensions.some(dimension => dimension.table && !inLine(dimension, axis))) return false;
    }
    return (
      axis >= rank ||
      nest.outputs.every(
        ({ strides, lookups = [] }) =>
          inLine({ coefficients: strides }, axis) && lookups.every(lookup => inLine(lookup, axis)),
      )
    );
  };
  for (let axis = extents.length - 2; axis >= 0; axis--) {
    if (axis === rank - 1 || !merges(axis)) continue;
    const drop = <T>(list: readonly T[]) => list.filter((_, k) => k !== axis);
    const joined = extents.map((extent, k) => (k === axis + 1 ? extent * extents[axis] : extent));
    const left = drop(joined);
    const cut = axis < rank ? rank - 1 : rank;
    const rename = rewriter(node => {
      if (node.op === 'load' && node.at) return { ...node, at: drop(node.at) };
      return node.op === 'coordinate' && node.axis > axis ? { ...node, axis: node.axis - 1 } : node;
    });
    return mergeAxes({
      shape: left.slice(0, cut),
      reduction: left.slice(cut),
      inputs: nest.inputs.map(input => ({
        ...input,
        dimensions: input.dimensions
          .map(dimension => ({ ...dimension, coefficients: drop(dimension.coefficients) }))
          .filter(({ table, coefficients }) => table || coefficients.some(step => step !== 0)),
      })),
      outputs: nest.outputs.map(output => ({
        ...output,
        strides: axis < rank ? drop(output.strides) : output.strides,
        lookups: output.lookups?.map(lookup => ({
          ...lookup,
          coefficients: axis < rank ? drop(lookup.coefficients) : lookup.coefficients,
        })),
        value: rename(output.value),
      })),
    });
  }
  return nest;
}

/** The same nest with an output axis of one element. */
function withAxis(nest: Nest): Nest {
  const rename = rewriter(node => {
    if (node.op === 'load' && node.at) return { ...node, at: [0, ...node.at] };
    return node.op === 'coordinate' ? { ...node, axis: node.axis + 1 } : node;
  });
  return {
    shape: [1],
    reduction: nest.reduction,
    inputs: nest.inputs.map(input => ({
      ...input,
      strides: [0, ...input.strides],
      gathers: input.gathers.map(gather => ({ ...gather, coefficients: [0, ...gather.coefficients] })),
    })),
    outputs: nest.outputs.map(output => ({
      ...output,
      strides: [0],
      gathers: output.gathers?.map(gather => ({ ...gather, coefficients: [0] })),
      value: rename(output.value),
    })),
  };
}
