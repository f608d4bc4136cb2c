/** W1: the periodic convolution of one image, by the native function, by our dialects, and by their originals. */
import { type Line, measure } from './harness/measure.ts';
import { load, loadLibrary, missing, type Ours, ourCandidate, resident } from './harness/ours.ts';
import { pythonCandidate, withPython } from './harness/python.ts';
import { noise } from './harness/values.ts';
import { aimFaster, type Workload } from './harness/workload.ts';

const OURS = 'concordat convolve';
const SIGNAL = 'scipy.signal.convolve2d';
const NDIMAGE = 'scipy.ndimage.convolve';
const TORCH = 'torch pad circular, conv2d';
const OPENCV = 'cv2 copyMakeBorder WRAP, filter2D';

/** Direct sums of float32 in any order stay well below this; so does OpenCV's Fourier transform for large kernels. */
const TOLERANCE = 2e-5;

/** The outer product of a column and a row: a kernel of rank one. */
const outer = (column: readonly number[], row: readonly number[]): Float32Array =>
  Float32Array.from(column.flatMap(a => row.map(b => a * b)));

const binomial = [1, 6, 15, 20, 15, 6, 1].map(count => count / 64);

const kernels: Readonly<Record<string, Float32Array>> = {
  '3×3': noise(3, [3, 3]),
  '7×7': noise(7, [7, 7]),
  '15×15': noise(15, [15, 15]),
  'sobel 3×3': outer([1, 2, 1], [-1, 0, 1]),
  'gaussian 7×7': outer(binomial, binomial),
};

const flipped = (kernel: Float32Array): Float32Array => kernel.slice().reverse();

export const workload: Workload = {
  name: 'w1',
  title: 'periodic convolution of one float32 image of 2048×2048',
  ours: OURS,
  javascriptPeers: false,
  notes: [
    'Random kernels, but for sobel and gaussian, which are of rank one. SciPy has no threads here.',
    'Our dialect functions sum as their originals do: scipy.ndimage in float64, the others in float32.',
    'Padding is part of the time wherever it is a step of its own.',
  ],
  aims: lines =>
    [1, 2].flatMap(threads => {
      const faster = (name: string, other: string, times: number) =>
        aimFaster(lines, name, OURS, other, threads, times);
      return [
        faster('3×3', SIGNAL, 30),
        faster('3×3', NDIMAGE, 8),
        faster('3×3', TORCH, 30),
        faster('3×3', OPENCV, 1),
        faster('7×7', SIGNAL, 15),
        faster('7×7', NDIMAGE, 6),
        faster('7×7', TORCH, 8),
        // Without relaxed SIMD (before Node 22) one thread need not reach OpenCV here.
        ...(threads > 1 || relaxedSimd() ? [faster('7×7', OPENCV, 1)] : []),
      ];
    }),
  run: context =>
    withPython('w1', context, async python => {
      const n = context.quick ? 256 : 2048;
      const library = await loadLibrary(context.threads);
      const [scipy, torch, cv2] = [await load('scipy'), await load('torch'), await load('opencv')];
      const image = resident(library, noise(1, [n, n]), [n, n]);
      const planes = library.reshape(image, [1, 1, n, n]);
      const lines: Line[] = [];
      for (const [name, weights] of Object.entries(kernels)) {
        const size = Math.sqrt(weights.length);
        const p = size >> 1;
        await python.setup({ size: n, kernel: [...weights] });
        const kernel = library.array({ data: weights, shape: [size, size] });
        const turned = library.array({ data: flipped(weights), shape: [size, size] });
        const bank = library.array({ data: flipped(weights), shape: [1, 1, size, size] });
        const viaTorch = (): Ours => {
          const padded = torch.nn.functional.pad(planes, [p, p, p, p], 'circular');
          const made = library.reshape(torch.nn.functional.conv2d(padded, bank), [n, n]);
          padded.dispose?.();
          return made;
        };
        const viaOpenCV = (): Ours => {
          const padded = cv2.copyMakeBorder(image, p, p, p, p, cv2.BORDER_WRAP);
          const made = cv2.filter2D(padded, -1, turned);
          padded.dispose?.();
          return library.slice(made, [p, p + n], [p, p + n]);
        };
        const candidates = [
          ourCandidate(OURS, () => library.convolve(image, kernel, { boundary: 'periodic' }), {
            missing: missing(library, 'convolve'),
          }),
          ourCandidate('concordat/scipy signal.convolve2d', () =>
            scipy.signal.convolve2d(image, kernel, { mode: 'same', boundary: 'wrap' }),
          ),
          ourCandidate('concordat/scipy ndimage.convolve', () =>
            scipy.ndimage.convolve(image, kernel, { mode: 'wrap' }),
          ),
          ourCandidate('concordat/torch pad, conv2d', viaTorch),
          ourCandidate('concordat/opencv copyMakeBorder, filter2D', viaOpenCV),
          ...[SIGNAL, NDIMAGE, TORCH, OPENCV].map(who => pythonCandidate(python, who)),
        ];
        lines.push(
          ...(await measure({ case: name, tolerance: TOLERANCE, reference: SIGNAL, candidates }, context)),
        );
      }
      return lines;
    }),
};

/** Whether this engine has the fused multiply-add: (module (func (result v128) … f32x4.relaxed_madd)). */
function relaxedSimd(): boolean {
  const zero = [0xfd, 0x0c, ...new Array(16).fill(0)];
  const body = [0, ...zero, ...zero, ...zero, 0xfd, 0x85, 0x02, 0x0b];
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7b, 3, 2, 1, 0];
  return WebAssembly.validate(Uint8Array.from([...head, 10, body.length + 2, 1, body.length, ...body]));
}
