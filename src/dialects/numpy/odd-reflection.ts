/**
 * The odd extension along an axis: a reflection through the edge element instead of at it, as numpy.pad's
 * reflect_type='odd' continues an array. With x₀ and x₁ the first and the last element and P the period of the even
 * extension (2N or 2N − 2), place qP + r holds
 *
 *     x[r] + 2q·(x₁ − x₀)  for r < N,  and  2(q + 1)·x₁ − 2q·x₀ − x[mirrored r]  otherwise.
 */

import { NestBuilder, view } from '../../array/build.ts';
import { gatherAxes } from '../../array/gather.ts';
import { fromElements, type NDArray } from '../../array/ndarray.ts';
import { defineOperation } from '../../array/operation.ts';
import { type Boundary, extensions, indexTable, modulo } from '../../boundary/table.ts';
import { dtypes } from '../../kernels/dtype.ts';
import * as e from '../../kernels/expression.ts';
import * as v from '../../kernels/value.ts';

interface OddReflection {
  axis: number;
  before: number;
  after: number;
  boundary: Boundary;
}

const oddOperation = defineOperation<OddReflection>({
  name: 'extendOdd',
  run: ([x], { axis, before, after, boundary }) => {
    const n = x.shape[axis];
    const table = indexTable(boundary, n, -before, before + n + after);
    const shape = x.shape.with(axis, table.length);
    const period = extensions[boundary].period(n);
    const places = Float64Array.from(table, (_, k) => k - before);
    const turns = places.map(place => Math.floor(place / period));
    const back = places.map(place => Number(modulo(place, period) >= n));

    const nest = new NestBuilder(shape);
    const along = (values: Float64Array) => {
      const strides = shape.map((_, k) => (k === axis ? 1 : 0));
      return nest.load(fromElements('float64', values, [values.length]), { strides });
    };
    const edge = (place: number) =>
      nest.load(view(x, x.shape, x.strides.with(axis, 0), x.offset + place * x.strides[axis]));
    const even = gatherAxes(
      x,
      shape.map((_, k) => (k === axis ? table : null)),
    );
    const terms = [
      times(along(back.map(one => 1 - 2 * one)), nest.load(even)),
      times(along(turns.map(turn => -2 * turn)), edge(0)),
      times(along(turns.map((turn, k) => 2 * (turn + back[k]))), edge(n - 1)),
    ];
    const result = nest.store(terms.reduce(v.add), x.dtype);
    nest.run();
    return result;
  },
});

/** Continues `x` along `axis` by its odd extension of the even one `boundary`. An axis of one element has no slope. */
export const extendOdd = (x: NDArray, options: OddReflection): NDArray => oddOperation([x], options);

/** A real factor times a value, part by part; factor 0 leaves no NaN of an infinity. */
function times(factor: v.Value, value: v.Value): v.Value {
  const part = dtypes[value.dtype].component;
  const scale = e.cast(factor.re, part);
  const none = e.binary('equal', factor.re, e.constant(0, factor.re.dtype));
  const one = (a: e.Expression) => e.select(none, e.constant(0, part), e.binary('multiply', scale, a));
  return { dtype: value.dtype, re: one(value.re), im: value.im && one(value.im) };
}
