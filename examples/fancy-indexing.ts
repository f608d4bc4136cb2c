/**
 * Sampling frames by index arrays, as somebody wrote it for NumPy: one way raises an error, the other does not, and both
 * seem to say the same. Run it with `npm run example -- fancy-indexing`.
 */
import { arange, equal, explainIndex, min, reshape, transpose, zeros } from 'concordat';

const shape = [2, 3, 50, 25, 1];
const data = reshape(arange(2 * 3 * 50 * 25), shape);
const ids = [2, 3, 4, 5, 6];

// new_data[n, :, :len(ids), :, :] = data[n, :, ids, :, :]
const first = zeros(shape);
try {
  for (let n = 0; n < shape[0]; n++) first.set`${n}, :, :${ids.length}, :, :`(data.at`${n}, :, ${ids}, :, :`);
} catch (error) {
  console.log(`code 1: ${(error as Error).message}\n`);
}

// Why: where each axis of the right-hand side comes from.
console.log(`${explainIndex(shape, '[n, :, [2, 3, 4, 5, 6], :, :]').text}\n`);

// new_data[n][:, :len(ids), :, :] = data[n][:, ids, :, :]
const second = zeros(shape);
for (let n = 0; n < shape[0]; n++) second.at(n).set`:, :${ids.length}, :, :`(data.at(n).at`:, ${ids}, :, :`);
console.log('code 2: no error. n is gone before the index array is there, so nothing stands apart.');

// The same by putting the axes back where they belong ...
const third = zeros(shape);
for (let n = 0; n < shape[0]; n++)
  third.set`${n}, :, :${ids.length}`(transpose(data.at(n, ':', ids), [1, 0, 2, 3]));

// ... and what was meant: no loop at all. new_data[:, :, :len(ids)] = data[:, :, ids]
const meant = zeros(shape);
meant.set`:, :, :${ids.length}`(data.at(':', ':', ids));

for (const [name, result] of Object.entries({ 'code 2': second, transposed: third }))
  console.log(`${name} is what was meant: ${min(equal(result, meant)).item()}`);
