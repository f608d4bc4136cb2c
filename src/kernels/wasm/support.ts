/** Which nests the compiler takes; the interpreter does the others. */

import { type Expression, operandsOf } from '../expression.ts';
import { eachNode } from '../passes/nodes.ts';
import type { NormalNest } from '../passes/normal-nest.ts';
import { foldOperation } from '../scalar.ts';
import { canCast } from './code/casts.ts';
import { canEmit } from './code/operations.ts';
import { vectorMath } from './math/index.ts';

function canEmitNode(node: Expression): boolean {
  if (node.op === 'cast') return canCast(node.a.dtype, node.dtype, node.mode);
  if (node.op === 'reduce')
    return node.kind === 'preciseSum' || canEmit(foldOperation[node.kind], node.dtype);
  if (node.op === 'load' || node.op === 'constant' || node.op === 'parameter') return true;
  if (node.op === 'coordinate' || node.op === 'select') return true;
  return canEmit(node.op, operandsOf(node)[0].dtype);
}

export function supports(nest: NormalNest): boolean {
  let all = true;
  eachNode(nest, node => {
    all &&= canEmitNode(node);
  });
  return all && nest.outputs.every(({ accumulate, dtype }) => !accumulate || canEmit('add', dtype));
}

/**
 * Whether compiled code and the interpreter round alike: every operation is rounded once by either. Functions such as
 * exp are not, nor are sums of products where they are fused.
 */
export function roundsAlike(nest: NormalNest, fused: boolean): boolean {
  let all = true;
  eachNode(nest, node => {
    if (node.op in vectorMath.f32x4) all = false;
    if (fused && node.op === 'reduce' && node.kind === 'sum') all = false;
  });
  return all;
}
