/** New expressions from old ones: parts replaced, all else as it was, and what was shared still shared. */
import type { Expression } from '../expression.ts';

/** The operands of a node replaced; the node itself when nothing changed. */
export function mapOperands(node: Expression, map: (operand: Expression) => Expression): Expression {
  if ('condition' in node) {
    const [condition, a, b] = [map(node.condition), map(node.a), map(node.b)];
    return condition === node.condition && a === node.a && b === node.b ? node : { ...node, condition, a, b };
  }
  if ('b' in node) {
    const [a, b] = [map(node.a), map(node.b)];
    return a === node.a && b === node.b ? node : { ...node, a, b };
  }
  if (!('a' in node)) return node;
  const a = map(node.a);
  return a === node.a ? node : { ...node, a };
}

/** A function that rewrites expressions from the leaves up, each shared node once. */
export function rewriter(leaf: (node: Expression) => Expression): (node: Expression) => Expression {
  const done = new Map<Expression, Expression>();
  const visit = (node: Expression): Expression => {
    const known = done.get(node);
    if (known) return known;
    const made = leaf(mapOperands(node, visit));
    done.set(node, made);
    return made;
  };
  return visit;
}
