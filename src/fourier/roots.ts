/**
 * Tables of roots of unity, correct to the last bit or so: the angle is reduced to an eighth of the circle in whole
 * numbers before a cosine is taken, so that no rounding of 2π enters.
 */

import * as e from '../kernels/expression.ts';
import { realValue } from '../kernels/value.ts';
import { NestBuilder } from '../views/build.ts';
import { rememberByLength } from './cache.ts';
import { anyPart, newParts, type Parts, rowsOfParts } from './parts.ts';

/** Elements that all root tables together may keep: 2^21 complex numbers are 32 MB. */
const LIMIT = 2 ** 21;

/** exp(−2πi·t ÷ n) for t = 0 … n−1. */
export const rootsOfUnity: (n: number) => Parts = rememberByLength(
  LIMIT,
  n => n,
  n => {
    const table = newParts([n]);
    for (let octant = 0; octant < 8; octant++) {
      const first = Math.ceil((octant * n) / 8);
      const end = Math.ceil(((octant + 1) * n) / 8);
      if (end > first) fillOctant(rowsOfParts(table, first, end - first), n, octant, first);
    }
    return table;
  },
);

/** Fills the roots first … first+count−1, all of which lie in one eighth of the circle. */
function fillOctant(table: Parts, n: number, octant: number, first: number): void {
  const whole = (value: number) => e.constant(value, 'float64');
  // 8t − octant·n lies in [0, n): the way into the octant, in n-ths of it. Odd octants are measured from their end.
  const steps = e.binary('multiply', e.coordinate(0, 'float64'), whole(8));
  const start = 8 * first - octant * n;
  const into =
    octant % 2 === 0 ? e.binary('add', steps, whole(start)) : e.binary('subtract', whole(n - start), steps);
  const angle = e.binary('multiply', into, whole(Math.PI / (4 * n)));
  const root = turned(e.unary('cos', angle), e.unary('sin', angle), octant);
  const nest = new NestBuilder(anyPart(table).shape);
  nest.storeInto(table.re!, realValue(root.re));
  nest.storeInto(table.im!, realValue(root.im));
  nest.run();
}

interface Root {
  readonly re: e.Expression;
  readonly im: e.Expression;
}

/** exp(−i·θ), where θ in `octant` has the cosine and sine c and s when reflected into the first octant. */
function turned(c: e.Expression, s: e.Expression, octant: number): Root {
  const negative = (x: e.Expression) => e.unary('negate', x);
  switch (octant) {
    case 0:
      return { re: c, im: negative(s) };
    case 1:
      return { re: s, im: negative(c) };
    case 2:
      return { re: negative(s), im: negative(c) };
    case 3:
      return { re: negative(c), im: negative(s) };
    case 4:
      return { re: negative(c), im: s };
    case 5:
      return { re: negative(s), im: c };
    case 6:
      return { re: s, im: c };
    default:
      return { re: c, im: s };
  }
}
