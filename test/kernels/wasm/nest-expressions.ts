/** Expressions of generated nests. Whatever feeds further operations is exact, so that a difference is a fault. */
import { dtypes, isBigInt, isFloating, type RealDType } from '../../../src/kernels/dtype.ts';
import * as e from '../../../src/kernels/expression.ts';
import type { Random } from '../../random.ts';
import { realTypes } from '../../runners/library.ts';
import { fill } from '../../runners/values.ts';
import { type AccessSketch, drawAccess, type Loops, type Style } from './nest-loops.ts';

/** By how much an output may differ: not, in the sign of zeros, by steps of vector math, by the rounding of sums. */
export type Nearness = 'exact' | 'zeros' | 'math' | 'precise' | 'fused';

export interface Drawn {
  readonly value: e.Expression;
  readonly nearness: Nearness;
}

/** Operations on 64-bit integers and bool that are left to the interpreter. */
export function isCompiled(node: e.Expression): boolean {
  if (node.op === 'cast')
    return (
      node.mode === 'c' ||
      isFloating(node.dtype) ||
      node.dtype === 'bool' ||
      !(isBigInt(node.dtype) || isBigInt(node.a.dtype))
    );
  const dtype = 'a' in node ? node.a.dtype : node.dtype;
  if (isFloating(dtype)) return true;
  if (node.op === 'power') return false;
  return !(['floorDivide', 'remainder'].includes(node.op) && isBigInt(dtype));
}

const arithmetic = ['add', 'subtract', 'multiply', 'minimum', 'maximum'] as const;
const comparisons = ['equal', 'notEqual', 'less', 'lessEqual'] as const;
const functions = ['exp', 'log', 'sin', 'cos', 'tan', 'tanh', 'power', 'atan2', 'hypot'] as const;
const floats: readonly RealDType[] = ['float32', 'float64'];
/** Steps that a load looks aside; long ones leave a vector, or a row of fill values, far behind. */
const asides = [1, 1, 2, 3, -1, -2, -3, 5, -20, 40];

export function makeDrawer(random: Random, loops: Loops, style: Style) {
  const { chance, pick, integer } = random;
  const all = [...loops.shape, ...loops.reduction];
  const rank = loops.shape.length;
  const accesses: AccessSketch[] = [];
  const parameters: e.Scalar[] = [];
  const pools = [new Map<RealDType, e.Expression[]>(), new Map<RealDType, e.Expression[]>()];
  const scalar = (dtype: RealDType): e.Scalar => fill(dtype, 1, chance(0.5) ? 'special' : 'plain', random)[0];

  function load(dtype: RealDType, inside: boolean): e.Expression {
    const fitting = [...accesses.keys()].filter(k => inside || !accesses[k].inside);
    let input = fitting.length > 0 ? pick(fitting) : -1;
    if (input < 0 || (accesses.length < 4 && chance(0.5))) {
      const type = chance(0.7) ? dtype : pick(realTypes);
      input = accesses.push(drawAccess(random, loops, style, type, inside && chance(0.85))) - 1;
    }
    const at = chance(0.6) ? undefined : all.map(() => (chance(0.4) ? pick(asides) : 0));
    return convert(e.load(input, accesses[input].dtype, at), dtype);
  }

  function convert(a: e.Expression, dtype: RealDType): e.Expression {
    const exact = isBigInt(a.dtype) || (isBigInt(dtype) && !isFloating(dtype));
    return e.cast(a, dtype, chance(exact ? 0.02 : 0.3) ? 'saturate' : 'c');
  }

  function leaf(dtype: RealDType, inside: boolean): e.Expression {
    const kind = integer(0, 9);
    if (kind === 0) return e.constant(scalar(dtype), dtype);
    if (kind === 1) return e.parameter(parameters.push(scalar(dtype)) - 1, dtype);
    const axes = inside ? all.length : rank;
    if (kind === 2 && axes > 0 && style !== 'folds') return e.coordinate(integer(0, axes - 1), dtype);
    return load(dtype, inside);
  }

  /** An expression whose every operation is rounded once. */
  function exact(dtype: RealDType, depth: number, inside: boolean): e.Expression {
    const pool = pools[inside ? 1 : 0].get(dtype) ?? [];
    pools[inside ? 1 : 0].set(dtype, pool);
    if (pool.length > 0 && chance(0.1)) return pick(pool);
    const made = depth === 0 ? leaf(dtype, inside) : node(dtype, depth - 1, inside);
    pool.push(made);
    return made;
  }

  function node(dtype: RealDType, depth: number, inside: boolean): e.Expression {
    const some = (type = dtype) => exact(type, chance(0.6) ? depth : 0, inside);
    const kind = integer(0, 11);
    if (kind === 0) return e.select(some('bool'), some(), some());
    if (kind === 1) return convert(some(pick(realTypes)), dtype);
    if (dtype === 'bool') {
      const type = pick(realTypes);
      if (kind < 7) return e.binary(pick(comparisons), some(type), some(type));
      if (kind === 7) return e.unary(pick(['isNaN', 'isFinite', 'not']), some());
      return e.binary(pick(['and', 'or', 'xor', ...arithmetic]), some(), some());
    }
    if (kind < 4) {
      const signed = dtypes[dtype].kind === 'u' ? [] : (['negate', 'sign'] as const);
      const more = isFloating(dtype) ? (['sqrt'] as const) : [];
      return e.unary(pick(['abs', 'floor', 'ceil', 'trunc', 'rint', ...signed, ...more]), some());
    }
    const divisions = isBigInt(dtype) ? [] : (['floorDivide', 'remainder'] as const);
    const op = pick([
      ...arithmetic,
      ...arithmetic,
      ...divisions,
      ...(isFloating(dtype) ? (['divide'] as const) : []),
    ]);
    return e.binary(op, some(), some());
  }

  /** A reduction that feeds nothing else, or one whose every rounding is the definition's. */
  function fold(dtype: RealDType, last: boolean): Drawn {
    const float = isFloating(dtype);
    const dense = style === 'channels' || style === 'taps' || (style === 'convolution' && chance(0.6));
    if (last && float && (dense || chance(0.2)))
      return {
        value: e.reduce('sum', e.binary('multiply', load(dtype, true), load(dtype, true))),
        nearness: 'fused',
      };
    const kind = pick(['sum', 'sum', 'product', 'minimum', 'maximum', 'preciseSum'] as const);
    const body = exact(dtype, style === 'folds' ? 1 : integer(0, style === 'rows' ? 1 : 2), true);
    if (float && kind === 'preciseSum' && last) return { value: e.reduce(kind, body), nearness: 'precise' };
    const extreme = float && (kind === 'minimum' || kind === 'maximum');
    if (extreme && last) return { value: e.reduce(kind, body), nearness: 'zeros' };
    // Fused products and zeros of either sign would show in what comes after. A long sum in order is no vector work.
    const plain =
      float && (extreme || body.op === 'multiply') ? e.binary('add', body, e.constant(0, dtype)) : body;
    return { value: e.reduce(kind === 'preciseSum' ? 'sum' : kind, plain), nearness: 'exact' };
  }

  function value(): Drawn {
    const dtype = chance(0.5) ? pick(floats) : pick(realTypes);
    if (loops.reduction.length > 0 && (style !== 'any' || chance(0.85))) {
      if (chance(style === 'rows' ? 0.9 : 0.7)) return fold(dtype, true);
      const inner = chance(0.6) ? dtype : pick(realTypes);
      const folded = convert(fold(inner, false).value, dtype);
      return { value: e.binary(pick(arithmetic), folded, exact(dtype, 1, false)), nearness: 'exact' };
    }
    if (chance(0.02) && !isFloating(dtype) && dtype !== 'bool')
      return {
        value: e.binary('power', exact(dtype, 0, false), e.cast(e.constant(3, 'uint8'), dtype)),
        nearness: 'exact',
      };
    if (!isFloating(dtype) || chance(0.8))
      return { value: exact(dtype, integer(0, style === 'across' ? 1 : 3), false), nearness: 'exact' };
    const op = pick(functions);
    const a = exact(dtype, integer(0, 1), false);
    const b = () => exact(dtype, 0, false);
    return {
      value: op === 'power' || op === 'atan2' || op === 'hypot' ? e.binary(op, a, b()) : e.unary(op, a),
      nearness: 'math',
    };
  }

  return { value, accesses, parameters };
}
