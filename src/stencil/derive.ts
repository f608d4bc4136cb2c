/**
 * The derivative of a stencil, as nodes: backwards through what it computes, from the gradients of its results to those of the
 * elements that it reads. Each element, an input so many steps away, has an expression of its own.
 */
import { dtypes } from '../kernels/dtype.ts';
import { type RowTools, rowAdjoints } from '../views/row-adjoints.ts';
import type { RowName } from '../views/rows.ts';
import type { InputNode, Node } from './node.ts';

const constant = (value: number): Node => ({ kind: 'constant', value, operands: [] });
const nodeOf = (x: Node | number): Node => (typeof x === 'number' ? constant(x) : x);
const row = (name: RowName, ...operands: (Node | number)[]): Node => ({
  kind: 'row',
  row: name,
  method: name,
  operands: operands.map(nodeOf),
});

/** Operations on nodes. Whether they are complex is not known before arrays are given: |x| counts as that of reals. */
const tools: RowTools<Node> = {
  add: (a, b) => row('add', a, b),
  subtract: (a, b) => row('subtract', a, b),
  multiply: (a, b) => row('multiply', a, b),
  divide: (a, b) => row('divide', a, b),
  power: (a, b) => row('power', a, b),
  less: (a, b) => row('less', a, b),
  equal: (a, b) => row('equal', a, b),
  negate: x => row('negate', x),
  sign: x => row('sign', x),
  log: x => row('log', x),
  sin: x => row('sin', x),
  cos: x => row('cos', x),
  floor: x => row('floor', x),
  conjugate: x => x,
  logicalNot: x => row('logicalNot', x),
  timesI: x => row('multiply', x, { kind: 'constant', value: { re: 0, im: 1 }, operands: [] }),
  where: (condition, a, b) => ({ kind: 'choice', operands: [condition, nodeOf(a), nodeOf(b)] }),
  isComplex: () => false,
};

/** Operands before what is made of them. */
function inOrder(outputs: readonly Node[]): Node[] {
  const found = new Set<Node>();
  const visit = (node: Node): void => {
    if (found.has(node)) return;
    node.operands.forEach(visit);
    found.add(node);
  };
  outputs.forEach(visit);
  return [...found];
}

/** The gradients of a node's operands. */
function gradientsOf(node: Node, g: Node): readonly (Node | null)[] {
  if (node.kind === 'row')
    return (
      rowAdjoints[node.row]?.(
        tools,
        g,
        k => node.operands[k],
        () => node,
        node.operands.map(({ kind }) => kind !== 'constant'),
      ) ?? []
    );
  if (node.kind === 'choice') {
    const [condition] = node.operands;
    return [null, tools.where(condition, g, 0), tools.where(condition, 0, g)];
  }
  if (node.kind === 'cast') return ['f', 'c'].includes(dtypes[node.dtype].kind) ? [g] : [null];
  return [];
}

/** An element that a stencil reads, and the expression of its gradient. */
export interface Derived {
  readonly read: InputNode;
  readonly gradient: Node;
}

/**
 * @param gradients of the outputs, as nodes
 * @param needs which inputs need a gradient
 */
export function derived(
  outputs: readonly Node[],
  gradients: readonly Node[],
  needs: readonly boolean[],
): Derived[] {
  const sums = new Map<Node, Node>();
  const add = (node: Node, g: Node): void => {
    const known = sums.get(node);
    sums.set(node, known ? tools.add(known, g) : g);
  };
  outputs.forEach((output, k) => {
    add(output, gradients[k]);
  });
  const elements = new Map<string, Derived>();
  for (const node of inOrder(outputs).reverse()) {
    const g = sums.get(node);
    if (!g) continue;
    if (node.kind === 'input') {
      if (!needs[node.input]) continue;
      const key = `${node.input} ${node.channel ?? ''} ${node.steps}`;
      const known = elements.get(key);
      elements.set(key, { read: node, gradient: known ? tools.add(known.gradient, g) : g });
      continue;
    }
    gradientsOf(node, g).forEach((gradient, k) => {
      if (gradient) add(node.operands[k], gradient);
    });
  }
  return [...elements.values()];
}
