/**
 * Arranges the loops of a nest whose points are independent, without changing what it computes: loops of one step
 * are dropped, neighbours that walk memory like one loop are joined, and a long loop is put innermost, because a
 * runner works along the innermost one.
 */

/** Loops and, for each array that is walked, its strides along them. */
export interface Loops {
  readonly extents: readonly number[];
  readonly strides: readonly (readonly number[])[];
}

interface Loop {
  readonly extent: number;
  readonly steps: readonly number[];
}

/** Innermost loops longer than this gain nothing more; among those, the one with the shortest steps is best. */
const LONG = 32;

export function arrangeLoops({ extents, strides }: Loops): Loops {
  let loops: Loop[] = [];
  extents.forEach((extent, axis) => {
    if (extent === 1) return;
    const steps = strides.map(list => list[axis]);
    const outer = loops.at(-1);
    if (outer?.steps.every((step, k) => step === steps[k] * extent))
      loops.splice(-1, 1, { extent: outer.extent * extent, steps });
    else loops.push({ extent, steps });
  });
  const reach = (loop: Loop) => loop.steps.reduce((sum, step) => sum + Math.abs(step), 0);
  const best = [...loops].sort(
    (a, b) => Math.min(b.extent, LONG) - Math.min(a.extent, LONG) || reach(a) - reach(b),
  )[0];
  if (best) loops = [...loops.filter(loop => loop !== best), best];
  return {
    extents: loops.map(({ extent }) => extent),
    strides: strides.map((_, k) => loops.map(({ steps }) => steps[k])),
  };
}
