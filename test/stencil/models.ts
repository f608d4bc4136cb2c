/** What a stencil means, twice: as numbers of one point after another, and as operations on whole arrays. */

import * as c from '../../src/array/index.ts';
import { type Boundary, extensions } from '../../src/boundary/table.ts';
import { rowMajorStrides } from '../../src/extents.ts';
import type { DType } from '../../src/kernels/dtype.ts';
import type { StencilExpression, StencilInput } from '../../src/stencil/types.ts';
import { everyIndex } from '../kernels/evaluate.ts';

type Body = (...inputs: StencilInput[]) => StencilExpression;

/** The extension of the axis that is `back` axes before the last one. */
const boundaryOf = (boundary: Boundary | readonly Boundary[], back: number): Boundary =>
  typeof boundary === 'string' ? boundary : boundary[boundary.length - 1 - back];

const functions: Record<string, (a: number, b: number, c: number) => number> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  pow: (a, b) => a ** b,
  min: (a, b) => Math.min(a, b),
  max: (a, b) => Math.max(a, b),
  hypot: (a, b) => Math.hypot(a, b),
  atan2: (a, b) => Math.atan2(a, b),
  eq: (a, b) => Number(a === b),
  ne: (a, b) => Number(a !== b),
  lt: (a, b) => Number(a < b),
  le: (a, b) => Number(a <= b),
  gt: (a, b) => Number(a > b),
  ge: (a, b) => Number(a >= b),
  and: (a, b) => Number(a !== 0 && b !== 0),
  or: (a, b) => Number(a !== 0 || b !== 0),
  not: a => Number(a === 0),
  isNaN: a => Number(Number.isNaN(a)),
  neg: a => -a,
  abs: Math.abs,
  square: a => a * a,
  sqrt: Math.sqrt,
  exp: Math.exp,
  log: Math.log,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  tanh: Math.tanh,
  floor: Math.floor,
  ceil: Math.ceil,
  sign: Math.sign,
  where: (a, b, c) => (a !== 0 ? b : c),
};

/** The methods that numbers have: all but `cast`. */
export const methodNames = Object.keys(functions);

class Value {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}
for (const [name, compute] of Object.entries(functions))
  Object.assign(Value.prototype, {
    [name](this: Value, ...given: (Value | number)[]) {
      const numbers = [this, ...given].map(each => (each instanceof Value ? each.value : Number(each)));
      return new Value((compute as (...numbers: number[]) => number)(...numbers));
    },
  });

/** The result of a stencil of float64 arrays, point by point, as numbers in order. */
export function byPoints(
  body: Body,
  arrays: readonly c.NDArray[],
  shape: readonly number[],
  boundary: Boundary | readonly Boundary[],
  fill = 0,
): number[] {
  const held = arrays.map(x => Array.from(x.toTypedArray() as Float64Array));
  return everyIndex(shape).map(point => {
    const inputs = arrays.map((x, input) => {
      const at = (steps: readonly number[], channel?: number): number => {
        let place = 0;
        for (const [axis, extent] of x.shape.entries()) {
          const back = x.ndim - 1 - axis;
          const own = point[shape.length - 1 - back];
          let index = own + (steps[steps.length - 1 - back] ?? 0);
          if (channel !== undefined && back === 2) index = channel;
          else if (extent === 1 && shape[shape.length - 1 - back] !== 1) index = 0;
          else if (index !== own) index = extensions[boundaryOf(boundary, back)].index(index, extent);
          if (index < 0) return fill;
          place += index * rowMajorStrides(x.shape)[axis];
        }
        return held[input][place];
      };
      const make = (steps: readonly number[], channel?: number): unknown =>
        Object.assign(new Value(at(steps, channel)), {
          offset: (...given: number[]) => make(given, channel),
          channel: (k: number) => make(steps, k),
        });
      return make([]) as StencilInput;
    });
    return (body(...inputs) as unknown as Value).value;
  });
}

const names: Record<string, string> = {
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  pow: 'power',
  min: 'minimum',
  max: 'maximum',
  eq: 'equal',
  ne: 'notEqual',
  lt: 'less',
  le: 'lessEqual',
  gt: 'greater',
  ge: 'greaterEqual',
  and: 'logicalAnd',
  or: 'logicalOr',
  not: 'logicalNot',
  neg: 'negate',
};
const operations = c as unknown as Record<string, (...given: unknown[]) => c.NDArray>;

class Whole {
  readonly array: c.NDArray;
  constructor(array: c.NDArray) {
    this.array = array;
  }
  square() {
    return new Whole(c.multiply(this.array, this.array));
  }
  cast(dtype: DType) {
    return new Whole(c.astype(this.array, dtype));
  }
}
for (const name of methodNames.filter(each => each !== 'square'))
  Object.assign(Whole.prototype, {
    [name](this: Whole, ...given: (Whole | number)[]) {
      const operands = [this, ...given].map(each => (each instanceof Whole ? each.array : each));
      return new Whole(operations[names[name] ?? name](...operands));
    },
  });

/** The same by padding, slicing and operations on arrays: any element type, and its promotion. */
export function byArrays(
  body: Body,
  arrays: readonly c.NDArray[],
  shape: readonly number[],
  boundary: Boundary | readonly Boundary[],
  value = 0,
): c.NDArray {
  const inputs = arrays.map(x => {
    const shifted = (steps: readonly number[], channel?: number): c.NDArray => {
      let moved = x;
      for (const [axis, extent] of x.shape.entries()) {
        const back = x.ndim - 1 - axis;
        const only = x.shape.map((_, each) => (each === axis ? 1 : 0));
        const part = (from: number, to: number) =>
          c.slice(moved, ...only.map(is => (is ? ([from, to] as const) : null)));
        const step = steps[steps.length - 1 - back] ?? 0;
        if (channel !== undefined && back === 2) moved = part(channel, channel + 1);
        else if (step !== 0 && !(extent === 1 && shape[shape.length - 1 - back] !== 1)) {
          const width = Math.abs(step);
          const pairs = only.map(is => [is * width, is * width] as const);
          moved = c.pad(moved, pairs, { boundary: boundaryOf(boundary, back), value });
          moved = part(width + step, width + step + extent);
        }
      }
      return moved;
    };
    const make = (steps: readonly number[], channel?: number): unknown =>
      Object.assign(new Whole(shifted(steps, channel)), {
        offset: (...given: number[]) => make(given, channel),
        channel: (k: number) => make(steps, k),
      });
    return make([]) as StencilInput;
  });
  const { array } = body(...inputs) as unknown as Whole;
  return c.broadcastTo(array, shape);
}
