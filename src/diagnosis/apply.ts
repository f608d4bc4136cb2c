/** What each fact does to a prediction: the meaning of a finding, in one place. */

import { multiply } from '../array/arithmetic.ts';
import { roll } from '../array/arrange.ts';
import { astype } from '../array/convert.ts';
import { gatherAxes } from '../array/gather.ts';
import type { NDArray } from '../array/ndarray.ts';
import { arrayOf } from '../array/ndarray.ts';
import { flip, slice, transpose } from '../array/views.ts';
import { indexTable } from '../boundary/table.ts';
import { axisConventions, type OutputWindow, perAxis } from '../convolution/convention.ts';
import { resolve } from '../convolution/resolve.ts';
import { type DType, isComplex } from '../kernels/dtype.ts';
import { castValue } from '../kernels/value.ts';
import { pointwise } from '../views/computation.ts';
import { changeAxes } from './axes.ts';
import type { Crop, Fact, Precision, Shift } from './finding.ts';
import type { Model } from './model.ts';
import { predicted, type State } from './state.ts';

/** The state after one more fact. Facts about the convolution need a state that still has its model. */
export function applyFact(state: State, fact: Fact): State | null {
  const facts = [...state.facts, fact];
  const onModel = (change: (model: Model) => Model): State | null => {
    if (!state.model) return null;
    const model = change(state.model);
    return predicted(model, facts);
  };
  /** What a fact does to the elements it does to the sizes of what they were computed from. */
  const onResult = (
    change: (array: NDArray) => NDArray,
    rest: Partial<State> = {},
    changeSizes = change,
  ): State => ({
    ...state,
    array: change(state.array),
    sizes: () => {
      const sizes = state.sizes();
      return sizes && changeSizes(sizes);
    },
    model: null,
    facts,
    ...rest,
  });
  switch (fact.kind) {
    case 'flip':
      if (fact.of === 'result') return onResult(x => flip(x, { axis: fact.axes }));
      return onModel(model => ({ ...model, kernel: flip(model.kernel, { axis: fact.axes }) }));
    case 'transpose':
      if (fact.of === 'result') return onResult(x => transpose(x, fact.axes));
      return onModel(model => ({ ...model, kernel: transpose(model.kernel, fact.axes) }));
    case 'boundary':
      return onModel(model => ({
        ...model,
        convention: perAxis(
          model.convention,
          axisConventions(model.convention, model.image.ndim).map(axis => ({ ...axis, boundary: fact.to })),
        ),
      }));
    case 'origin':
      return onModel(model => ({
        ...model,
        convention: perAxis(
          model.convention,
          axisConventions(model.convention, model.image.ndim).map((axis, k) => ({
            ...axis,
            origin: fact.to[k],
          })),
        ),
      }));
    case 'axes':
      return onResult(x => changeAxes(x, fact));
    case 'shift':
      return onResult(x => roll(x, ...rollArguments(fact)), {
        known: fact.periodic ? null : overlap(state, fact),
      });
    case 'crop': {
      const model = state.model && windowOf(state.model, fact);
      if (model) return predicted(model, facts);
      const tables = fact.start.map((first, axis) =>
        indexTable('periodic', state.array.shape[axis], first, fact.shape[axis]),
      );
      return onResult(x => gatherAxes(x, tables));
    }
    case 'stride':
      return onResult(x =>
        slice(
          x,
          ...fact.stride.map((step, axis): [number, number, number] => [
            fact.offset[axis],
            fact.offset[axis] + step * (fact.shape[axis] - 1) + 1,
            step,
          ]),
        ),
      );
    case 'scale':
      return onResult(
        x => multiply(astype(x, isComplex(x.dtype) ? 'complex128' : 'float64'), fact.factor),
        {},
        sizes => multiply(astype(sizes, 'float64'), Math.abs(fact.factor)),
      );
    case 'precision':
      return onResult(
        x => narrowed(x, fact),
        { coarse: fact.how === 'computed' },
        sizes => sizes,
      );
  }
}

const rollArguments = ({ offset }: Shift): [number[], { axis: number[] }] => [
  offset.map(step => step ?? 0),
  { axis: offset.map((_, axis) => axis) },
];

/** The part of a shifted array that did not come around the ends. */
const overlap = ({ array }: State, { offset }: Shift): [number, number][] =>
  offset.map((step, axis) => [Math.max(0, step ?? 0), array.shape[axis] + Math.min(0, step ?? 0)]);

const windows: OutputWindow[] = ['full', 'same', 'valid'];

/** The model whose window of outputs is this crop (or growth) of the given one, if a named window is. */
function windowOf(model: Model, { start, shape }: Crop): Model | undefined {
  const before = resolve(model.convention, model.image.shape, model.kernel.shape);
  return withEachWindow(model).find(({ convention }) => {
    const after = resolve(convention, model.image.shape, model.kernel.shape);
    return after.every(
      ({ length, offset }, k) => length === shape[k] && offset - before[k].offset === start[k],
    );
  });
}

/** The same convolution with each of the named windows of outputs. */
export const withEachWindow = (model: Model): Model[] =>
  windows.map(window => ({
    ...model,
    convention: perAxis(
      model.convention,
      axisConventions(model.convention, model.image.ndim).map(axis => ({ ...axis, window })),
    ),
  }));

const rounded = pointwise<DType>((dtype, value) => castValue(value, dtype, 'saturate'));

/** The values in a type with fewer digits. */
export function narrowed(array: NDArray, { to, how }: Pick<Precision, 'to' | 'how'>): NDArray {
  return how === 'rounded' ? arrayOf(rounded(to, [array], array.shape)) : astype(array, to);
}
