/** How a stencil reads its inputs, whatever arrays they will be: which channel, and how far along the last axes. */
import { type InputNode, type Node, stepAt } from './node.ts';

/** The lowest and the highest step along an axis. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** One input, or one channel of it. */
export interface Read {
  readonly input: number;
  readonly channel?: number;
  /** By axis, the last one first. */
  readonly spans: readonly Span[];
}

const still: Span = { low: 0, high: 0 };

/** The steps of a read along the axis that is `back` axes before the last one. */
export const spanAt = ({ spans }: Read, back: number): Span => spans[back] ?? still;

export const isMoving = ({ low, high }: Span): boolean => low !== 0 || high !== 0;

const keyOf = ({ input, channel }: Pick<Read, 'input' | 'channel'>) => `${input}:${channel ?? ''}`;

const widen = (read: Read, node: InputNode): Read => ({
  ...read,
  spans: Array.from({ length: Math.max(read.spans.length, node.steps.length) }, (_, back) => {
    const [{ low, high }, step] = [spanAt(read, back), stepAt(node, back)];
    return { low: Math.min(low, step), high: Math.max(high, step) };
  }),
});

/** The reads of a stencil in the order of its inputs; the point itself is within each. */
export function readsOf(nodes: Iterable<Node>): Read[] {
  const found = new Map<string, Read>();
  for (const node of nodes)
    if (node.kind === 'input') {
      const { input, channel } = node;
      const key = keyOf(node);
      found.set(key, widen(found.get(key) ?? { input, channel, spans: [] }, node));
    }
  return [...found.values()].sort((a, b) => a.input - b.input);
}

/** The place in `reads` of the one that a node belongs to. */
export const readOf = (reads: readonly Read[], node: InputNode): number =>
  reads.findIndex(({ input, channel }) => input === node.input && channel === node.channel);
