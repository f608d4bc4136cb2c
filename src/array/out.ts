/** Results that are written into an array of the caller's: the option `out`, its checks, and who reads what it covers. */
import { ConcordatError, show, showShape } from '../errors.ts';
import type { DType } from '../kernels/dtype.ts';
import { type Expression, operands } from '../kernels/expression.ts';
import type { Access, Gather } from '../kernels/nest.ts';
import { movedAway } from '../runtime/detached.ts';
import { disposedError, overlap } from '../runtime/storage.ts';
import { NDArray } from './ndarray.ts';

/** The option that every operation element by element has. */
export interface OutOptions {
  /** An array of the result's shape and type that the result is written into and that is returned. */
  readonly out?: NDArray;
}

/** Returns `out` if a result of that shape and type can be written into it, else throws an error that names both. */
export function checkOut<D extends DType>(
  functionName: string,
  out: unknown,
  shape: readonly number[],
  dtype: D,
): NDArray<D> {
  const fail = (code: 'shape' | 'dtype' | 'value', what: string, fields: Record<string, unknown>): never => {
    throw new ConcordatError(code, `${functionName}: out ${what}`, {
      function: functionName,
      argument: 'out',
      ...fields,
    });
  };
  if (!(out instanceof NDArray))
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
  if (out.size > 0 && out.strides.some((stride, axis) => stride === 0 && out.shape[axis] > 1))
    fail('value', `is a broadcast view; several elements of the result would go to one place`, {
      strides: out.strides,
    });
  return out as NDArray<D>;
}

/** Throws when two arrays that results go to share memory. */
export function checkApart(functionName: string, outs: readonly NDArray[]): void {
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

/** One array that a nest reads. */
export interface Source {
  readonly array: NDArray;
  readonly access: Access;
  /** Place of the first number, in numbers of the storage. */
  readonly base: number;
}

/** One array that a nest writes. */
export interface Sink {
  readonly array: NDArray;
  readonly strides: readonly number[];
  readonly gathers?: readonly Gather[];
  readonly accumulate?: boolean;
  readonly base: number;
  readonly value: Expression;
}

/**
 * Whether a nest may write `sink` although it reads the same memory: where it is the only one that is written, and every
 * point reads there only the element that it writes itself. A runner that computes a point twice must know this too.
 */
export function readsOnlyItself(sink: Sink, sources: readonly Source[], sinks: readonly Sink[]): boolean {
  const sharing = sources.filter(({ array }) => overlap(array.storage, sink.array.storage));
  if (sharing.length === 0) return true;
  if (sinks.length > 1) return false;
  const itself = sharing.every(
    ({ array, access, base }) =>
      array.storage === sink.array.storage &&
      access.dtype === sink.value.dtype &&
      access.gathers.length === 0 &&
      base === sink.base &&
      access.strides.every((stride, axis) => stride === (sink.strides[axis] ?? 0)),
  );
  return itself && !looksAround(sink.value, new Set());
}

/** Whether an expression reads any input at a distance from the point. */
function looksAround(node: Expression, seen: Set<Expression>): boolean {
  if (seen.has(node)) return false;
  seen.add(node);
  if (node.op === 'load' && node.at?.some(steps => steps !== 0)) return true;
  return operands(node).some(operand => looksAround(operand, seen));
}
