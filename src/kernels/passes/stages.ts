/**
 * A nest as stages: nests to be run one after the other, and the temporary memory between them. Most nests are one stage;
 * a long fold may be split into parts, or run over copies of its inputs that are laid out anew.
 */
import { dtypes } from '../dtype.ts';
import { materialise } from './materialise.ts';
import { chooseMode, chooseVectorAxis, type Mode } from './mode.ts';
import type { NormalNest } from './normal-nest.ts';
import { splitFold } from './split-fold.ts';

/** Where a stage writes: an output of the whole nest, or a place in a temporary. */
export type StageTarget =
  | { readonly output: number }
  | { readonly temporary: number; readonly offset: number };

/** One nest; its inputs read the sources of the whole nest, or temporaries, which are counted on from those. */
export interface Stage {
  readonly nest: NormalNest;
  readonly targets: readonly StageTarget[];
  /** Where it is given by more than the nest itself. */
  readonly mode?: Mode;
}

export interface Stages {
  readonly stages: readonly Stage[];
  /** Bytes of each temporary. */
  readonly temporaries: readonly number[];
}

/**
 * The stages of a nest. `sources` counts its inputs before normalisation; `inPlace` says whether an output shares memory with
 * an input, or accumulates. A part of a larger nest is given the `mode` of that, and folds in one piece, so that its points
 * have the bits that they have there.
 */
export function stagesOf(nest: NormalNest, sources: number, inPlace: boolean, mode?: Mode): Stages {
  const temporaries: number[] = [];
  const stages: Stage[] = [];
  const reserve = (bytes: number): number => temporaries.push(bytes) - 1;
  const plan = (whole: NormalNest): void => {
    const outputs = whole.outputs.map((_, output): StageTarget => ({ output }));
    if (inPlace) {
      stages.push({ nest: whole, targets: outputs, mode });
      return;
    }
    const divided = mode === undefined ? splitFold(whole) : null;
    if (divided) {
      const { partials, dtypes: types, results, parts } = divided;
      const places = types.map(dtype => reserve(results * parts * dtypes[dtype].bytes));
      for (const { nest: part, first } of partials)
        stages.push({
          nest: part,
          targets: places.map((temporary, k) => ({ temporary, offset: first * dtypes[types[k]].bytes })),
        });
      plan(divided.last(places.map(temporary => sources + temporary)));
      return;
    }
    const laid =
      (mode ?? chooseMode(whole)) === 'across' ? materialise(whole, chooseVectorAxis(whole)) : null;
    if (!laid) {
      stages.push({ nest: whole, targets: outputs, mode });
      return;
    }
    const inputs = [...laid.nest.inputs];
    for (const { nest: copy, input, elements, dtype } of laid.copies) {
      const temporary = reserve(elements * dtypes[dtype].bytes);
      stages.push({ nest: copy, targets: [{ temporary, offset: 0 }] });
      inputs[input] = { ...inputs[input], source: sources + temporary };
    }
    stages.push({ nest: { ...laid.nest, inputs }, targets: outputs, mode: 'across' });
  };
  plan(nest);
  return { stages, temporaries };
}
