/**
 * N matrices of 2×4, stored as (2, 4, N): their pseudo-inverses as somebody computed them, one by one; the attempt without a
 * loop, and why it fails; and the line that works. Run it with `npm run example -- batched-pseudoinverse`.
 */
import { allClose, array, inv, matmul, NDArray, pinv, rightInverse, stack, transpose } from 'concordat';

const N = 3;
const numbers = Float64Array.from({ length: 2 * 4 * N }, (_, k) => ((k * 7) % 11) - 5);
const J = array({ data: numbers, shape: [2, 4, N] });

// One by one: J[:, :, i].T @ inv(J[:, :, i] @ J[:, :, i].T).
const one = (i: number) => {
  const matrix = new NDArray(J.dtype, J.storage, [2, 4], J.strides.slice(0, 2), i * J.strides[2]);
  return matmul(transpose(matrix), inv(matmul(matrix, transpose(matrix))));
};
const loop = stack(Array.from({ length: N }, (_, i) => one(i)));

// All at once, as it was tried: np.transpose(J) @ np.linalg.inv(J @ J.T). A transpose reverses all three axes.
try {
  matmul(J, transpose(J));
} catch (error) {
  console.log(`${(error as Error).message}\n`);
}

// All at once: the matrices belong into the last two axes. This is a view; nothing is copied.
const matrices = transpose(J, [2, 0, 1]);
const swapped = transpose(matrices, [0, 2, 1]);
const byHand = matmul(swapped, inv(matmul(matrices, swapped)));
console.log('the same as the loop:', allClose(byHand, loop).equal);

// In one call, in one pass over memory; and the pseudo-inverse, which rows that depend on each other do not disturb.
console.log('rightInverse:        ', allClose(rightInverse(matrices), loop).equal);
console.log('pinv:                ', allClose(pinv(matrices), loop).equal);
console.log('shape:               ', pinv(matrices).shape);

const dependent = [
  [
    [1, 2, 3, 4],
    [2, 4, 6, 8],
  ],
];
try {
  rightInverse(dependent);
} catch (error) {
  console.log(`\n${(error as Error).message}`);
}
console.log(pinv(dependent));
