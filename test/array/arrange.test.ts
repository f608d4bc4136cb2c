/** roll, tile, repeat, pad, concatenate and stack against index models. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gatherAxes } from '../../src/array/gather.ts';
import { concatenate, type NDArray, pad, repeat, roll, stack, tile, zeros } from '../../src/array/index.ts';
import type { PadWidth } from '../../src/array/pad.ts';
import { type Boundary, boundaryNames, extensions } from '../../src/boundary/table.ts';
import { OUTSIDE } from '../../src/extents.ts';
import { type DType, promoteTypes } from '../../src/kernels/dtype.ts';
import { tries } from '../property.ts';
import {
  allTypes,
  arrays,
  contents,
  contentsOf,
  counting,
  type Element,
  elementsOf,
  type Model,
  modelOf,
  refusal,
} from './support.ts';

const small = fc.integer({ min: -9, max: 9 });
const mod = (i: number, n: number) => ((i % n) + n) % n;
const some = arrays(allTypes);
const several = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 });

/** The model of a shape with a place in the source for every index. */
const moved = (
  x: NDArray,
  shape: readonly number[],
  place: (index: readonly number[]) => readonly number[],
): Model => ({
  shape,
  at: index => modelOf(x).at(place(index)),
});

describe('in one literal', () => {
  it('roll moves elements on, and what leaves comes in again', () =>
    expect(roll([1, 2, 3, 4], 1).toArray()).toEqual([4, 1, 2, 3]));
  it('roll goes back with a negative shift', () =>
    expect(roll([1, 2, 3, 4], -1).toArray()).toEqual([2, 3, 4, 1]));
  it('tile lays copies side by side', () => expect(tile([1, 2], 2).toArray()).toEqual([1, 2, 1, 2]));
  it('repeat takes each element several times', () =>
    expect(repeat([1, 2], 2).toArray()).toEqual([1, 1, 2, 2]));
  it('pad puts zeros around', () => expect(pad([1, 2], 1).toArray()).toEqual([0, 1, 2, 0]));
  it('pad continues periodically', () =>
    expect(pad([1, 2, 3], 2, { boundary: 'periodic' }).toArray()).toEqual([2, 3, 1, 2, 3, 1, 2]));
  it('concatenate puts arrays one behind the other', () =>
    expect(concatenate([[1], [2, 3]]).toArray()).toEqual([1, 2, 3]));
  it('stack makes a new axis', () =>
    expect(
      stack([
        [1, 2],
        [3, 4],
      ]).toArray(),
    ).toEqual([
      [1, 2],
      [3, 4],
    ]));
});

describe('roll', () => {
  it('moves element i to i + shift', () => {
    fc.assert(
      fc.property(some, fc.array(small, { minLength: 4, maxLength: 4 }), (x, shifts) => {
        const steps = x.shape.map((_, axis) => shifts[axis]);
        const model = moved(x, x.shape, index => index.map((i, axis) => mod(i - steps[axis], x.shape[axis])));
        expect(contents(roll(x, steps, { axis: x.shape.map((_, axis) => axis - x.ndim) }))).toEqual(
          contentsOf(model),
        );
      }),
      tries(200),
    );
  });

  it('without an axis rolls the flat array', () => {
    fc.assert(
      fc.property(some, small, (x, shift) => {
        const flat = elementsOf(modelOf(x));
        const expected = flat.map((_, i) => flat[mod(i - shift, flat.length)]);
        expect(contents(roll(x, shift))).toEqual({ shape: x.shape, elements: expected });
        expect(contents(roll(x, [shift, 1], { axis: null })).elements).toEqual(
          contents(roll(x, shift + 1)).elements,
        );
      }),
      tries(100),
    );
  });

  it('adds up shifts of one axis, and gives one shift to all', () => {
    const x = counting([2, 2]);
    expect(roll([1, 2, 3], [1, 1], { axis: 0 }).toArray()).toEqual([3, 1, 2].map((_, i) => [2, 3, 1][i]));
    expect(roll([1, 2, 3], [1, 2], { axis: [0, 0] }).toArray()).toEqual([1, 2, 3]);
    expect(roll(x, 1, { axis: [0, 1] }).toArray()).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(roll(x, [1], { axis: [0, 1] }).toArray()).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(roll(zeros([0, 2]), 3, { axis: 0 }).shape).toEqual([0, 2]);
  });

  it('refuses shifts that do not fit the axes', () => {
    expect(refusal(() => roll(counting([2, 2]), [1, 2, 3], { axis: [0, 1] })).message).toMatch(
      /they have 3 and 2/,
    );
    expect(refusal(() => roll([1], 0.5)).message).toMatch(/shift is 0.5/);
    expect(refusal(() => roll([1], 1, { axis: 1 })).message).toMatch(/axis 1 is out of bounds/);
    expect(refusal(() => roll([1], null as never)).message).toMatch(/shift is null/);
    expect(refusal(() => roll([1], 1, { axes: 0 } as never)).message).toMatch(/unknown option/);
  });
});

describe('tile', () => {
  it('repeats the whole', () => {
    fc.assert(
      fc.property(some, several, (x, counts) => {
        const rank = Math.max(x.ndim, counts.length);
        const inner = [...new Array<number>(rank - x.ndim).fill(1), ...x.shape];
        const times = [...new Array<number>(rank - counts.length).fill(1), ...counts];
        const shape = inner.map((extent, axis) => extent * times[axis]);
        const model = moved(x, shape, index => index.map((i, axis) => i % inner[axis]).slice(rank - x.ndim));
        expect(contents(tile(x, counts))).toEqual(contentsOf(model));
      }),
      tries(200),
    );
  });
  it('refuses counts that are none', () => {
    expect(tile([1, 2], 2).toArray()).toEqual([1, 2, 1, 2]);
    for (const counts of [-1, 0.5, [1, -1], 'a', null, 1e15])
      expect(refusal(() => tile([1], counts as number)).message).toMatch(
        /tile: repetitions is|tile: the result of shape .* would take/,
      );
  });
});

describe('repeat', () => {
  it('repeats each element along an axis', () => {
    fc.assert(
      fc.property(arrays(allTypes, { least: 1 }), several, fc.nat(), (x, counts, chosen) => {
        fc.pre(x.ndim > 0);
        const axis = chosen % x.ndim;
        const each = x.shape.map((_, k) => counts[k % Math.max(1, counts.length)] ?? 2);
        const list = Array.from({ length: x.shape[axis] }, (_, i) => each[i % each.length]);
        const source = list.flatMap((count, i) => new Array<number>(count).fill(i));
        const model = moved(x, x.shape.with(axis, source.length), index =>
          index.with(axis, source[index[axis]]),
        );
        expect(contents(repeat(x, list, { axis: axis - x.ndim }))).toEqual(contentsOf(model));
      }),
      tries(200),
    );
  });
  it('without an axis repeats the flat array', () => {
    expect(
      repeat(
        [
          [1, 2],
          [3, 4],
        ],
        2,
      ).toArray(),
    ).toEqual([1, 1, 2, 2, 3, 3, 4, 4]);
    expect(
      repeat(
        [
          [1, 2],
          [3, 4],
        ],
        [2],
        { axis: 0 },
      ).toArray(),
    ).toEqual([
      [1, 2],
      [1, 2],
      [3, 4],
      [3, 4],
    ]);
    expect(repeat(7, 3).toArray()).toEqual([7, 7, 7]);
    expect(repeat([1, 2], [0, 0]).shape).toEqual([0]);
  });
  it('refuses counts that do not fit', () => {
    expect(refusal(() => repeat([1, 2], [1, 2, 3])).message).toBe(
      'repeat: 3 repeats for axis 0, which has 2 elements',
    );
    expect(refusal(() => repeat([1, 2], -1)).message).toMatch(/repeats is -1/);
    expect(refusal(() => repeat([1, 2], 2 ** 40)).message).toMatch(
      /^repeat: the result of shape \(2199023255552,\) would take 17600 GB; an array may take .* GB, half of the memory there is$/,
    );
    expect(refusal(() => repeat([1], 1, { axis: 2 })).message).toMatch(/axis 2/);
  });
});

/** A whole number as an element of a type. */
function elementOf(value: number, dtype: DType): Element {
  if (dtype === 'bool') return value !== 0;
  return dtype.startsWith('complex') ? { re: value, im: 0 } : modelOf(counting([], dtype, value)).at([]);
}

describe('pad', () => {
  it('continues arrays as the table of extensions says', () => {
    const widths = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 6, maxLength: 6 });
    const filled = arrays(allTypes, { least: 1 });
    fc.assert(
      fc.property(filled, widths, fc.constantFrom(...boundaryNames), small, (x, list, boundary, value) => {
        const pairs = x.shape.map((_, axis): [number, number] => [list[2 * axis], list[2 * axis + 1]]);
        const source = modelOf(x);
        const fill = elementOf(value, x.dtype);
        const model: Model = {
          shape: x.shape.map((extent, axis) => extent + pairs[axis][0] + pairs[axis][1]),
          at: index => {
            const place = index.map((i, axis) =>
              extensions[boundary].index(i - pairs[axis][0], x.shape[axis]),
            );
            return place.includes(OUTSIDE) ? fill : source.at(place);
          },
        };
        expect(contents(pad(x, pairs, { boundary, value }))).toEqual(contentsOf(model));
      }),
      tries(300),
    );
  });

  it.each<[PadWidth, number[]]>([
    [0, [2, 3]],
    [1, [4, 5]],
    [
      [1, 2],
      [5, 6],
    ],
    [[[1, 2]], [5, 6]],
    [
      [
        [1, 2],
        [0, 3],
      ],
      [5, 6],
    ],
  ])('takes the width %j', (width, shape) => {
    expect(pad(zeros([2, 3]), width).shape).toEqual(shape);
  });

  it('fills with any number, cast as astype does', () => {
    expect(pad([1], 1, { value: NaN }).toArray()).toEqual([NaN, 1, NaN]);
    expect(pad([1], 1, { value: true }).toArray()).toEqual([1, 1, 1]);
    expect(pad([5n], 1, { value: 2.7 }).toArray()).toEqual([2n, 5n, 2n]);
    expect(pad([5n], 1, { value: 2n ** 62n }).toArray()).toEqual([2n ** 62n, 5n, 2n ** 62n]);
    expect(pad(counting([1], 'uint8'), 1, { value: -1.5 }).toArray()).toEqual([255, 1, 255]);
    expect(pad([true], 1, { value: 5 }).toTypedArray()).toEqual(Uint8Array.of(1, 1, 1));
    expect(pad([1], 1, { value: { re: 2, im: 3 } }).toArray()).toEqual([2, 1, 2]);
    expect(pad([{ re: 1, im: 1 }], [1, 0], { value: { re: 2, im: 3 } }).toArray()).toEqual([
      { re: 2, im: 3 },
      { re: 1, im: 1 },
    ]);
  });

  it('of nothing is possible with a constant only', () => {
    expect(pad(zeros([0]), 2, { value: 3 }).toArray()).toEqual([3, 3, 3, 3]);
    expect(
      pad(
        zeros([0, 2]),
        [
          [0, 0],
          [1, 1],
        ],
        { boundary: 'edge' },
      ).shape,
    ).toEqual([0, 4]);
    expect(refusal(() => pad(zeros([2, 0]), 1, { boundary: 'edge' }))).toMatchObject({
      code: 'shape',
      message: "pad: can't extend empty axis 1 using modes other than 'constant'; the shape is (2, 0)",
      fields: { axis: 1, boundary: 'edge' },
    });
  });

  it.each([
    -1,
    0.5,
    'a',
    null,
    [1, 2, 3],
    [[1]],
    [null],
    [
      [1, 2],
      [1, 2],
      [1, 2],
    ],
    [
      [1, -2],
      [0, 0],
    ],
    {},
    1e15,
  ])('refuses the width %j', width => {
    expect(refusal(() => pad(zeros([2, 3]), width as number)).message).toMatch(
      /pad: width is|pad: the result of shape/,
    );
  });

  it('refuses other values and boundaries', () => {
    expect(refusal(() => pad([1], 1, { value: 'a' as never })).message).toMatch(/fill is 'a'|value is 'a'/);
    expect(refusal(() => pad([1], 1, { boundary: 'reflect' as Boundary })).message).toMatch(
      /numpy\.pad's 'reflect' is 'mirror'/,
    );
    expect(refusal(() => pad([1], 1, { mode: 'edge' } as never)).message).toMatch(/unknown option 'mode'/);
  });
});

describe('concatenate and stack', () => {
  it('join what differs along one axis', () => {
    fc.assert(
      fc.property(arrays(allTypes), some, fc.nat(), fc.nat({ max: 3 }), (x, other, chosen, extent) => {
        fc.pre(x.ndim > 0);
        const axis = chosen % x.ndim;
        const second = counting(x.shape.with(axis, extent), other.dtype);
        const joined = concatenate([x, second], { axis: axis - x.ndim });
        expect(joined.dtype).toBe(promoteTypes(x.dtype, other.dtype));
        const near = x.shape[axis];
        const model: Model = {
          shape: x.shape.with(axis, near + extent),
          at: index =>
            index[axis] < near
              ? modelOf(x).at(index)
              : modelOf(second).at(index.with(axis, index[axis] - near)),
        };
        expect(contents(joined)).toEqual(
          contentsOf({ ...model, at: index => elementAs(model.at(index), joined) }),
        );
      }),
      tries(300),
    );
  });

  it('stack puts a new axis anywhere', () => {
    fc.assert(
      fc.property(some, fc.nat(), (x, chosen) => {
        const axis = chosen % (x.ndim + 1);
        const model: Model = {
          shape: x.shape.toSpliced(axis, 0, 2),
          at: index => modelOf(x).at(index.toSpliced(axis, 1)),
        };
        expect(contents(stack([x, x], { axis }))).toEqual(contentsOf(model));
        expect(stack([x, x], { axis: axis - x.ndim - 1 }).shape).toEqual(model.shape);
      }),
      tries(100),
    );
  });

  /** An element as the type of an array holds it. */
  const elementAs = (value: Element, { dtype }: NDArray): Element => {
    const re = typeof value === 'object' ? value.re : value;
    if (dtype.startsWith('complex')) return typeof value === 'object' ? value : { re: Number(re), im: 0 };
    if (dtype === 'bool') return Boolean(re);
    return dtype === 'int64' || dtype === 'uint64' ? BigInt(re) : Number(re);
  };

  it('take nested arrays and empty ones', () => {
    expect(concatenate([[1, 2], [], [3]]).toArray()).toEqual([1, 2, 3]);
    expect(concatenate([[[1]], [[2]]], { axis: 1 }).toArray()).toEqual([[1, 2]]);
    expect(stack([1, 2]).toArray()).toEqual([1, 2]);
  });

  it('refuse what does not fit', () => {
    expect(refusal(() => concatenate([])).message).toMatch(/need at least one array to concatenate/);
    expect(refusal(() => stack([])).message).toMatch(/need at least one array to stack/);
    expect(refusal(() => concatenate([1, 2])).message).toMatch(/a 0-d array has no axes/);
    const different = refusal(() => concatenate([zeros([2, 3]), zeros([2, 4])]));
    expect(different.message).toMatch(/array 0 has shape \(2, 3\) and array 1 has shape \(2, 4\)/);
    expect(different).toMatchObject({
      code: 'shape',
      fields: {
        axis: 0,
        shapes: [
          [2, 3],
          [2, 4],
        ],
      },
    });
    expect(refusal(() => concatenate([zeros([2]), zeros([2, 4])])).message).toMatch(/must match exactly/);
    expect(refusal(() => stack([[1], [1, 2]])).message).toBe(
      'stack: all input arrays must have the same shape; (1,) and (2,) differ',
    );
    expect(refusal(() => concatenate([[1], ['a' as never]])).message).toMatch(
      /concatenate: arrays\[1\] has 'a' at \[0\]/,
    );
    for (const list of [5, null, undefined, { length: 1 }])
      for (const join of [concatenate, stack])
        expect(refusal(() => join(list as never)).message).toMatch(/arrays/);
  });
});

describe('gatherAxes', () => {
  it('reads tables, and the fill where they say so', () => {
    const x = counting([2, 3]);
    expect(gatherAxes(x, [Int32Array.of(1, -1), Int32Array.of(2, 2, 0)], 9).toArray()).toEqual([
      [6, 6, 4],
      [9, 9, 9],
    ]);
    expect(gatherAxes(x, [null, Int32Array.of()]).shape).toEqual([2, 0]);
  });
});
