/** Python's rule for slices: which places of an axis `start:stop:step` takes. Source: `slice.indices` of CPython. */

/** Places of an axis: the first, how many, and the step from one to the next. */
export interface SteppedRange {
  readonly first: number;
  readonly count: number;
  readonly step: number;
}

/** The places that a slice takes of an axis of `extent` elements. The step must not be 0. */
export function resolveRange(
  start: number | null | undefined,
  stop: number | null | undefined,
  step: number,
  extent: number,
): SteppedRange {
  const clip = (place: number | null | undefined, fallback: number) => {
    if (place === null || place === undefined) return fallback;
    const counted = place < 0 ? place + extent : place;
    return step > 0 ? Math.min(Math.max(counted, 0), extent) : Math.min(Math.max(counted, -1), extent - 1);
  };
  const first = clip(start, step > 0 ? 0 : extent - 1);
  const end = clip(stop, step > 0 ? extent : -1);
  return { first, count: Math.max(0, Math.ceil((end - first) / step)), step };
}
