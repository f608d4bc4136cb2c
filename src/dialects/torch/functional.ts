/** torch.nn.functional: what of it there is. */
export {
  type ConvolutionKeywords,
  type ConvolutionPadding,
  conv1d,
  conv2d,
  conv3d,
} from './convolution.ts';
export { type PadKeywords, type PadMode, pad } from './pad.ts';
