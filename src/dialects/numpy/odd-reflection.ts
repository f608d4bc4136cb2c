/**
 * The odd extension along an axis: a reflection through the edge element instead of at it, as numpy.pad's
 * reflect_type='odd' continues an array. With x₀ and x₁ the first and the last element and P the period of the even
 * extension (2N or 2N − 2), place qP + r holds
 *
 *     x[r] + 2q·(x₁ − x₀)  for r < N,  and  2(q + 1)·x₁ − 2q·x₀ − x[mirrored r]  otherwise.
 */

import { foldBackOperation } from '../../array/gather.ts';
import { defineOperation, type NDArray } from '../../array/ndarray.ts';
import { type AxisMap, extensionMap, tableMap } from '../../boundary/extension.ts';
import { type Boundary, extensions, modulo } from '../../boundary/table.ts';
import { dtypes } from '../../kernels/dtype.ts';
import * as e from '../../kernels/expression.ts';
import * as v from '../../kernels/value.ts';
import { NestBuilder } from '../../views/build.ts';
import { gathered } from '../../views/gather.ts';
import { fromElements, type View, view } from '../../views/view.ts';

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
    const even = gathered(
      x,
      x.shape.map((_, k) => (k === axis ? extensionMap(boundary, n, -before, before + n + after) : null)),
      0,
      'numpy.pad',
    );
    const { shape } = even;
    const number = (value: number) => e.constant(value, 'float64');
    const place = e.binary('subtract', e.coordinate(axis, 'float64'), number(before));
    const period = number(extensions[boundary].period(n));
    const turn = e.binary('floorDivide', place, period);
    const forth = e.binary('less', e.binary('remainder', place, period), number(n));
    const twice = (a: e.Expression) => v.realValue(e.binary('multiply', number(2), a));
    const next = e.select(forth, turn, e.binary('add', turn, number(1)));

    const nest = new NestBuilder(shape);
    const edge = (place: number) =>
      nest.load(view(x, x.shape, x.strides.with(axis, 0), x.offset + place * x.strides[axis]));
    const terms = [
      times(v.realValue(e.select(forth, number(1), number(-1))), nest.load(even)),
      times(v.negate(twice(turn)), edge(0)),
      times(twice(next), edge(n - 1)),
    ];
    const result = nest.store(terms.reduce(v.add), x.dtype);
    nest.run();
    return result;
  },
  adjoint: ({ options: { axis, before, after, boundary }, shapes: [shape] }, [g], tools) => {
    const n = shape[axis];
    const period = extensions[boundary].period(n);
    /** By place of the result: the factor of the even extension, of the first element, of the last one. */
    const factors = Array.from({ length: before + n + after }, (_, k) => {
      const [turn, rest] = [Math.floor((k - before) / period), modulo(k - before, period)];
      return rest < n ? [1, -2 * turn, 2 * turn] : [-1, -2 * turn, 2 * (turn + 1)];
    });
    const along = (part: number) => {
      const data = Float64Array.from(factors, each => each[part]);
      return fromElements(
        'float64',
        data,
        shape.map((_, k) => (k === axis ? data.length : 1)),
      );
    };
    const folded = (part: number, map: AxisMap) =>
      tools.apply(foldBackOperation, [tools.multiply(g, tools.astype(along(part), g.dtype))], {
        maps: shape.map((_, k) => (k === axis ? map : null)),
        shape,
      });
    const length = before + n + after;
    const at = (place: number) => tableMap(new Int32Array(length).fill(place));
    const even = folded(0, extensionMap(boundary, n, -before, length));
    return [tools.add(even, tools.add(folded(1, at(0)), folded(2, at(n - 1))))];
  },
});

/** Continues `x` along `axis` by its odd extension of the even one `boundary`. An axis of one element has no slope. */
export const extendOdd = (x: View, options: OddReflection): NDArray => oddOperation([x], options);

/** A real factor times a value, part by part; factor 0 leaves no NaN of an infinity. */
function times(factor: v.Value, value: v.Value): v.Value {
  const part = dtypes[value.dtype].component;
  const scale = e.cast(factor.re, part);
  const none = e.binary('equal', factor.re, e.constant(0, factor.re.dtype));
  const one = (a: e.Expression) => e.select(none, e.constant(0, part), e.binary('multiply', scale, a));
  return { dtype: value.dtype, re: one(value.re), im: value.im && one(value.im) };
}
