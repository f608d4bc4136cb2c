/** Random stencils as data: trees that are built of expressions, of numbers or of arrays alike. */
import type { StencilExpression, StencilInput } from 'concordat';
import type { Random } from '../random.ts';

/** A tree: an element of an input, a number, or a method of its first operand. */
export type Tree =
  | { readonly input: number; readonly steps: readonly number[]; readonly channel?: number }
  | { readonly number: number }
  | { readonly method: string; readonly operands: readonly Tree[]; readonly dtype?: 'float32' | 'int16' };

/** What trees are made of. */
export interface Ground {
  readonly inputs: number;
  /** The last axes that offsets may name. */
  readonly axes: number;
  /** By input, the channels that it has for certain; 0 for none. */
  readonly channels: readonly number[];
  readonly random: Random;
}

const numbers = [0, 1, 2, 3, -1, 0.5, 0.1];
const unary = ['neg', 'abs', 'square', 'sqrt', 'floor', 'ceil', 'sign'];
const binary = ['add', 'sub', 'mul', 'div', 'min', 'max'];
const tests = ['eq', 'ne', 'lt', 'le', 'gt', 'ge'];

/** An element of some input, or of a given one. */
export function drawLeaf(
  { random, inputs, axes, channels }: Ground,
  input = random.integer(0, inputs - 1),
): Tree {
  const far = random.chance(0.1) ? 9 : 2;
  const steps = random.chance(0.3)
    ? []
    : Array.from({ length: random.integer(Math.min(1, axes), axes) }, () => random.integer(-far, far));
  if (channels[input] === 0 || random.chance(0.5)) return { input, steps };
  return { input, steps: steps.slice(-2), channel: random.integer(0, channels[input] - 1) };
}

/** An expression at most so many operations deep, whose operations every runner rounds alike. */
export function drawTree(ground: Ground, depth: number): Tree {
  const { random } = ground;
  if (depth === 0 || random.chance(0.15)) return drawLeaf(ground);
  const of = () => drawTree(ground, depth - 1);
  if (random.chance(0.25)) return { method: random.pick(unary), operands: [of()] };
  if (random.chance(0.08))
    return { method: 'cast', operands: [of()], dtype: random.pick(['float32', 'int16'] as const) };
  const second = (): Tree => (random.chance(0.3) ? { number: random.pick(numbers) } : of());
  if (random.chance(0.15))
    return { method: 'where', operands: [drawTest(ground, depth - 1), of(), second()] };
  return { method: random.pick(binary), operands: [of(), second()] };
}

/** An expression that is true or false. */
export function drawTest(ground: Ground, depth: number): Tree {
  const { random } = ground;
  const of = () => drawTree(ground, Math.max(0, depth - 1));
  if (depth > 0 && random.chance(0.3))
    return { method: random.pick(['and', 'or']), operands: [of(), drawTest(ground, depth - 1)] };
  if (random.chance(0.2)) return { method: random.pick(['not', 'isNaN']), operands: [of()] };
  return { method: random.pick(tests), operands: [of(), of()] };
}

/** The expression of a tree over inputs; what stands twice in the tree is built once. */
export function buildTree(tree: Tree, inputs: readonly StencilInput[]): StencilExpression {
  const known = new Map<Tree, StencilExpression | number>();
  const build = (node: Tree): StencilExpression | number => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const made = make(node);
    known.set(node, made);
    return made;
  };
  const make = (node: Tree): StencilExpression | number => {
    if ('number' in node) return node.number;
    if ('input' in node) {
      const x = inputs[node.input];
      const plane = node.channel === undefined ? x : x.channel(node.channel);
      return node.steps.length > 0 ? plane.offset(...node.steps) : plane;
    }
    const [first, ...rest] = node.operands.map(build);
    const call = first as unknown as Record<string, (...given: unknown[]) => StencilExpression>;
    return call[node.method](...(node.dtype ? [node.dtype] : rest));
  };
  return build(tree) as StencilExpression;
}

/** A tree as it would be written. */
export function treeText(tree: Tree): string {
  if ('number' in tree) return String(tree.number);
  if ('input' in tree) {
    const { input, steps, channel } = tree;
    return `${'xyzw'[input]}${channel === undefined ? '' : `.channel(${channel})`}${steps.length > 0 ? `.offset(${steps})` : ''}`;
  }
  const [first, ...rest] = tree.operands.map(treeText);
  return `${first}.${tree.method}(${tree.dtype ? `'${tree.dtype}'` : rest.join(', ')})`;
}
