/**
 * Derivatives of the operations element by element, by row. Where a function has none (at ties of maximum and minimum, at zero
 * of |x|) they are torch's: ties share the gradient, |x| gives 0, √x and hypot give what their formulas give. Of complex
 * numbers, the gradient goes through conjugates of derivatives.
 */
import type { RowName } from './rows.ts';

/** Operations on what is differentiated: arrays, or the nodes of a stencil. Numbers stand for constants. */
export interface RowTools<T> {
  readonly add: (a: T | number, b: T | number) => T;
  readonly subtract: (a: T | number, b: T | number) => T;
  readonly multiply: (a: T | number, b: T | number) => T;
  readonly divide: (a: T | number, b: T | number) => T;
  readonly power: (a: T | number, b: T | number) => T;
  readonly less: (a: T | number, b: T | number) => T;
  readonly equal: (a: T | number, b: T | number) => T;
  readonly negate: (x: T) => T;
  readonly sign: (x: T) => T;
  readonly log: (x: T) => T;
  readonly sin: (x: T) => T;
  readonly cos: (x: T) => T;
  readonly floor: (x: T) => T;
  readonly conjugate: (x: T) => T;
  readonly logicalNot: (x: T) => T;
  /** i·x. */
  readonly timesI: (x: T) => T;
  readonly where: (condition: T, a: T | number, b: T | number) => T;
  readonly isComplex: (x: T) => boolean;
}

/** The gradients of a row's operands, of theirs, the result y and its gradient g; null also where none is needed. */
export type RowAdjoint = <T>(
  tools: RowTools<T>,
  g: T,
  operand: (k: number) => T,
  y: () => T,
  needs: readonly boolean[],
) => readonly (T | null)[];

/** Of a function of one operand. */
const of =
  (derivative: <T>(tools: RowTools<T>, a: () => T, y: () => T) => T): RowAdjoint =>
  (tools, g, operand, y) => [tools.multiply(g, tools.conjugate(derivative(tools, () => operand(0), y)))];

/** No slope anywhere, or none that means anything. */
const flat: RowAdjoint = () => [null, null];

/** maximum and minimum: the operand that is taken has the gradient; equal ones share it. */
const extreme =
  (isLeft: <T>(tools: RowTools<T>, own: T, other: T) => T): RowAdjoint =>
  (tools, g, operand) => {
    const [a, b] = [operand(0), operand(1)];
    const shared = tools.where(tools.equal(a, b), tools.multiply(g, 0.5), g);
    return [tools.where(isLeft(tools, a, b), 0, shared), tools.where(isLeft(tools, b, a), 0, shared)];
  };

/** The adjoints of all rows that have one. */
export const rowAdjoints: Readonly<Partial<Record<RowName, RowAdjoint>>> = {
  add: (_, g) => [g, g],
  subtract: (tools, g) => [g, tools.negate(g)],
  multiply: (tools, g, operand, _, needs) => [
    needs[0] ? tools.multiply(g, tools.conjugate(operand(1))) : null,
    needs[1] ? tools.multiply(g, tools.conjugate(operand(0))) : null,
  ],
  divide: (tools, g, operand, y, needs) => {
    const part = tools.divide(g, tools.conjugate(operand(1)));
    return [part, needs[1] ? tools.negate(tools.multiply(part, tools.conjugate(y()))) : null];
  },
  power: (tools, g, operand, y, needs) => {
    const [a, b] = [operand(0), operand(1)];
    const ofBase = () => {
      const slope = tools.multiply(b, tools.power(a, tools.subtract(b, 1)));
      return tools.multiply(g, tools.where(tools.equal(b, 0), 0, slope));
    };
    const ofExponent = () => {
      const isZero = tools.equal(a, 0);
      // y·ln a at a = 0 is 0 for the powers that are 0 there.
      const grown = tools.multiply(y(), tools.log(tools.where(isZero, 1, a)));
      return tools.multiply(g, tools.where(isZero, 0, grown));
    };
    return [needs[0] ? ofBase() : null, needs[1] ? ofExponent() : null];
  },
  remainder: (tools, g, operand) => [
    g,
    tools.negate(tools.multiply(g, tools.floor(tools.divide(operand(0), operand(1))))),
  ],
  negate: (tools, g) => [tools.negate(g)],
  abs: (tools, g, operand, y) => {
    const a = operand(0);
    if (!tools.isComplex(a)) return [tools.multiply(g, tools.sign(a))];
    const length = y();
    const direction = tools.divide(a, tools.where(tools.equal(length, 0), 1, length));
    return [tools.multiply(g, direction)];
  },
  realPart: (_, g) => [g],
  imaginaryPart: (tools, g) => [tools.timesI(g)],
  conjugate: (tools, g) => [tools.conjugate(g)],
  sqrt: of((tools, _, y) => tools.divide(0.5, y())),
  exp: of((_tools, _, y) => y()),
  log: of((tools, a) => tools.divide(1, a())),
  sin: of((tools, a) => tools.cos(a())),
  cos: of((tools, a) => tools.negate(tools.sin(a()))),
  tan: of((tools, _, y) => tools.add(1, tools.multiply(y(), y()))),
  tanh: of((tools, _, y) => tools.subtract(1, tools.multiply(y(), y()))),
  hypot: (tools, g, operand, y) => {
    const part = tools.divide(g, y());
    return [tools.multiply(part, operand(0)), tools.multiply(part, operand(1))];
  },
  atan2: (tools, g, operand) => {
    const [a, b] = [operand(0), operand(1)];
    const part = tools.divide(g, tools.add(tools.multiply(a, a), tools.multiply(b, b)));
    return [tools.multiply(part, b), tools.negate(tools.multiply(part, a))];
  },
  maximum: extreme((tools, own, other) => tools.less(own, other)),
  minimum: extreme((tools, own, other) => tools.less(other, own)),
  floor: flat,
  ceil: flat,
  round: flat,
  sign: flat,
  floorDivide: flat,
};
