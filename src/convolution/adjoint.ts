/**
 * The derivative of a convolution, which is made of convolutions. With the image x, the kernel h and the gradient g of
 *
 *     y[b, o, n] = Σ_c Σ_j  h[o, c, j] · ext(x)[b, c, stride·n + offset + step·j]
 *
 * the gradient of the extended image is the sum over o and j of h[o, c, j] · g[b, o, n] where stride·n + offset + step·j is the
 * place: g with zeros between its elements, correlated the other way; it is folded back into the image as far as the extension
 * made copies. The gradient of the kernel is the sum over b and n of g[b, o, n] · ext(x)[b, c, stride·n + offset + step·j]: the
 * image convolved with g as a kernel, the output's stride and the taps' step exchanged. Of complex numbers h and x are conjugated.
 */

import { foldBackOperation, gatherOperation } from '../array/gather.ts';
import { type AxisMap, extensionMap, mapOf } from '../boundary/extension.ts';
import { OUTSIDE } from '../extents.ts';
import type { Operation, Tools } from '../gate/record.ts';
import { isComplex } from '../kernels/dtype.ts';
import type { View } from '../views/view.ts';
import { type Convention, makeConvention } from './convention.ts';
import { directConvolution } from './direct.ts';
import { type ResolvedAxis, reachOf } from './resolve.ts';

interface Resolved {
  readonly axes: readonly ResolvedAxis[];
  readonly groups: number;
}

/** Sums in the type that holds both, nothing left out, and what is outside 0: then a convolution is linear in both. */
const plain: Convention = makeConvention({}, {});

/** A convolution of a batch with a bank of kernels, over axes that are numbers already; an extension by a constant is by 0. */
export const resolvedOperation: Operation<Resolved, View> = {
  name: 'resolved convolution',
  run: ([x, w], { axes, groups }) => directConvolution(x, w, axes, plain, { groups }),
  adjoint: ({ input, options: { axes, groups }, needs }, [g], tools) =>
    convolutionAdjoint({ x: () => input(0), w: () => input(1), g, axes, groups, needs }, tools),
};

interface Differentiated {
  readonly x: () => View;
  readonly w: () => View;
  readonly g: View;
  readonly axes: readonly ResolvedAxis[];
  readonly groups: number;
  readonly needs: readonly boolean[];
}

/** The gradients of image and kernel. */
export function convolutionAdjoint(given: Differentiated, tools: Tools): readonly (View | null)[] {
  const [ofImage, ofKernel] = given.needs;
  return [ofImage ? imageGradient(given, tools) : null, ofKernel ? kernelGradient(given, tools) : null];
}

const conjugated = (x: View, tools: Tools): View => (isComplex(x.dtype) ? tools.conjugate(x) : x);

/** (groups·a, b, …) as (groups·b, a, …): which of a group's channels and outputs is which. */
function exchanged(x: View, groups: number, tools: Tools): View {
  const [first, b, ...rest] = x.shape;
  const a = groups === 0 ? 0 : first / groups;
  const spatial = rest.map((_, k) => 3 + k);
  const parted = tools.transpose(tools.reshape(x, [groups, a, b, ...rest]), [0, 2, 1, ...spatial]);
  return tools.reshape(parted, [groups * b, a, ...rest]);
}

/** (a, groups·b, …) as (b, groups·a, …). */
function batchExchanged(x: View, groups: number, tools: Tools): View {
  const [a, second, ...rest] = x.shape;
  const b = groups === 0 ? 0 : second / groups;
  const spatial = rest.map((_, k) => 3 + k);
  const parted = tools.transpose(tools.reshape(x, [a, groups, b, ...rest]), [2, 1, 0, ...spatial]);
  return tools.reshape(parted, [b, groups * a, ...rest]);
}

/** An axis of `count` elements with zeros between them, so that they stand `spacing` apart. */
const spacedMap = (count: number, spacing: number): AxisMap => {
  const at = (place: number) => (place % spacing === 0 ? place / spacing : OUTSIDE);
  return mapOf(
    spacing * (count - 1) + 1,
    from => ({ first: at(from), step: 0, length: from % spacing === 0 ? 1 : spacing - (from % spacing) }),
    (from, length) => Int32Array.from({ length }, (_, k) => at(from + k)),
  );
};

function imageGradient({ x, w, g, axes, groups }: Differentiated, tools: Tools): View {
  const { shape } = x();
  if (axes.some(axis => reachOf(axis) === null)) return tools.zeros(shape, g.dtype);
  const spaced = tools.apply(gatherOperation, [g], {
    tables: [
      null,
      null,
      ...axes.map(({ length, stride }) => (stride === 1 ? null : spacedMap(length, stride))),
    ],
    fill: 0,
    name: 'convolution',
  });
  const reaches = axes.map(axis => reachOf(axis)!);
  // Place p of the extension, counted from its low end, gets h[j]·g[n] where stride·n = low + p − offset − step·j.
  const back = axes.map(
    ({ length, stride, step, offset, taps }, k): ResolvedAxis => ({
      extent: stride * (length - 1) + 1,
      taps,
      stride: 1,
      step: -step,
      offset: reaches[k].low - offset,
      length: reaches[k].high - reaches[k].low + 1,
      boundary: 'constant',
    }),
  );
  const kernel = exchanged(conjugated(w(), tools), groups, tools);
  const extended = tools.apply(resolvedOperation, [spaced, kernel], { axes: back, groups });
  const maps = axes.map(({ boundary, extent }, k) =>
    extensionMap(boundary, extent, reaches[k].low, reaches[k].high - reaches[k].low + 1),
  );
  return tools.apply(foldBackOperation, [extended], { maps: [null, null, ...maps], shape });
}

function kernelGradient({ x, w, g, axes, groups }: Differentiated, tools: Tools): View {
  const { shape } = w();
  if (axes.some(axis => reachOf(axis) === null)) return tools.zeros(shape, g.dtype);
  const reversed = axes.flatMap(({ step }, k) => (step < 0 ? [2 + k] : []));
  const across = axes.map(
    ({ extent, length, stride, step, offset, taps, boundary }): ResolvedAxis => ({
      extent,
      taps: length,
      stride: Math.abs(step),
      step: stride,
      offset: step < 0 ? offset + step * (taps - 1) : offset,
      length: taps,
      boundary,
    }),
  );
  const image = batchExchanged(conjugated(x(), tools), groups, tools);
  const kernel = batchKernel(g, tools);
  const found = tools.apply(resolvedOperation, [image, kernel], { axes: across, groups });
  const inOrder = reversed.length === 0 ? found : tools.flip(found, reversed);
  return tools.transpose(inOrder, [1, 0, ...axes.map((_, k) => 2 + k)]);
}

/** The gradient (batch, outputs, …) as a bank of kernels (outputs, batch, …). */
const batchKernel = (g: View, tools: Tools): View =>
  tools.transpose(g, [1, 0, ...g.shape.slice(2).map((_, k) => 2 + k)]);
