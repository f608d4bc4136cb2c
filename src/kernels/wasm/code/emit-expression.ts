/** The value of an expression at the points of one vector. */

import { type Expression, operandsOf, type Reduction } from '../../expression.ts';
import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import { castVector } from './casts.ts';
import { chooseOrZero, selectLanes } from './masks.ts';
import { emitBinary, emitUnary } from './operations.ts';
import { type Emitter, LANES, type Vector } from './vector.ts';

/** What the leaves of an expression are at one vector. */
export interface Leaves {
  load(node: Extract<Expression, { op: 'load' }>): Vector;
  reduction(node: Reduction): Vector;
  /** The counter of an axis at the first point, and whether it counts on from lane to lane. */
  counter(axis: number): { local: Index; plus: number; moves: boolean };
}

/**
 * Emits an expression at some points, each shared node once. Node after node is computed at all points, so that
 * operations that wait for each other stand apart. After each node but a leaf, `after` sees what is computed and not
 * used yet.
 */
export function emitExpression(
  emitter: Emitter,
  slots: Arguments,
  points: readonly Leaves[],
  after: (pending: Iterable<readonly Vector[]>) => void = () => {},
): (node: Expression) => readonly Vector[] {
  const done = new Map<Expression, readonly Vector[]>();
  const pending = new Map<Expression, readonly Vector[]>();
  const visit = (node: Expression): readonly Vector[] => {
    const known = done.get(node);
    if (known) return known;
    const needed = node.op === 'reduce' ? [] : operandsOf(node);
    const given = needed.map(visit);
    const at = (point: number) => given.map(values => values[point]);
    const made = points.map((leaves, point) => emitNode(node, leaves, at(point)));
    done.set(node, made);
    if (needed.length > 0) {
      for (const operand of needed) pending.delete(operand);
      pending.set(node, made);
      after(pending.values());
    }
    return made;
  };
  function emitNode(node: Expression, leaves: Leaves, [a, b, c]: readonly Vector[]): Vector {
    switch (node.op) {
      case 'load':
        return leaves.load(node);
      case 'reduce':
        return leaves.reduction(node);
      case 'constant':
        return emitter.constantVector(node.dtype, node.value);
      case 'parameter':
        return slots.vector({ of: 'parameter', index: node.index, dtype: node.dtype });
      case 'coordinate':
        return coordinate(emitter, leaves.counter(node.axis), node.dtype);
      case 'cast':
        return castVector(emitter, a, node.a.dtype, node.dtype, node.mode);
      case 'select':
        // Operands stand in the order condition, a, b.
        if (isZero(node.b)) return chooseOrZero(emitter, a, b, false);
        if (isZero(node.a)) return chooseOrZero(emitter, a, c, true);
        return selectLanes(emitter, a, b, c);
    }
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
