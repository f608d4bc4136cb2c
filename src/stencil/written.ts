/**
 * A built stencil written out, so that it can be sent or stored: nodes in one list, each of which names its operands by
 * their places there. What is used twice is written once, and no list is as deep as the expression.
 */
import type { BuiltStencil } from './build.ts';
import { type Node, nodesOf } from './node.ts';

type WithPlaces<N> = N extends Node ? Omit<N, 'operands'> & { readonly operands: readonly number[] } : never;

/** A node whose operands are places in the list. */
export type WrittenNode = WithPlaces<Node>;

/** A stencil as plain data. */
export interface WrittenStencil extends Omit<BuiltStencil, 'outputs'> {
  readonly nodes: readonly WrittenNode[];
  /** The places of the results. */
  readonly outputs: readonly number[];
}

/** Writes out what a callback has built. */
export function writeStencil({ outputs, ...rest }: BuiltStencil): WrittenStencil {
  const nodes = [...nodesOf(outputs)];
  const places = new Map(nodes.map((node, place) => [node, place]));
  const placesOf = (list: readonly Node[]) => list.map(node => places.get(node)!);
  return {
    ...rest,
    nodes: nodes.map(node => ({ ...node, operands: placesOf(node.operands) }) as WrittenNode),
    outputs: placesOf(outputs),
  };
}

/** The opposite of `writeStencil`. */
export function readStencil({ nodes, outputs, ...rest }: WrittenStencil): BuiltStencil {
  const made = nodes.map(node => ({ ...node, operands: [] as unknown[] }));
  nodes.forEach(({ operands }, place) => {
    made[place].operands.push(...operands.map(operand => made[operand]));
  });
  return { ...rest, outputs: outputs.map(place => made[place] as unknown as Node) };
}
