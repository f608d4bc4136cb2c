/** Known bugs of OpenCV. */
import type { CallDescription, KnownBug } from '../known-bug.ts';
import { BORDER_CONSTANT, CV_8U, CV_16S, CV_32F } from './constants.ts';

/** The depth of float16, which OpenCV 4.6 names in C++ alone. */
const CV_16F = 7;

const ddepthOf = ({ options }: CallDescription): number => (options?.ddepth as number | undefined) ?? -1;

/** Whether a call of filter2D goes through a Fourier transform. */
function spectral(call: CallDescription): boolean {
  const taps = (call.shapes[1] ?? []).reduce((product, extent) => product * extent, 1);
  const kept: Record<string, readonly number[]> = { uint8: [-1, CV_8U, CV_16S], float32: [-1, CV_32F] };
  return taps >= (kept[call.dtypes?.[0] as string]?.includes(ddepthOf(call)) ? 130 : 50);
}

const versions = 'OpenCV 4.6';
const source = 'found by asking OpenCV 4.6.0';

/** Every known bug of OpenCV. */
export const opencvBugs: readonly KnownBug[] = [
  {
    id: 'cv2.saturate-far',
    calls: ['cv2.filter2D', 'cv2.copyMakeBorder'],
    versions,
    text: 'a number of 2^31 or more becomes the lowest value of an integer type, because it passes through int32; it must be clipped to the highest',
    source: 'saturate_cast of core/saturate.hpp goes through cvRound',
    applies: ({ dtypes = [] }) => !dtypes[0]?.startsWith('float'),
  },
  {
    id: 'cv2.filter2D-zero-kernel',
    calls: ['cv2.filter2D'],
    versions,
    text: 'a kernel of zeros alone multiplies with its first tap, so that infinity and NaN there give NaN; taps that are 0 are left out otherwise, and must be here',
    source: 'preprocess2DKernel of imgproc/filter.dispatch.cpp keeps one tap of none',
    applies: ({ kernel }) => kernel?.every(tap => tap === 0) ?? false,
  },
  {
    id: 'cv2.filter2D-spectral-nan',
    calls: ['cv2.filter2D'],
    versions,
    text: 'a large kernel (130 taps where uint8 or float32 stay what they are or uint8 becomes int16, else 50) goes through a Fourier transform, which spreads one NaN or infinity over the result; it must stay where the taps carry it',
    source: 'dftFilter2D in imgproc/filter.dispatch.cpp',
    applies: spectral,
  },
  {
    id: 'cv2.filter2D-half-crash',
    calls: ['cv2.filter2D'],
    versions,
    text: 'ddepth 7 (float16) with a large kernel writes past the end of its memory and ends the process; it must be refused, as with small ones',
    source,
    applies: call => ddepthOf(call) === CV_16F && spectral(call),
  },
  {
    id: 'cv2.copyMakeBorder-empty',
    calls: ['cv2.copyMakeBorder'],
    versions,
    text: 'an empty image with any border but BORDER_CONSTANT gives memory that nobody wrote; it must be refused, there is nothing to repeat',
    source,
    applies: ({ shapes: [image], options }) =>
      image.includes(0) && ![BORDER_CONSTANT, undefined].includes(options?.borderType as number),
  },
  {
    id: 'cv2.no-channels',
    calls: ['cv2.copyMakeBorder', 'cv2.flip'],
    versions,
    text: 'an array (rows, columns, 0) is read as 512 channels of memory that is not its own; it must be refused',
    source,
    applies: ({ shapes: [image] }) => image.length === 3 && image[2] === 0,
  },
];
