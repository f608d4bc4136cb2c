/** Expressions over the neighbourhood of a point, as the callback of `stencil` writes them: methods that make nodes. */
import { ConcordatError, checkInteger, show } from '../errors.ts';
import { dtypeNames, isDType } from '../kernels/dtype.ts';
import type { RowName } from '../views/rows.ts';
import { isScalar } from '../views/scalar.ts';
import type { InputNode, Node } from './node.ts';
import type { StencilExpression, StencilInput } from './types.ts';

/** The stencil that an expression is part of; `name` stands in errors. */
interface Owner {
  readonly name: string;
}
interface Held {
  readonly node: Node;
  readonly owner: Owner;
  readonly depth: number;
}
const held = new WeakMap<object, Held>();

/** Operations within operations: what is deeper would overflow the stack of whoever walks it. */
const DEEPEST = 1000;
/** A place, so many steps away, must stay a whole number. */
const FARTHEST = 2 ** 52;

const unaryMethods = {
  not: 'logicalNot',
  isNaN: 'isNaN',
  neg: 'negate',
  abs: 'abs',
  sqrt: 'sqrt',
  exp: 'exp',
  log: 'log',
  sin: 'sin',
  cos: 'cos',
  tan: 'tan',
  tanh: 'tanh',
  floor: 'floor',
  ceil: 'ceil',
  sign: 'sign',
} as const satisfies Record<string, RowName>;
const binaryMethods = {
  add: 'add',
  sub: 'subtract',
  mul: 'multiply',
  div: 'divide',
  pow: 'power',
  min: 'minimum',
  max: 'maximum',
  hypot: 'hypot',
  atan2: 'atan2',
  eq: 'equal',
  ne: 'notEqual',
  lt: 'less',
  le: 'lessEqual',
  gt: 'greater',
  ge: 'greaterEqual',
  and: 'logicalAnd',
  or: 'logicalOr',
} as const satisfies Record<string, RowName>;

function fail(owner: Owner, method: string, what: string, fields: Record<string, unknown> = {}): never {
  const name = `${owner.name}.${method}`;
  throw new ConcordatError('value', `${name}: ${what}`, { function: name, ...fields });
}

function hold<T extends StencilExpression>(methods: object, owner: Owner, node: Node, depth: number): T {
  const made = Object.create(methods);
  held.set(made, { node, owner, depth });
  return Object.freeze(made);
}

const ownerOf = (expression: StencilExpression): Owner => held.get(expression)!.owner;

/** The node behind an expression of this stencil; undefined for anything else. */
export function nodeOf(value: unknown, owner: Owner): Node | undefined {
  const own = held.get(value as object);
  return own?.owner === owner ? own.node : undefined;
}

/** Combines expressions, and numbers among them. The first is an expression. */
function combine(method: string, given: readonly unknown[], make: (nodes: Node[]) => Node) {
  const { owner } = held.get(given[0] as object)!;
  let depth = 0;
  const nodes = given.map((value): Node => {
    const own = held.get(value as object);
    if (own && own.owner !== owner) fail(owner, method, 'the operand is an expression of another stencil');
    if (own) depth = Math.max(depth, own.depth);
    if (own) return own.node;
    if (isScalar(value)) return { kind: 'constant', value, operands: [] };
    return fail(
      owner,
      method,
      `the operand is ${show(value)}; it must be an expression or a number, and arrays are inputs of the stencil`,
      { operand: value },
    );
  });
  if (depth >= DEEPEST)
    fail(owner, method, `the expression is ${depth + 1} operations deep; ${DEEPEST} are the most`, { depth });
  return hold<StencilExpression>(expressionMethods, owner, make(nodes), depth + 1);
}

const row = (name: RowName, method: string) => (operands: Node[]) =>
  ({ kind: 'row', row: name, method, operands }) as const;

const methodsOf = (names: Readonly<Record<string, RowName>>) =>
  Object.entries(names).map(([method, name]) => [
    method,
    function (this: StencilExpression, ...given: unknown[]) {
      const operands = names === unaryMethods ? [this] : [this, given[0]];
      return combine(method, operands, row(name, method));
    },
  ]);

const expressionMethods = {
  ...Object.fromEntries([...methodsOf(unaryMethods), ...methodsOf(binaryMethods)]),
  square(this: StencilExpression) {
    return combine('square', [this], ([a]) => row('multiply', 'square')([a, a]));
  },
  where(this: StencilExpression, a: unknown, b: unknown) {
    return combine('where', [this, a, b], nodes => ({
      kind: 'choice',
      operands: nodes as [Node, Node, Node],
    }));
  },
  cast(this: StencilExpression, dtype: unknown) {
    if (isDType(dtype)) return combine('cast', [this], ([a]) => ({ kind: 'cast', dtype, operands: [a] }));
    const allowed = dtypeNames.map(show).join(', ');
    return fail(ownerOf(this), 'cast', `dtype is ${show(dtype)}; it must be one of ${allowed}`);
  },
  /** What JavaScript's own operators call. */
  [Symbol.toPrimitive](this: StencilExpression): never {
    throw new ConcordatError(
      'value',
      `${ownerOf(this).name}: an expression has no value yet; write a.add(b) for a + b, and so on`,
      { function: ownerOf(this).name },
    );
  },
};

const inputMethods = Object.assign(Object.create(expressionMethods), {
  offset(this: StencilInput, ...given: unknown[]) {
    const { node, owner } = held.get(this) as Held & { node: InputNode };
    const name = `${owner.name}.offset`;
    if (given.length === 0)
      fail(owner, 'offset', 'no steps were given; it takes one for each of the last axes');
    const taken = given.map(each => checkInteger(name, 'a step', each));
    const length = Math.max(taken.length, node.steps.length);
    const from = (list: readonly number[], axis: number) => list[axis - length + list.length] ?? 0;
    const steps = Array.from({ length }, (_, axis) => from(taken, axis) + from(node.steps, axis));
    if (steps.some(step => Math.abs(step) > FARTHEST))
      fail(owner, 'offset', `a step is ${show(steps)}; ${FARTHEST} is the most`, { steps });
    return hold(inputMethods, owner, { ...node, steps }, 0);
  },
  channel(this: StencilInput, k: unknown) {
    const { node, owner } = held.get(this) as Held & { node: InputNode };
    const channel = checkInteger(`${owner.name}.channel`, 'k', k, 0);
    return hold(inputMethods, owner, { ...node, channel }, 0);
  },
}) as StencilInput;

/** Input `input` of a stencil. */
export const inputExpression = (owner: Owner, input: number): StencilInput =>
  hold(inputMethods, owner, { kind: 'input', input, steps: [], operands: [] }, 0);
