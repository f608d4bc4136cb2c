/**
 * √(x² + y²) of four float32 numbers, in float64, where no square leaves the range.
 * Largest error: 0.501 units of the last place, of all numbers.
 */
import { inHalves } from './lanes.ts';
import { notation, type VectorFunction } from './notation.ts';

export const hypot32: VectorFunction = inHalves((context, localX, localY) => {
  const v = notation(context, 'f64x2');
  const [x, y, infinity] = [v.read(localX), v.read(localY!), v.number(Infinity)];
  const root = v.sqrt(v.add(v.mul(x, x), v.mul(y, y)));
  const infinite = v.or(v.eq(v.abs(x), infinity), v.eq(v.abs(y), infinity));
  v.select(infinity, root, infinite)();
});
