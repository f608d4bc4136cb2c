/** The value of an expression at the points of one vector. */
import { type Expression, operands } from '../expression.ts';
import type { Arguments } from './arguments.ts';
import { castVector } from './casts.ts';
import type { Index } from './encoder.ts';
import type { Reduction } from './layout.ts';
import { choose, chooseOrZero } from './masks.ts';
import { emitBinary, emitUnary } from './operations.ts';
import { type Emitter, LANES, type Vector } from './vector.ts';

/** What the leaves of an expression are at one vector. */
export interface Leaves {
  load(node: Extract<Expression, { op: 'load' }>): Vector;
  reduction(node: Reduction): Vector;
  /** The counter of an axis at the first point, and whether it counts on from lane to lane. */
  counter(axis: number): { local: Index; plus: number; moves: boolean };
}

/** Emits an expression, each shared node once. */
export function emitExpression(emitter: Emitter, slots: Arguments, leaves: Leaves) {
  const done = new Map<Expression, Vector>();
  const visit = (node: Expression): Vector => {
    const known = done.get(node);
    if (known) return known;
    const made = emitNode(node);
    done.set(node, made);
    return made;
  };
  function emitNode(node: Expression): Vector {
    switch (node.op) {
      case 'load':
        return leaves.load(node);
      case 'reduce':
        return leaves.reduction(node);
      case 'constant':
        return emitter.constantVector(node.dtype, node.value);
      case 'parameter':
        return slots.vector(`parameter ${node.index}`, node.dtype, places => places.parameters[node.index]);
      case 'coordinate':
        return coordinate(emitter, leaves.counter(node.axis), node.dtype);
      case 'cast':
        return castVector(emitter, visit(node.a), node.a.dtype, node.dtype, node.mode);
      case 'select':
        if (isZero(node.b)) return chooseOrZero(emitter, visit(node.condition), visit(node.a), false);
        if (isZero(node.a)) return chooseOrZero(emitter, visit(node.condition), visit(node.b), true);
        return choose(emitter, visit(node.condition), visit(node.a), visit(node.b));
    }
    const [a, b] = operands(node).map(visit);
    if ('b' in node) return emitBinary(emitter, node.op, node.a.dtype, a, b);
    return emitUnary(emitter, node.op, node.a.dtype, a);
  }
  return visit;
}

/** Whether all bits of a node's value are 0. */
const isZero = (node: Expression): boolean => node.op === 'constant' && Object.is(Number(node.value), 0);

function coordinate(
  emitter: Emitter,
  { local, plus, moves }: ReturnType<Leaves['counter']>,
  dtype: Expression['dtype'],
): Vector {
  const { code } = emitter;
  code.get(local).i32(plus).op('i32.add').op('i32x4.splat');
  if (moves) {
    const steps = new Uint8Array(Int32Array.from({ length: LANES }, (_, lane) => lane).buffer);
    code.get(emitter.constant(steps)).op('i32x4.add');
  }
  const counted: Vector = { kind: 'i32x4', parts: [emitter.keep()] };
  return castVector(emitter, counted, 'int32', dtype, 'c');
}
