/** Turns the nodes of a stencil into values, once the element types of its inputs are known. */
import { ConcordatError } from '../errors.ts';
import { type DType, dtypes, isInteger, promoteTypes } from '../kernels/dtype.ts';
import * as v from '../kernels/value.ts';
import { takeOrMake } from '../runtime/take-or-make.ts';
import { castScalar } from '../views/bind.ts';
import { applyRow, type ElementwiseRow } from '../views/elementwise.ts';
import { elementwiseRows, selectValue } from '../views/rows.ts';
import { isComplexLiteral, type ScalarLike, scalarParts } from '../views/scalar.ts';
import { type WholeRule, weakType } from '../views/whole-numbers.ts';
import type { InputNode, Node } from './node.ts';

/** The type that a number has by itself. */
function ownType(scalar: ScalarLike): DType {
  if (isComplexLiteral(scalar)) return 'complex128';
  return typeof scalar === 'boolean' ? 'bool' : typeof scalar === 'bigint' ? 'int64' : 'float64';
}

function constantOf(scalar: ScalarLike, dtype: DType, name: string): v.Value {
  const { re, im } = scalarParts(scalar, name, 'the operand');
  return v.constantValue(castScalar(re, dtype), dtype, castScalar(im, dtype));
}

/**
 * The values of nodes; what nodes share is one value. Errors name the method behind `name`.
 *
 * @param load the value of an input node
 */
export function lower(name: string, outputs: readonly Node[], load: (node: InputNode) => v.Value): v.Value[] {
  const known = new Map<Node, v.Value>();

  const literals = new Map<string, Map<Node, v.Value>>();
  const weak = new Map<Node, boolean>();

  const valueOf = (node: Node): v.Value => takeOrMake(known, node, Infinity, () => compute(node));

  /** Whether a node is a number, or a choice between numbers: then it has no type of its own beside others. */
  const isLiteral = (node: Node): boolean =>
    node.kind === 'constant' ||
    (node.kind === 'choice' &&
      takeOrMake(weak, node, Infinity, () => isLiteral(node.operands[1]) && isLiteral(node.operands[2])));

  /** A literal beside a value of type `other`. */
  const literalValue = (node: Node, other: DType, whole?: WholeRule): v.Value => {
    if (node.kind === 'constant') return constantOf(node.value, weakType(node.value, other, whole), name);
    const made = takeOrMake(literals, `${other} ${whole?.name}`, Infinity, () => new Map<Node, v.Value>());
    return takeOrMake(made, node, Infinity, () => {
      const [condition, a, b] = node.operands;
      return selectValue(valueOf(condition), literalValue(a, other, whole), literalValue(b, other, whole));
    });
  };

  /** Operands side by side: a literal takes a type from what stands beside it. */
  const together = (nodes: readonly Node[], whole?: WholeRule): v.Value[] => {
    const partner = nodes.find(node => !isLiteral(node));
    if (!partner) return nodes.map(valueOf);
    const { dtype } = valueOf(partner);
    return nodes.map(node => (isLiteral(node) ? literalValue(node, dtype, whole) : valueOf(node)));
  };

  const compute = (node: Node): v.Value => {
    switch (node.kind) {
      case 'input':
        return load(node);
      case 'constant':
        return constantOf(node.value, ownType(node.value), name);
      case 'cast':
        return v.castValue(valueOf(node.operands[0]), node.dtype);
      case 'choice': {
        const [a, b] = together(node.operands.slice(1));
        return selectValue(valueOf(node.operands[0]), a, b);
      }
      case 'row': {
        const row: ElementwiseRow = elementwiseRows[node.row];
        const values = together(node.operands, row.whole);
        if (node.row === 'power') checkPower(`${name}.${node.method}`, node.operands[1], values);
        return applyRow(`${name}.${node.method}`, row, values);
      }
    }
  };
  return outputs.map(valueOf);
}

/** An integer to a negative power has no integer result; NumPy looks at every exponent, which one pass cannot. */
function checkPower(name: string, exponent: Node, [a, b]: readonly v.Value[]): void {
  if (!isInteger(promoteTypes(a.dtype, b.dtype)) || dtypes[b.dtype].kind !== 'i') return;
  if (exponent.kind === 'constant' && Number(scalarParts(exponent.value, name, 'b').re) >= 0) return;
  throw new ConcordatError(
    'value',
    `${name}: Integers to negative integer powers are not allowed; cast to a float` +
      (exponent.kind === 'constant' ? '' : `, or the exponent (${b.dtype}) to an unsigned type`),
    { function: name, argument: 'b', dtype: b.dtype },
  );
}
