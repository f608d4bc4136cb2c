/**
 * The same periodic convolution done with SciPy, torch and a Fourier product, as somebody wrote it, and why the three
 * results differ. Run it with `npm run example -- periodic-convolution`.
 */
import {
  array,
  compare,
  concatenate,
  explain,
  multiply,
  ones,
  reshape,
  roll,
  slice,
  tile,
  zeros,
} from 'concordat';
import { fft } from 'concordat/numpy';
import { signal } from 'concordat/scipy';
import { nn } from 'concordat/torch';

const f = concatenate([ones([10, 5]), zeros([10, 5])], { axis: 1 });
const k = array([
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
]);
const [height, width] = f.shape;
const middle = (x: typeof f) => slice(x, [height / 2, -height / 2], [width / 2, -width / 2]);

// By hand with SciPy: two periods each way, then the middle.
const scipyTiled = middle(signal.convolve2d(tile(f, [2, 2]), k, { mode: 'same' }));

// By hand with torch: the same picture, but conv2d does not flip its kernel.
const batch = reshape(tile(f, [2, 2]), [1, 1, 2 * height, 2 * width]);
const filtered = nn.functional.conv2d(batch, reshape(k, [1, 1, 3, 3]), { padding: 1 });
const torchTiled = middle(reshape(filtered, [2 * height, 2 * width]));

// By hand with Fourier: the kernel padded with zeros, its first tap in the corner.
const frame = concatenate([k, zeros([3, width - 3])], { axis: 1 });
const padded = concatenate([frame, zeros([height - 3, width])]);
const fourier = fft.irfft2(multiply(fft.rfft2(f), fft.rfft2(padded)), { s: [height, width] });

// What all three were meant to be.
const reference = signal.convolve2d(f, k, { mode: 'same', boundary: 'wrap' });

for (const [name, result] of Object.entries({ scipyTiled, torchTiled, fourier }))
  console.log(`${name}: ${explain(reference, result, { image: f, kernel: k }).text}\n`);

// This picture is too regular to tell a shift from a flip. `compare` runs the same routes on a picture that is not.
for (const { name, equal, agreesByAccident, findings } of compare(f, k).routes) {
  const verdict = agreesByAccident ? 'agrees by accident' : equal ? 'agrees' : 'differs';
  console.log(`${name}: ${verdict}`);
  for (const { text, fix } of findings) console.log(`  ${text}\n    ${fix.typescript}`);
}

// The line that fixes the Fourier version: the kernel's centre belongs in the corner.
const centred = roll(padded, [-1, -1], { axis: [0, 1] });
const mended = fft.irfft2(multiply(fft.rfft2(f), fft.rfft2(centred)), { s: [height, width] });
console.log(`\nmended: ${explain(reference, mended).text}`);
