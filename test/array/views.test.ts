/** Views: they share memory, compose, and read what an index model says. */

import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  arange,
  broadcastTo,
  expandDims,
  flip,
  type NDArray,
  type Range,
  reshape,
  slice,
  squeeze,
  transpose,
  zeros,
} from '../../src/array/index.ts';
import { tries } from '../property.ts';
import {
  arrays,
  contents,
  contentsOf,
  counting,
  type Model,
  modelOf,
  refusal,
  sharesMemory,
  toWords,
} from './support.ts';

const {
  slices,
}: {
  slices: {
    n: number;
    start: number | null;
    step: number | null;
    stops: (number | null)[];
    parts: string[];
  }[];
} = JSON.parse(readFileSync(new URL('./fixtures/operations.json', import.meta.url), 'utf8'));

type Draw = fc.GeneratorValue;
interface Both {
  readonly array: NDArray;
  readonly model: Model;
}
const whole = (draw: Draw, min: number, max: number): number => draw(fc.integer, { min, max });

/** The places that a Python slice takes, by counting through them. */
function taken(n: number, [start, stop, step]: [number | null, number | null, number]): number[] {
  const place = (bound: number | null, missing: number) =>
    bound === null ? missing : bound < 0 ? bound + n : bound;
  const found: number[] = [];
  if (step > 0) {
    for (let i = Math.max(0, place(start, 0)); i < Math.min(n, place(stop, n)); i += step) found.push(i);
  } else
    for (
      let i = Math.min(n - 1, place(start, n - 1));
      i > Math.max(-1, stop === null ? -1 : place(stop, -1));
      i += step
    )
      found.push(i);
  return found;
}

/** One step of a chain of views, done to the array and to the model. */
const steps: Record<string, (draw: Draw, both: Both) => Both> = {
  slice(draw, { array, model }) {
    const bound = () => draw(fc.option<number>, fc.integer({ min: -6, max: 6 }));
    const ranges = array.shape.map((): [number | null, number | null, number] => [
      bound(),
      bound(),
      whole(draw, 0, 1) ? 1 : whole(draw, 1, 3) * (whole(draw, 0, 1) ? 1 : -1),
    ]);
    const places = ranges.map((range, axis) => taken(array.shape[axis], range));
    return {
      array: slice(array, ...ranges.map((range): Range => range)),
      model: {
        shape: places.map(list => list.length),
        at: index => model.at(index.map((i, axis) => places[axis][i])),
      },
    };
  },
  flip(draw, { array, model }) {
    const axes = draw(
      fc.subarray<number>,
      array.shape.map((_, axis) => axis),
    );
    return {
      array: flip(array, { axis: axes.map(axis => axis - (whole(draw, 0, 1) ? array.ndim : 0)) }),
      model: {
        shape: model.shape,
        at: index => model.at(index.map((i, axis) => (axes.includes(axis) ? model.shape[axis] - 1 - i : i))),
      },
    };
  },
  transpose(draw, { array, model }) {
    const order = draw(
      fc.shuffledSubarray<number>,
      array.shape.map((_, axis) => axis),
      { minLength: array.ndim },
    );
    return {
      array: transpose(array, order),
      model: {
        shape: order.map(axis => model.shape[axis]),
        at: index => model.at(model.shape.map((_, axis) => index[order.indexOf(axis)])),
      },
    };
  },
  expandDims(draw, { array, model }) {
    const axis = whole(draw, 0, array.ndim);
    return {
      array: expandDims(array, axis),
      model: { shape: model.shape.toSpliced(axis, 0, 1), at: index => model.at(index.toSpliced(axis, 1)) },
    };
  },
  squeeze(_, { array, model }) {
    const kept = model.shape.flatMap((extent, axis) => (extent === 1 ? [] : [axis]));
    return {
      array: squeeze(array),
      model: {
        shape: kept.map(axis => model.shape[axis]),
        at: index =>
          model.at(model.shape.map((_, axis) => (kept.includes(axis) ? index[kept.indexOf(axis)] : 0))),
      },
    };
  },
  broadcastTo(draw, { array, model }) {
    const front = Array.from({ length: whole(draw, 0, 1) }, () => whole(draw, 0, 2));
    const shape = [...front, ...model.shape.map(extent => (extent === 1 ? whole(draw, 0, 3) : extent))];
    return {
      array: broadcastTo(array, shape),
      model: {
        shape,
        at: index => model.at(index.slice(front.length).map((i, axis) => (model.shape[axis] === 1 ? 0 : i))),
      },
    };
  },
};

describe('in one literal', () => {
  it('slice takes elements 1 up to 3', () => expect(slice([5, 6, 7, 8], [1, 3]).toArray()).toEqual([6, 7]));
  it('slice goes backwards', () => expect(slice([5, 6, 7], [null, null, -1]).toArray()).toEqual([7, 6, 5]));
  it('flip turns an array around', () => expect(flip([1, 2, 3]).toArray()).toEqual([3, 2, 1]));
  it('transpose exchanges rows and columns', () =>
    expect(transpose([[1, 2, 3]]).toArray()).toEqual([[1], [2], [3]]));
  it('reshape keeps the order of the elements', () =>
    expect(reshape([1, 2, 3, 4], [2, 2]).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]));
  it('expandDims adds an axis of one element', () =>
    expect(expandDims([1, 2], 0).toArray()).toEqual([[1, 2]]));
  it('squeeze takes axes of one element away', () => expect(squeeze([[1, 2]]).toArray()).toEqual([1, 2]));
});

describe('chains of views', () => {
  it('read what the index model says and share memory', () => {
    fc.assert(
      fc.property(arrays(['float32', 'int64', 'bool', 'complex128']), fc.gen(), (x, draw) => {
        let both: Both = { array: x, model: modelOf(x) };
        for (let count = whole(draw, 1, 5); count > 0; count--) {
          if (both.array.ndim > 5) break;
          const names = Object.keys(steps);
          both = steps[names[whole(draw, 0, names.length - 1)]](draw, both);
        }
        expect(sharesMemory(both.array, x)).toBe(true);
        expect(contents(both.array)).toEqual(contentsOf(both.model));
        const flat = contentsOf(both.model).elements;
        expect(contents(reshape(both.array, [flat.length]))).toEqual({
          shape: [flat.length],
          elements: flat,
        });
      }),
      tries(1500),
    );
  });

  it('see what is written to the memory of their source', () => {
    const x = counting([3, 4]);
    const part = slice(transpose(flip(x, { axis: 0 })), [1, 3], [0, 1]);
    x.data[8 + 2] = 100;
    expect(part.toArray()).toEqual([[10], [100]]);
  });
});

describe('slice', () => {
  it.each(slices)('of $n elements from $start by $step is Python’s', ({ n, start, step, stops, parts }) => {
    stops.forEach((stop, k) => {
      expect(toWords(slice(arange(n), [start, stop, step])), `to ${stop}`).toBe(parts[k]);
    });
  });

  it('takes missing bounds, missing axes and null as all', () => {
    const x = counting([3, 4]);
    expect(slice(x).shape).toEqual([3, 4]);
    expect(slice(x, null).shape).toEqual([3, 4]);
    expect(slice(x, [1]).shape).toEqual([2, 4]);
    expect(slice(x, [], [undefined, 2]).shape).toEqual([3, 2]);
    expect(slice(x, [5, 9]).shape).toEqual([0, 4]);
  });

  it('refuses too many ranges, a zero step and bounds that are no whole numbers', () => {
    const x = zeros([2]);
    expect(refusal(() => slice(x, null, null))).toMatchObject({
      code: 'index',
      message: 'slice: too many indices for array: array is 1-dimensional, but 2 were indexed',
    });
    expect(refusal(() => slice(x, [0, 1, 0])).message).toMatch(/slice step cannot be zero \(axis 0\)/);
    for (const range of [5, 'a', { start: 0 }])
      expect(refusal(() => slice(x, range as never)).message).toMatch(
        /^slice: the range of axis 0 is .*must be \[start, stop, step\] or null$/,
      );
    expect(refusal(() => slice(x, [0.5])).message).toMatch(/bound of axis 0 is 0.5/);
    expect(refusal(() => slice(x, [0, 1, Infinity])).message).toMatch(/step of axis 0 is Infinity/);
  });
});

describe('transpose', () => {
  it('reverses the axes without a list, and takes negative ones', () => {
    expect(transpose(zeros([2, 3, 4])).shape).toEqual([4, 3, 2]);
    expect(transpose(zeros([2, 3, 4]), [-1, 0, 1]).shape).toEqual([4, 2, 3]);
    expect(transpose(5).shape).toEqual([]);
  });
  it.each<[unknown]>([[[0]], [[0, 0]], [[0, 1, 2]], [1]])('refuses %j as axes of a matrix', axes => {
    expect(refusal(() => transpose(zeros([2, 3]), axes as number[])).code).toBe('axis');
  });
  it('names the axes and the shape', () => {
    expect(refusal(() => transpose(zeros([2, 3]), [0, 0])).message).toBe(
      "transpose: axes [0, 0] don't match array of shape (2, 3); each axis must stand there once",
    );
    expect(refusal(() => transpose(zeros([2, 3]), [0, 2])).message).toMatch(/axis 2 is out of bounds/);
  });
});

describe('flip', () => {
  it('of an empty array is empty', () => {
    expect(flip(zeros([0, 3])).toArray()).toEqual([]);
    expect(flip(zeros([3, 0]), { axis: 0 }).toArray()).toEqual([[], [], []]);
  });
  it('flips all axes, one, or several', () => {
    const x = [
      [1, 2],
      [3, 4],
    ];
    expect(flip(x).toArray()).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(flip(x, { axis: null }).toArray()).toEqual([
      [4, 3],
      [2, 1],
    ]);
    expect(flip(x, { axis: -2 }).toArray()).toEqual([
      [3, 4],
      [1, 2],
    ]);
    expect(flip(x, { axis: [] }).toArray()).toEqual(x);
  });
  it('refuses axes that are not there, or twice', () => {
    expect(refusal(() => flip([1], { axis: 1 })).message).toMatch(/flip: axis 1 is out of bounds/);
    expect(refusal(() => flip([[1]], { axis: [0, -2] })).message).toBe(
      "flip: duplicate value in 'axis' [0, 0]",
    );
    expect(refusal(() => flip([1], { axis: '0' as unknown as number })).message).toMatch(/axis is '0'/);
    expect(refusal(() => flip([1], { axes: 0 } as object)).message).toMatch(
      /unknown option 'axes'; the options are axis/,
    );
  });
});

describe('reshape', () => {
  it('is a view of what stands in order, and a copy of what does not', () => {
    const x = counting([2, 3]);
    expect(sharesMemory(reshape(x, [3, 2]), x)).toBe(true);
    expect(sharesMemory(reshape(transpose(x), [6]), x)).toBe(false);
    expect(reshape(transpose(x), [6]).toArray()).toEqual([1, 4, 2, 5, 3, 6]);
    const part = slice(x, [1, 2]);
    expect(sharesMemory(reshape(part, [3]), x)).toBe(true);
    expect(reshape(part, [3]).toArray()).toEqual([4, 5, 6]);
  });
  it.each([
    [[-1], [6]],
    [
      [2, -1],
      [2, 3],
    ],
    [
      [-1, 1, 2],
      [3, 1, 2],
    ],
    [6, [6]],
  ])('to %j has shape %j', (shape, result) => {
    expect(reshape(zeros([2, 3]), shape as number[]).shape).toEqual(result);
  });
  it.each([[[4]], [[-1, -1]], [[-1, 4]], [[0, -1]], [[-2, -3]], [[1.5, 4]], ['6'], [null]])(
    'to %j is refused',
    shape => {
      expect(refusal(() => reshape(zeros([2, 3]), shape as number[])).message).toMatch(/^reshape: /);
    },
  );
  it('keeps empty arrays empty', () => {
    expect(reshape(zeros([0, 3]), [3, 0]).shape).toEqual([3, 0]);
    expect(reshape(zeros([0, 3]), [-1, 3]).shape).toEqual([0, 3]);
    expect(refusal(() => reshape(zeros([0]), [0, -1])).message).toMatch(
      /cannot reshape array of size 0 into shape \(0, -1\)/,
    );
    expect(reshape(7, []).item()).toBe(7);
  });
});

describe('axes of extent 1', () => {
  it('come and go', () => {
    expect(expandDims([1, 2, 3], 0).shape).toEqual([1, 3]);
    expect(expandDims([1, 2, 3], -1).shape).toEqual([3, 1]);
    expect(squeeze(zeros([1, 3, 1])).shape).toEqual([3]);
    expect(squeeze(zeros([1, 3, 1]), { axis: -1 }).shape).toEqual([1, 3]);
    expect(squeeze(zeros([1, 3, 1]), { axis: [0, 2] }).shape).toEqual([3]);
  });
  it('are refused where there is none', () => {
    expect(refusal(() => squeeze(zeros([1, 3]), { axis: 1 })).message).toMatch(
      /not equal to one \(axis 1 of \(1, 3\)\)/,
    );
    expect(refusal(() => expandDims([1], 2)).message).toMatch(
      /axis 2 is out of bounds for array of dimension 2/,
    );
  });
});
