/** Runs a stencil, on a plan that is kept for the next inputs of the same form. */
import { sizeOf } from '../extents.ts';
import type { Nest } from '../kernels/nest.ts';
import { planner } from '../runtime/plans.ts';
import { overlap } from '../runtime/storage.ts';
import { takeOrMake } from '../runtime/take-or-make.ts';
import { nestOf, runOver, sinksOf, sourcesOf } from '../views/bind.ts';
import { copyTo } from '../views/copy.ts';
import { checkApart, checkOut } from '../views/out.ts';
import { formOf, newView, type View, type ViewForm, view } from '../views/view.ts';
import { planStencil, type StencilPart, type StencilPlan } from './plan.ts';
import type { StencilProgram } from './program.ts';
import { channelOffset } from './read-shapes.ts';

/** Plans that a stencil keeps: one for each form of its inputs. */
const MOST_PLANS = 32;
/** Nests that are kept of one part. */
const MOST_NESTS = 8;

/** Runs a program, on a plan that is kept for the next inputs of the same form. */
export function runnerOf(program: StencilProgram) {
  const { reads, settings } = program;
  const { name } = settings;
  const planFor = planner((inputs: readonly ViewForm[]) => planStencil(program, inputs), MOST_PLANS);
  return (inputs: readonly View[], outs?: readonly unknown[]): readonly View[] => {
    const plan = planFor(inputs.map(formOf));
    const { shape, count } = plan;
    const { values } = plan.part(0);
    const given = outs ? values.map(({ dtype }, k) => checkOut(name, outs[k], shape, dtype)) : [];
    checkApart(name, given);
    // What one part writes, the next may read.
    if (count > 1 && given.some(out => inputs.some(input => overlap(out.storage, input.storage)))) {
      const apart = runAll(plan, inputs, newResults(plan));
      given.forEach((out, k) => {
        copyTo(apart[k], out);
      });
      return given;
    }
    return runAll(plan, inputs, outs ? given : newResults(plan), given);
  };

  function newResults(plan: StencilPlan): View[] {
    return plan.part(0).values.map(({ dtype }) => newView(dtype, plan.shape, { name }));
  }

  /** Runs every part; `given` are those of the results that are the caller's. */
  function runAll(
    plan: StencilPlan,
    inputs: readonly View[],
    results: readonly View[],
    given: readonly View[] = [],
  ): readonly View[] {
    if (sizeOf(plan.shape) === 0) return results;
    for (let k = 0; k < plan.count; k++) {
      const part = plan.part(k);
      const views = plan.count === 1 ? results : results.map(result => partOf(result, part));
      const sinks = views.flatMap((result, each) => sinksOf(result, part.values[each]));
      const sources = reads.flatMap((read, each) => {
        const x = inputs[read.input];
        return sourcesOf(x, part.accesses[each], x.offset + channelOffset(x, read) + part.offsets[each]);
      });
      const form = sinks.map(({ strides }) => strides.join()).join('|');
      const make = (): Nest => nestOf(part.shape, part.reduction, sources, sinks);
      runOver(takeOrMake(part.nests, form, MOST_NESTS, make), sources, sinks, given.length > 0 ? views : []);
    }
    return results;
  }
}

/** The points of a result that a part computes. */
const partOf = (result: View, { shape, place }: StencilPart): View =>
  view(
    result,
    shape,
    result.strides,
    place.reduce((sum, first, axis) => sum + first * result.strides[axis], result.offset),
  );
