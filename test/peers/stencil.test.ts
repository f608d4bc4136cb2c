/** Two stencils against NumPy: gradient magnitude, and disparity smoothness. */

import { stencil } from '../../src/stencil/stencil.ts';
import type { StencilExpression, StencilInput } from '../../src/stencil/types.ts';
import { generate, random, randomShape, randomView } from './generate.ts';
import { peerCases } from './harness.ts';

const modes = {
  constant: 'constant',
  edge: 'edge',
  symmetric: 'symmetric',
  mirror: 'reflect',
  periodic: 'wrap',
};

const magnitude = (x: StencilInput): StencilExpression => {
  const dx = x.offset(0, 1).sub(x.offset(0, -1));
  const dy = x.offset(1, 0).sub(x.offset(-1, 0));
  return dx.square().add(dy.square()).sqrt();
};

const smoothness = (d: StencilInput, image: StencilInput): StencilExpression => {
  const term = (dy: number, dx: number): StencilExpression => {
    const [red, green, blue] = [0, 1, 2].map(k =>
      image.channel(k).offset(dy, dx).sub(image.channel(k)).square(),
    );
    return d.offset(dy, dx).sub(d).abs().mul(red.add(green).add(blue).sqrt().neg().exp());
  };
  return term(0, 1).add(term(1, 0));
};

peerCases(
  'gradient magnitude',
  generate(60, index => {
    const boundary = random.pick(Object.keys(modes) as (keyof typeof modes)[]);
    const dtype = random.pick(['float32', 'float64', 'int16', 'int32', 'uint8'] as const);
    const x = randomView(
      [...randomShape(index % 3, 1, 3), random.integer(2, 9), random.integer(2, 20)],
      dtype,
    );
    const pad = `[(0, 0)] * (x.ndim - 2) + [(1, 1)] * 2`;
    return {
      python:
        `(lambda p: np.sqrt((p[..., 1:-1, 2:] - p[..., 1:-1, :-2]) ** 2 + ` +
        `(p[..., 2:, 1:-1] - p[..., :-2, 1:-1]) ** 2, dtype='${dtype === 'float64' || dtype === 'int32' ? 'float64' : 'float32'}'))` +
        `(np.pad(x, ${pad}, '${modes[boundary]}'))`,
      arrays: { x },
      ours: () => stencil(magnitude, { boundary })(x),
      label: boundary,
    };
  }),
);

peerCases(
  'disparity smoothness',
  generate(40, () => {
    const [batch, height, width] = [random.integer(1, 3), random.integer(1, 9), random.integer(1, 20)];
    const dtype = random.pick(['float32', 'float64'] as const);
    const d = randomView([batch, 1, height, width], dtype);
    const image = randomView([batch, 3, height, width], dtype);
    const step = (name: string, axis: number) =>
      `np.diff(${name}, axis=${axis}, append=${name}.take([-1], ${axis}))`;
    const term = (axis: number) =>
      `np.abs(${step('d', axis)}) * np.exp(-np.sqrt((${step('image', axis)} ** 2).sum(1, keepdims=True)))`;
    return {
      python: `np.array((${term(3)} + ${term(2)}).mean())`,
      arrays: { d, image },
      ours: () => stencil(smoothness, { boundary: 'edge', reduce: 'mean' })(d, image),
      tolerance: dtype === 'float32' ? { rtol: 2e-6, atol: 1e-7 } : { rtol: 1e-14, atol: 1e-16 },
    };
  }),
);
