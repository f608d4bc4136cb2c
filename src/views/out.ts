/** Results that are written into an array of the caller's: the option `out`, its checks. */
import { ConcordatError, show, showShape } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { movedAway } from '../runtime/detached.ts';
import { disposedError, overlap } from '../runtime/storage.ts';
import { countOf, isView, type View } from './view.ts';

/** The option that every operation element by element has. */
export interface OutOptions {
  /** An array of the result's shape and type that the result is written into and that is returned. */
  readonly out?: View;
}

/** Returns `out` if a result of that shape and type can be written into it, else throws an error that names both. */
export function checkOut<D extends DType>(
  functionName: string,
  out: unknown,
  shape: readonly number[],
  dtype: D,
): View<D> {
  const fail = (code: 'shape' | 'dtype' | 'value', what: string, fields: Record<string, unknown>): never => {
    throw new ConcordatError(code, `${functionName}: out ${what}`, {
      function: functionName,
      argument: 'out',
      ...fields,
    });
  };
  if (!isView(out))
    return fail(
      'value',
      `is ${show(out)}; it must be an NDArray of shape ${showShape(shape)} and ${dtype}`,
      {},
    );
  if (out.storage.disposed) throw disposedError(functionName);
  if (out.storage.detached) fail('value', movedAway, {});
  if (showShape(out.shape) !== showShape(shape))
    fail('shape', `has shape ${showShape(out.shape)}; the result has shape ${showShape(shape)}`, {
      shape: out.shape,
      expected: shape,
    });
  if (out.dtype !== dtype)
    fail('dtype', `is ${out.dtype}; the result is ${dtype}`, { dtype: out.dtype, expected: dtype });
  if (countOf(out) > 0 && out.strides.some((stride, axis) => stride === 0 && out.shape[axis] > 1))
    fail('value', `is a broadcast view; several elements of the result would go to one place`, {
      strides: out.strides,
    });
  return out as View<D>;
}

/** Throws when two arrays that results go to share memory. */
export function checkApart(functionName: string, outs: readonly View[]): void {
  outs.forEach((out, place) => {
    if (outs.slice(0, place).some(other => overlap(other.storage, out.storage)))
      throw new ConcordatError(
        'value',
        `${functionName}: two results would be written into the same memory`,
        {
          function: functionName,
          argument: 'out',
        },
      );
  });
}
