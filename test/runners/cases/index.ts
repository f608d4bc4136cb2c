/** Reading, assigning and adding by index: elements move as they are, and sums are made in order. */

import type { IndexTerm, NDArray } from 'concordat';
import { sizeOf } from '../../../src/extents.ts';
import type { Random } from '../../random.ts';
import { callText, drawArray, extents } from '../arrays.ts';
import type { Case, Family } from '../cases.ts';
import { allTypes, type DType, type Library } from '../library.ts';

/** Places of an axis: many or few, in order or not, once or again. */
function drawPlaces(random: Random, extent: number, shape: readonly number[]): Int32Array {
  const length = sizeOf(shape);
  const rising = random.chance(0.2);
  return Int32Array.from({ length }, (_, k) =>
    rising ? k % extent : random.integer(random.chance(0.5) ? -extent : 0, extent - 1),
  );
}

/** A term for an axis, of a block of index arrays where there is one. */
function drawTerm(library: Library, random: Random, extent: number, block: readonly number[]): IndexTerm {
  const chance = random.next();
  if (extent > 0 && chance < 0.55) {
    const own = random.chance(0.2) ? block.map(() => 1) : block;
    return library.array({ data: drawPlaces(random, extent, own), shape: own });
  }
  if (extent > 0 && chance < 0.65) return random.integer(-extent, extent - 1);
  if (chance < 0.75) return random.pick(['::-1', '::2', '1:', ':-1']);
  return ':';
}

function drawIndex(library: Library, random: Random, x: NDArray): IndexTerm[] {
  if (x.ndim > 0 && random.chance(0.15))
    return [
      library.array({
        data: Uint8Array.from({ length: x.size }, () => Number(random.chance(0.4))),
        shape: x.shape,
        dtype: 'bool',
      }),
    ];
  const block = random.chance(0.7)
    ? [random.pick(extents)]
    : [random.integer(1, 4), random.pick(extents.filter(extent => extent <= 17))];
  return x.shape.map(extent => drawTerm(library, random, extent, block));
}

const terms = (index: readonly IndexTerm[]): unknown[] =>
  index.map(term => (term !== null && typeof term === 'object' && 'dtype' in term ? term : String(term)));

/** One of the three on an array of a shape; the last call is one of the library's, where faults can be planted. */
function drawUse(library: Library, random: Random, dtype: DType, shape: readonly number[]): Case {
  const flavour = random.pick(['special', 'bits', 'plain'] as const);
  const x = drawArray(library, random, dtype, shape, { flavour });
  const index = drawIndex(library, random, x);
  const use = random.pick(['at', 'set', 'set', 'scatterAdd', 'scatterAdd'] as const);
  if (use === 'at')
    return { text: callText('at', x, ...terms(index)), compute: () => library.slice(x.at(...index)) };
  // Sums of NaNs have the bits of either.
  const given = use === 'scatterAdd' ? 'plain' : flavour;
  const target = x.at(...index).shape;
  const value = drawArray(
    library,
    random,
    random.pick([dtype, dtype, 'float64', 'int32']),
    random.chance(0.7) ? target : [],
    {
      flavour: given,
    },
  );
  const start = drawArray(library, random, dtype, shape, { flavour: given, memory: 'own' });
  return {
    text: callText(use, start, ...terms(index), value),
    compute: () => {
      // A copy each time, in memory like that of the original.
      const into = library.concatenate([start, start].map(each => library.expandDims(each, 0))).at(0);
      return library.slice(use === 'set' ? into.set(index, value) : library.scatterAdd(into, index, value));
    },
  };
}

export const indexes: Family = (library, random) => {
  const rank = random.integer(1, 3);
  const shape = Array.from({ length: rank }, (_, axis) =>
    axis === rank - 1 ? random.pick(extents.filter(extent => extent > 0)) : random.integer(1, 5),
  );
  return drawUse(library, random, random.pick(allTypes), shape);
};

/** Enough points for two threads. */
export const largeIndexes: Family = (library, random) => {
  const shape = random.pick([[400, 300], [30, 40, 50], [20000, 6], [90000]]);
  const dtype = random.pick(['float32', 'float64', 'complex64', 'int16'] as const);
  const x = drawArray(library, random, dtype, shape, { flavour: 'plain', memory: 'own' });
  const axis = random.integer(0, shape.length - 1);
  const places = drawPlaces(random, shape[axis], [random.pick([shape[axis], 70001, 400])]);
  const index = shape.map((_, each): IndexTerm => (each === axis ? places : ':'));
  const count = places.length * (x.size / shape[axis]);
  if (count > 1e6 || random.chance(0.4)) {
    const few = index.map(term => (term === places ? places.subarray(0, 3000) : term));
    return { text: callText('at', x, String(few[axis])), compute: () => library.slice(x.at(...few)) };
  }
  const target = shape.map((extent, each) => (each === axis ? places.length : extent));
  const value = drawArray(library, random, dtype, target, { flavour: 'plain', memory: 'own' });
  const adds = random.chance(0.5);
  return {
    text: `${adds ? 'scatterAdd' : 'set'}(${dtype} [${shape}], axis ${axis}, ${places.length} places)`,
    compute: () => {
      const into = library.concatenate([x, x].map(each => library.expandDims(each, 0))).at(0);
      return library.slice(adds ? library.scatterAdd(into, index, value) : into.set(index, value));
    },
  };
};
