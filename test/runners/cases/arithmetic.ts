/** Arithmetic, comparisons, logic and choice, on operands that broadcast. */

import { callText, drawArray, drawShape } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { allTypes, complexTypes, isFloat, realTypes } from '../library.ts';
import { elementary, exact, type Tolerance } from '../tolerance.ts';

const binary = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'floorDivide',
  'remainder',
  'power',
  'minimum',
  'maximum',
  'equal',
  'notEqual',
  'less',
  'lessEqual',
  'greater',
  'greaterEqual',
  'logicalAnd',
  'logicalOr',
  'where',
] as const;
const unary = ['negate', 'abs', 'sign', 'logicalNot', 'isNaN', 'isFinite'] as const;
const ofComplex = ['add', 'subtract', 'multiply', 'divide', 'equal', 'abs', 'conjugate', 'realPart'] as const;

/** A shape that broadcasts to `shape`: axes dropped from the front, or of extent 1. */
const broadcastable = (shape: readonly number[], random: Parameters<Family>[1]): number[] =>
  shape.slice(random.chance(0.2) ? 1 : 0).map(extent => (random.chance(0.15) ? 1 : extent));

export const arithmetic: Family = (library, random) => {
  const complex = random.chance(0.15);
  const name = complex
    ? random.pick(ofComplex)
    : random.chance(0.25)
      ? random.pick(unary)
      : random.pick(binary);
  const types = complex ? complexTypes : realTypes;
  const [first, other] = [random.pick(types), random.pick(random.chance(0.6) ? types : allTypes)];
  const second = random.chance(0.6) ? first : complex || name === 'add' ? other : random.pick(types);
  // A complex product is two real ones and a sum; only numbers that leave nothing to round agree to the last bit.
  const flavour = complex ? 'whole' : random.pick(['whole', 'plain', 'special', 'bits'] as const);
  const shape = drawShape(random);
  const of = (dtype: typeof first) =>
    drawArray(library, random, dtype, broadcastable(shape, random), { flavour });
  if (name === 'where') {
    const [condition, a, b] = [of('bool'), of(first), of(second)];
    return { text: callText(name, condition, a, b), compute: () => library.where(condition, a, b) };
  }
  const operands = (binary as readonly string[]).includes(name) ? [of(first), of(second)] : [of(first)];
  const call = library[name] as (...given: typeof operands) => (typeof operands)[0];
  const floating = operands.some(x => isFloat(x.dtype)) || name === 'divide';
  const compute = () => call(...operands);
  const narrow = operands.every(x => /float32|complex64|int8|int16|bool/.test(x.dtype));
  const tolerance: Tolerance =
    (name === 'power' && floating) || (complex && (name === 'divide' || name === 'abs'))
      ? elementary(name === 'power' ? 'power' : 'hypot', narrow ? 'float32' : 'float64')
      : exact;
  return { text: callText(name, ...operands), compute, tolerance };
};
