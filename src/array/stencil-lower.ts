/** Turns the nodes of a stencil into values, once the element types of its inputs are known. */
import { ConcordatError } from '../errors.ts';
import { type DType, dtypes, isInteger, promoteTypes } from '../kernels/dtype.ts';
import * as v from '../kernels/value.ts';
import { castScalar } from './bind.ts';
import { applyRow, type Row, weakType } from './elementwise.ts';
import { choose, rows } from './rows.ts';
import { isComplexLiteral, type ScalarLike, scalarParts } from './scalar.ts';
import type { InputNode, Node } from './stencil-node.ts';

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

  const valueOf = (node: Node): v.Value => {
    const found = known.get(node);
    if (found) return found;
    const made = compute(node);
    known.set(node, made);
    return made;
  };

  /** Operands side by side: a number takes a type from what stands beside it. */
  const together = (nodes: readonly Node[]): v.Value[] => {
    const partner = nodes.find(node => node.kind !== 'constant');
    return nodes.map(node => {
      if (node.kind !== 'constant') return valueOf(node);
      const { value } = node;
      return constantOf(value, partner ? weakType(value, valueOf(partner).dtype) : ownType(value), name);
    });
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
        return choose(valueOf(node.operands[0]), a, b);
      }
      case 'row': {
        const values = together(node.operands);
        if (node.row === 'power') checkPower(`${name}.${node.method}`, node.operands[1], values);
        const row: Row = rows[node.row];
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
