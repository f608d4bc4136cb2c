/** Which inputs and outputs of a nest are staged: those in ordinary memory, where compiled code does not reach. */
import { looksOf, type NormalInput, type NormalNest } from '../../kernels/passes/index.ts';
import type { PlacedBinding } from '../places.ts';

export interface Staged {
  readonly inputs: readonly boolean[];
  readonly outputs: readonly boolean[];
  /** The first input that reads the same elements in the same way, itself mostly: they share an excerpt. */
  readonly same: readonly number[];
}

export function stagedOf(
  nest: NormalNest,
  sources: readonly PlacedBinding[],
  targets: readonly PlacedBinding[],
): Staged {
  const inputs = nest.inputs.map(({ source }) => sources[source].address === 0);
  const ways = looksOf(nest).map(looks => JSON.stringify(looks));
  const same = nest.inputs.map((input, k) =>
    nest.inputs.findIndex(
      (other, j) =>
        j === k || (inputs[j] && inputs[k] && ways[j] === ways[k] && readsTheSame(other, input, sources)),
    ),
  );
  return { inputs, outputs: nest.outputs.map((_, k) => targets[k].address === 0), same };
}

const readsTheSame = (a: NormalInput, b: NormalInput, sources: readonly PlacedBinding[]): boolean =>
  sources[a.source].data === sources[b.source].data &&
  sources[a.source].base === sources[b.source].base &&
  a.shift === b.shift &&
  a.fill === b.fill &&
  a.dimensions.length === b.dimensions.length &&
  a.dimensions.every(
    ({ coefficients, start, table, stride }, k) =>
      start === b.dimensions[k].start &&
      table === b.dimensions[k].table &&
      stride === b.dimensions[k].stride &&
      coefficients.every((step, axis) => step === b.dimensions[k].coefficients[axis]),
  );
