/** The mode 'constant' of numpy.pad. Source: numpy 1.24. */

import { extend } from '../../array/pad.ts';
import type { View } from '../../views/view.ts';
import { elementOf } from '../element.ts';
import { asPairs, type Widths } from './pairs.ts';

/** Constants may differ from end to end; those of a later axis overwrite corners. */
export function fillConstant(name: string, x: View, widths: Widths, values: unknown): View {
  const pairs = asPairs(name, 'constant_values', values, x.shape.length);
  const fills = pairs.map(pair => pair.map(one => elementOf(name, 'constant_values', one, x.dtype)));
  const [first] = fills.flat();
  if (fills.flat().every(value => Object.is(value, first)))
    return extend(x, widths, 'constant', first ?? 0, name);
  return fills.reduce<View>(
    (y, ends, axis) =>
      ends.reduce<View>((z, value, end) => {
        const only = widths.map((pair, k): [number, number] => {
          if (k !== axis) return [0, 0];
          return end === 0 ? [pair[0], 0] : [0, pair[1]];
        });
        return extend(z, only, 'constant', value, name);
      }, y),
    x,
  );
}
