/** What the compiler knows of element types. */
import {
  arange,
  array,
  broadcastTo,
  flip,
  full,
  type NDArray,
  pad,
  reshape,
  roll,
  slice,
  transpose,
  zeros,
} from 'concordat';
import { expectTypeOf, it } from 'vitest';

it('follows an element type through creation and views', () => {
  const x = zeros([2, 3], { dtype: 'float32' });
  expectTypeOf(x).toEqualTypeOf<NDArray<'float32'>>();
  for (const same of [
    slice(x, [0, 1]),
    transpose(x),
    flip(x),
    reshape(x, [6]),
    roll(x, 1),
    pad(x, 1),
    broadcastTo(x, [2, 2, 3]),
  ])
    expectTypeOf(same).toEqualTypeOf<NDArray<'float32'>>();
  expectTypeOf(x.data).toEqualTypeOf<Float32Array>();
  expectTypeOf(slice(x, [0, 1], [0, 1]).item()).toEqualTypeOf<number>();
  expectTypeOf(full([1], 0n, { dtype: 'int64' }).item()).toEqualTypeOf<bigint>();
  expectTypeOf(array([1], { dtype: 'complex64' }).toTypedArray()).toEqualTypeOf<Float32Array>();
  expectTypeOf(arange(3)).toEqualTypeOf<NDArray<'float64'>>();
  expectTypeOf(flip([[1, 2]])).toEqualTypeOf<NDArray>();
});
