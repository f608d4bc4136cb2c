/** Elementary functions of every argument: any bits, subnormal numbers and huge angles among them. */
import { callText, drawArray, drawShape } from '../arrays.ts';
import type { Family } from '../cases.ts';
import { floatTypes, realTypes } from '../library.ts';
import { elementary } from '../tolerance.ts';

const unary = ['exp', 'log', 'sin', 'cos', 'sqrt', 'floor', 'ceil', 'round'] as const;
const binary = ['hypot', 'atan2'] as const;

export const elementaryFunctions: Family = (library, random) => {
  const dtype = random.chance(0.8) ? random.pick(floatTypes) : random.pick(realTypes);
  const flavour = random.pick(['plain', 'special', 'bits'] as const);
  const shape = drawShape(random);
  const draw = () => drawArray(library, random, dtype, shape, { flavour });
  // An integer is computed as a float that holds it: float32 up to 16 bits; 8 bits are float16 in NumPy, float32 here.
  const computed = /^(float32|u?int(8|16)|bool)$/.test(dtype) ? 'float32' : 'float64';
  if (random.chance(0.2)) {
    const name = random.pick(binary);
    const [a, b] = [draw(), draw()];
    const tolerance = elementary(name, computed);
    return { text: callText(name, a, b), compute: () => library[name](a, b), tolerance };
  }
  const name = random.pick(unary);
  const x = draw();
  return {
    text: callText(name, x),
    compute: () => library[name](x),
    tolerance: elementary(name, computed),
  };
};
