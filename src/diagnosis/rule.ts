/**
 * The general rule behind an offset. One shape shows a number; two shapes show whether it is a constant, half the
 * image, or half the kernel. It also settles the sign of half a period, which one even shape leaves open.
 */
import { type Boundary, modulo } from '../boundary/table.ts';
import { explainFrom } from './explanation.ts';
import type { Shift } from './finding.ts';
import type { Model } from './model.ts';
import { probe } from './probe.ts';
import { type Route, routes } from './routes.ts';
import { startAt } from './state.ts';

/** A way in which an offset may follow from the extent n of the image and the taps k of the kernel. */
interface Rule {
  text: (n: string, k: string) => string;
  value: (n: number, k: number) => number;
}
const rules: Rule[] = [
  { text: n => `-(${n}//2)`, value: n => -Math.floor(n / 2) },
  { text: n => `${n}//2`, value: n => Math.floor(n / 2) },
  { text: (_, k) => `(${k}-1)//2`, value: (_, k) => (k - 1) >> 1 },
  { text: (_, k) => `-((${k}-1)//2)`, value: (_, k) => -((k - 1) >> 1) },
];

/** The shift of a route on a probe of odd extents, or null where its explanation there has none. */
function shiftOn(
  route: Route,
  boundary: Boundary,
  here: Model,
  image: number[],
  kernel: number[],
): Shift | null {
  const { image: x, kernel: h } = probe(image, kernel);
  const start = startAt(routes[0].run(x, h, boundary), { ...here, image: x, kernel: h });
  const { findings } = explainFrom([start], route.run(x, h, boundary));
  return findings.find((finding): finding is typeof finding & Shift => finding.kind === 'shift') ?? null;
}

/** The offset with the sign that its rule gives it, and the rule in words where there is one for every axis. */
export function generalRule(
  route: Route,
  boundary: Boundary,
  here: Model,
  fact: Shift,
): { offset: (number | null)[]; rule?: string } {
  const kernel = [...here.kernel.shape];
  const larger = kernel.map(taps => taps + 2);
  const odd = larger.map((taps, axis) => (Math.max(11, 2 * taps + 1) + 2 * axis) | 1);
  // A kernel of another size tells half the kernel from a constant, where the route still has a shift under it.
  const probes = [larger, kernel].flatMap(taps => {
    const shift = shiftOn(route, boundary, here, odd, taps);
    return shift ? [{ taps, shift }] : [];
  });
  if (probes.length === 0) return { offset: fact.offset };
  const even = shiftOn(
    route,
    boundary,
    here,
    odd.map(extent => extent + 1),
    kernel,
  );
  const found = fact.offset.map((step, axis) => {
    const extent = here.image.shape[axis];
    const rule = rules.find(({ value }) => {
      const fits = probes.every(({ taps, shift }) => shift.offset[axis] === value(odd[axis], taps[axis]));
      // An even extent leaves the sign of half of it open, but tells a rule that holds for odd ones only.
      const fitsEven =
        !even || modulo((even.offset[axis] ?? 0) - value(odd[axis] + 1, kernel[axis]), odd[axis] + 1) === 0;
      const fitsHere = step !== null && modulo(value(extent, kernel[axis]) - step, extent) === 0;
      return fits && fitsEven && fitsHere;
    });
    return rule && { offset: rule.value(extent, kernel[axis]), text: rule.text('HW'[axis], 'KL'[axis]) };
  });
  const offset = fact.offset.map((step, axis) => found[axis]?.offset ?? step);
  return found.every(rule => rule)
    ? { offset, rule: `(${found.map(rule => rule!.text).join(', ')})` }
    : { offset };
}
