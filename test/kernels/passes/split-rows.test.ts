import { afterEach, describe, expect, it } from 'vitest';
import { sizeOf } from '../../../src/extents.ts';
import {
  all,
  any,
  array,
  astype,
  greater,
  max,
  mean,
  min,
  multiply,
  type NDArray,
  sum,
} from '../../../src/index.ts';
import { portionSize } from '../../../src/runtime/portions/plan.ts';
import { chosenRunner, setRunner } from '../../../src/runtime/settings.ts';

const { most, least } = portionSize;
const chosen = chosenRunner();
afterEach(() => {
  Object.assign(portionSize, { most, least });
  setRunner(chosen);
});

/** Whole numbers, so that sums are exact in every order. */
const rows = (shape: number[]): NDArray => {
  const size = sizeOf(shape);
  return array({ data: Float64Array.from({ length: size }, (_, k) => ((k * 7919) % 1009) - 500), shape });
};

describe('a fold over many rows', () => {
  const folds: Record<string, (x: NDArray) => NDArray> = {
    sum: x => sum(x, { axis: 0 }),
    mean: x => mean(x, { axis: 0 }),
    max: x => max(x, { axis: 0 }),
    min: x => min(x, { axis: 0 }),
    'sum of squares': x => sum(multiply(x, x), { axis: 0 }),
    'sum of two axes': x => sum(x, { axis: [0, 1] }),
  };
  for (const dtype of ['float32', 'float64', 'int32', 'uint8', 'int64'] as const)
    for (const [bytes, where] of [
      [most, 'in one piece'],
      [4096, 'in portions'],
    ] as const)
      it.each(Object.keys(folds))(`gives what its definition gives: ${dtype}, ${where}, %s`, name => {
        const x = astype(rows([1201, 3, 40]), dtype);
        setRunner('interpret');
        const wanted = folds[name](x).toTypedArray();
        setRunner('wasm');
        Object.assign(portionSize, { most: bytes, least: bytes === most ? least : -1 });
        expect(folds[name](x).toTypedArray()).toEqual(wanted);
      });

  // Below and above the rows of a turn and the points of a stretch, and not whole numbers of them.
  it.each([
    [16, 16],
    [17, 19],
    [63, 2051],
    [300, 130],
    [70, 4100],
    [3, 40, 33],
    [2, 300, 2049],
  ])('goes on from turn to turn: %i × %i', (...shape) => {
    const axis = shape.length - 2;
    const x = rows(shape);
    const results = () =>
      (['float32', 'float64', 'int32', 'uint8', 'int64'] as const).flatMap(dtype => {
        const y = astype(x, dtype);
        const above = greater(y, 250);
        return [
          max(y, { axis }),
          min(y, { axis }),
          sum(y, { axis }),
          all(above, { axis }),
          any(above, { axis }),
        ];
      });
    setRunner('interpret');
    const wanted = results().map(y => y.toTypedArray());
    setRunner('wasm');
    expect(results().map(y => y.toTypedArray())).toEqual(wanted);
  });

  it('has the same bits in one piece and in portions', () => {
    const x = array({
      data: Float32Array.from({ length: 5000 * 70 }, (_, k) => Math.sin(k) / 3),
      shape: [5000, 70],
    });
    const whole = sum(x, { axis: 0 }).toTypedArray();
    Object.assign(portionSize, { most: 10_000, least: -1 });
    expect(sum(x, { axis: 0 }).toTypedArray()).toEqual(whole);
  });
});
