/** Neighbouring axes that are one stretch of memory, for all inputs and outputs, become one axis. */
import { type NormalNest, strideAlong } from './normal-nest.ts';
import { rewriter } from './rewrite.ts';

/** The axes along which some load looks aside or some node counts: they stay by themselves. */
function specialAxes(nest: NormalNest): Set<number> {
  const special = new Set<number>();
  const visit = rewriter(node => {
    if (node.op === 'load')
      node.at?.forEach((steps, axis) => {
        if (steps !== 0) special.add(axis);
      });
    if (node.op === 'coordinate') special.add(node.axis);
    return node;
  });
  for (const output of nest.outputs) visit(output.value);
  return special;
}

export function mergeAxes(nest: NormalNest): NormalNest {
  const rank = nest.shape.length;
  const extents = [...nest.shape, ...nest.reduction];
  const special = specialAxes(nest);
  /** Whether one counter can step through a table, or past it, as the two do. */
  const inLine = ({ coefficients }: { coefficients: readonly number[] }, axis: number) =>
    coefficients[axis] === coefficients[axis + 1] * extents[axis + 1];
  const merges = (axis: number): boolean => {
    if (special.has(axis) || special.has(axis + 1)) return false;
    for (const input of nest.inputs) {
      const [outer, inner] = [strideAlong(input, axis), strideAlong(input, axis + 1)];
      if (outer !== inner * extents[axis + 1]) return false;
      if (input.dimensions.some(dimension => dimension.table && !inLine(dimension, axis))) return false;
    }
    return (
      axis >= rank ||
      nest.outputs.every(
        ({ strides, lookups = [] }) =>
          inLine({ coefficients: strides }, axis) && lookups.every(lookup => inLine(lookup, axis)),
      )
    );
  };
  for (let axis = extents.length - 2; axis >= 0; axis--) {
    if (axis === rank - 1 || !merges(axis)) continue;
    const drop = <T>(list: readonly T[]) => list.filter((_, k) => k !== axis);
    const joined = extents.map((extent, k) => (k === axis + 1 ? extent * extents[axis] : extent));
    const left = drop(joined);
    const cut = axis < rank ? rank - 1 : rank;
    const rename = rewriter(node => {
      if (node.op === 'load' && node.at) return { ...node, at: drop(node.at) };
      return node.op === 'coordinate' && node.axis > axis ? { ...node, axis: node.axis - 1 } : node;
    });
    return mergeAxes({
      shape: left.slice(0, cut),
      reduction: left.slice(cut),
      inputs: nest.inputs.map(input => ({
        ...input,
        dimensions: input.dimensions
          .map(dimension => ({ ...dimension, coefficients: drop(dimension.coefficients) }))
          .filter(({ table, coefficients }) => table || coefficients.some(step => step !== 0)),
      })),
      outputs: nest.outputs.map(output => ({
        ...output,
        strides: axis < rank ? drop(output.strides) : output.strides,
        lookups: output.lookups?.map(lookup => ({
          ...lookup,
          coefficients: axis < rank ? drop(lookup.coefficients) : lookup.coefficients,
        })),
        value: rename(output.value),
      })),
    });
  }
  return nest;
}
