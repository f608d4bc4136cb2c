/** The streams of a nest: what of which view it reads and writes, and who reads what is written. */
import { type Expression, operandsOf } from '../kernels/expression.ts';
import type { Access, Gather } from '../kernels/nest.ts';
import { overlap } from '../runtime/storage.ts';
import type { View } from './view.ts';

/** One view that a nest reads. */
export interface Source {
  readonly array: View;
  readonly access: Access;
  /** Place of the first number, in numbers of the storage. */
  readonly base: number;
}

/** One view that a nest writes. */
export interface Sink {
  readonly array: View;
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
  return operandsOf(node).some(operand => looksAround(operand, seen));
}
