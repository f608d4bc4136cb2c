/**
 * The functions that have no instruction, for vectors of float32 and of float64. No lane's result depends on its
 * neighbours. Fused multiply-add is not used, so that it does not depend on the processor either; what goes through the
 * host's functions (tan, atan2, angles beyond 2^20, float64's tanh, power and hypot) is as good as they are.
 *
 * Largest errors, in units of the last place (0.5 is the correctly rounded result):
 * - float32, all 2^32 arguments: exp 0.989, log 0.847, sin and cos 0.501; millions of arguments: power, tanh and hypot
 *   0.501; the rest is rounded once from float64.
 * - float64, a million arguments: exp 0.79, log 0.84, sin 0.79, cos 0.78; the stated bound is 1.
 */
import type { BinaryOperation, UnaryOperation } from '../../expression.ts';
import { exp32 } from './exp32.ts';
import { exp64 } from './exp64.ts';
import { hypot32 } from './hypot32.ts';
import { eachLane, inHalves } from './lanes.ts';
import { log32 } from './log32.ts';
import { log64 } from './log64.ts';
import type { FloatKind, VectorFunction } from './notation.ts';
import { power32 } from './power32.ts';
import { power64 } from './power64.ts';
import { floorDivide32, floorDivide64, remainder64 } from './remainder.ts';
import { cos32, sin32 } from './sine32.ts';
import { cos64, sin64 } from './sine64.ts';
import { tanh32 } from './tanh32.ts';

const host = (name: string) => eachLane('Math', name);

/** By kind of vector and operation. */
export const vectorMath: Record<
  FloatKind,
  Partial<Record<UnaryOperation | BinaryOperation, VectorFunction>>
> = {
  f32x4: {
    exp: exp32,
    log: log32,
    sin: sin32,
    cos: cos32,
    tan: inHalves(host('tan')),
    tanh: tanh32,
    power: power32,
    atan2: inHalves(host('atan2')),
    hypot: hypot32,
    floorDivide: floorDivide32,
    remainder: inHalves(remainder64),
  },
  f64x2: {
    exp: exp64,
    log: log64,
    sin: sin64,
    cos: cos64,
    tan: host('tan'),
    tanh: host('tanh'),
    power: power64,
    atan2: host('atan2'),
    hypot: host('hypot'),
    floorDivide: floorDivide64,
    remainder: remainder64,
  },
};
