/** Gradients by central differences, in float64: slow, and what all others are held to. */
import { array, type NDArray } from '../../src/index.ts';

/** ∂f/∂x of a function whose value is one number, each element of x moved by ±step. */
export function differences(f: (x: NDArray) => NDArray, x: NDArray, step = 1e-5): number[] {
  const flat = [...x.toTypedArray()].map(Number);
  const at = (k: number, by: number) => {
    const moved = Float64Array.from(flat);
    moved[k] += by;
    return Number(f(array({ data: moved, shape: x.shape })).item());
  };
  return flat.map((_, k) => (at(k, step) - at(k, -step)) / (2 * step));
}
