/** What the tests of stencils share: calls of any number of inputs, and two stencils that people write. */

import { array, type NDArray } from '../../src/array/index.ts';
import { sizeOf } from '../../src/extents.ts';
import type { StencilOptions } from '../../src/stencil/options.ts';
import { stencil } from '../../src/stencil/stencil.ts';
import type { StencilExpression, StencilInput } from '../../src/stencil/types.ts';
import { refusal as refused } from '../array/support.ts';
import { mulberry32 } from '../random.ts';

/** The callback of a stencil. */
export type Body = (...inputs: StencilInput[]) => StencilExpression;
/** A stencil, whatever it takes. */
export type Call = (...given: unknown[]) => NDArray;

/** What the error of a call says. */
export const refusal = (run: () => unknown): string => refused(run).message;

/** A stencil of any number of inputs. */
export const of = (body: Body, arrays: readonly NDArray[], options: StencilOptions = {}): NDArray =>
  (stencil(body, { inputs: arrays.length, ...options }) as Call)(...arrays);

export const noise = (shape: readonly number[], seed = 1): NDArray => {
  const random = mulberry32(seed);
  const size = sizeOf(shape);
  return array({ data: Float64Array.from({ length: size }, () => random.next() * 4 - 2), shape });
};

export const magnitude = (x: StencilInput): StencilExpression => {
  const dx = x.offset(0, 1).sub(x.offset(0, -1));
  const dy = x.offset(1, 0).sub(x.offset(-1, 0));
  return dx.mul(dx).add(dy.mul(dy)).sqrt();
};

export const smoothness = (d: StencilInput, image: StencilInput): StencilExpression => {
  const term = (dy: number, dx: number): StencilExpression => {
    const [red, green, blue] = [0, 1, 2].map(k =>
      image.channel(k).offset(dy, dx).sub(image.channel(k)).square(),
    );
    return d.offset(dy, dx).sub(d).abs().mul(red.add(green).add(blue).sqrt().neg().exp());
  };
  return term(0, 1).add(term(1, 0));
};
