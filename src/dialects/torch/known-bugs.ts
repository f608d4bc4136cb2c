/** Known bugs of torch. */
import type { CallDescription, KnownBug } from '../known-bug.ts';

/** The widths of a call of pad, an axis each, beside the axis's extent. */
function widthsOf({ shapes: [shape], options }: CallDescription): [number, number, number][] {
  const pad = (options?.pad ?? []) as readonly number[];
  return shape.map((extent, axis) => {
    const place = 2 * (shape.length - 1 - axis);
    return [extent, pad[place] ?? 0, pad[place + 1] ?? 0];
  });
}

const convolutions = ['conv1d', 'conv2d', 'conv3d'].map(name => `torch.nn.functional.${name}`);
const versions = 'torch 1.13, on the CPU';
const source = 'found by asking torch 1.13.1';

/** Every known bug of torch. */
export const torchBugs: readonly KnownBug[] = [
  {
    id: 'torch.pad-circular-crop',
    calls: ['torch.nn.functional.pad'],
    versions,
    text: "mode 'circular' with a crop that leaves fewer elements than the other width repeats copies memory that it has not written yet, or refuses, depending on the shape; it must be refused, as any width larger than the axis",
    source,
    applies: call =>
      call.options?.mode === 'circular' &&
      widthsOf(call).some(([extent, before, after]) => {
        const kept = extent + Math.min(before, 0) + Math.min(after, 0);
        return kept < extent && Math.max(before, after) > Math.max(kept, 0);
      }),
  },
  {
    id: 'torch.pad-reflect-negative-size',
    calls: ['torch.nn.functional.pad'],
    versions,
    text: "mode 'reflect' makes a tensor of negative length of an empty one when a crop is larger than the axis; it must be refused",
    source,
    applies: call =>
      call.options?.mode === 'reflect' &&
      call.shapes[0].includes(0) &&
      widthsOf(call).some(([extent, before, after]) => extent + before + after < 0),
  },
  {
    id: 'torch.conv-bias-type',
    calls: ['torch.nn.functional.conv1d', 'torch.nn.functional.conv3d'],
    versions,
    text: 'a bias of another element type than the input is converted or refused, depending on the batch; it must be refused, as conv2d does',
    source,
    applies: ({ dtypes = [] }) => dtypes.length > 2 && dtypes[2] !== dtypes[0],
  },
  {
    id: 'torch.conv-empty-types',
    calls: convolutions,
    versions,
    text: 'an empty batch passes with element types that differ and with bool, which are refused otherwise; they must be refused',
    source,
    applies: ({ shapes: [input], dtypes = [] }) =>
      input.includes(0) && dtypes.some(dtype => dtype !== dtypes[0] || dtype === 'bool'),
  },
  {
    id: 'torch.conv-padding-left-out',
    calls: convolutions,
    versions,
    text: 'float32 leaves out products with the padding where oneDNN does the work (batches, groups, large kernels or images); a weight that is NaN or infinite times a zero of the padding must be NaN, as in float64',
    source,
    applies: ({ dtypes = [], kernel, options }) =>
      dtypes[0] === 'float32' &&
      ![undefined, 0, 'valid'].includes(options?.padding as string) &&
      !(kernel?.every(Number.isFinite) ?? false),
  },
  {
    id: 'torch.conv-complex-infinity',
    calls: convolutions,
    versions,
    text: 'complex convolutions are made of three real ones, (a + b)(c + d) − ac − bd, so that an infinity or NaN in one part makes NaN of the other; only the sums of products that it is part of may be touched',
    source: 'complex_convolution in aten/src/ATen/native/Convolution.cpp',
    applies: ({ dtypes = [] }) => dtypes.some(dtype => dtype.startsWith('complex')),
  },
];
