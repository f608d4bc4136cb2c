/**
 * x^y of two float64 numbers: the host's function, and C's results where JavaScript says NaN instead of 1.
 * Largest error: the host's.
 */
import { eachLane } from './lanes.ts';
import { notation, type VectorFunction } from './notation.ts';

const hostPower = eachLane('Math', 'pow');

export const power64: VectorFunction = (context, localX, localY) => {
  const v = notation(context, 'f64x2');
  const [x, y, one] = [v.read(localX), v.read(localY!), v.number(1)];
  const power = v.keep(() => hostPower(context, localX, localY));
  const unityToInfinity = v.and(v.eq(v.abs(x), one), v.eq(v.abs(y), v.number(Infinity)));
  v.select(one, power, v.or(v.eq(x, one), unityToInfinity))();
};
