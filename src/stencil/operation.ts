/** A stencil as an operation, whose derivative is a stencil again. */

import { foldBackOperation } from '../array/gather.ts';
import { extensionMap, tableMap } from '../boundary/extension.ts';
import { sizeOf } from '../extents.ts';
import type { Adjoint, Operation, Step, Tools } from '../gate/record.ts';
import { axesOf } from '../views/axes.ts';
import { broadcastShapes } from '../views/broadcast.ts';
import type { View } from '../views/view.ts';
import { type Derived, derived } from './derive.ts';
import { type InputNode, type Node, nodesOf, stepAt } from './node.ts';
import type { StencilSettings } from './options.ts';
import type { StencilProgram } from './program.ts';
import { readsOf } from './reads.ts';
import { runnerOf } from './run.ts';

/** What a call of a stencil is given beside its inputs. */
export interface StencilCall {
  readonly program: StencilProgram;
  /** Arrays for the results. */
  readonly outs?: readonly unknown[];
}

/** The operation of a program; its options have the program, as data. */
export function stencilOperation(program: StencilProgram): Operation<StencilCall, readonly View[]> {
  const run = runnerOf(program);
  const adjoint = adjointOf(program);
  return { name: program.settings.name, run: (inputs, { outs }) => run(inputs, outs), adjoint };
}

/** The program of some nodes. */
export const programOf = (outputs: readonly Node[], settings: StencilSettings): StencilProgram => ({
  outputs,
  reads: readsOf(nodesOf(outputs)),
  settings,
});

const gradientInput = (input: number): InputNode => ({ kind: 'input', input, steps: [], operands: [] });

/** The gradients of the elements that a program reads, as a stencil of its inputs and of the gradients of its results. */
function derivativeOf({ outputs, settings }: StencilProgram, count: number, needs: readonly boolean[]) {
  const elements = derived(
    outputs,
    outputs.map((_, k) => gradientInput(count + k)),
    needs,
  );
  const { name, boundaryAt, fill } = settings;
  const nodes = elements.map(({ gradient }) => gradient);
  const program = programOf(nodes, { name: `gradient of ${name}`, boundaryAt, fill });
  return { elements, program, operation: nodes.length > 0 ? stencilOperation(program) : null };
}

function adjointOf(program: StencilProgram): Adjoint<StencilCall> {
  const known = new Map<string, ReturnType<typeof derivativeOf>>();
  return (step, gradients, tools) => {
    const { shapes, needs } = step;
    const key = needs.join();
    const derivative = known.get(key) ?? derivativeOf(program, shapes.length, needs);
    known.set(key, derivative);
    const { elements, operation } = derivative;
    const found = shapes.map((): View | null => null);
    if (!operation) return found;
    const full = fullShape(program, step);
    const own = shapes.map((_, k) => step.input(k));
    const unfolded = unfold(program, gradients, full, k => step.result(k), own, tools);
    const inputs = [...own, ...unfolded];
    const parts = tools.applyAll(operation, inputs, { program: derivative.program });
    elements.forEach((element, k) => {
      const { input } = element.read;
      const part = toPlaces(program.settings, element, parts[k], full, shapes[input], tools);
      const before = found[input];
      found[input] = before ? tools.add(before, part) : part;
    });
    return found;
  };
}

/** The shape to which the reads of a program broadcast. */
function fullShape({ reads, settings }: StencilProgram, { shapes }: Pick<Step<unknown>, 'shapes'>): number[] {
  const read = reads.map(({ input, channel }) => {
    const shape = shapes[input];
    return channel === undefined ? shape : shape.with(shape.length - 3, 1);
  });
  const unread = shapes.filter((_, input) => !reads.some(each => each.input === input));
  return broadcastShapes(settings.name, ...read, ...unread);
}

/** The gradients of folded results for each point; of the smallest and the largest, those that are equal share it. */
function unfold(
  { outputs, settings }: StencilProgram,
  gradients: readonly View[],
  full: readonly number[],
  result: (k: number) => View,
  inputs: readonly View[],
  tools: Tools,
): readonly View[] {
  const { name, reduce, axis } = settings;
  if (!reduce) return gradients;
  const folded = axesOf(name, axis, full.length);
  const kept = (x: View) =>
    tools.reshape(
      x,
      full.map((extent, k) => (folded.includes(k) ? 1 : extent)),
    );
  if (reduce === 'sum') return gradients.map(kept);
  if (reduce === 'mean') {
    const count = sizeOf(folded.map(k => full[k]));
    return gradients.map(g => tools.divide(kept(g), count));
  }
  const whole = programOf(outputs, { ...settings, reduce: undefined, axis: undefined });
  return tools.applyAll(stencilOperation(whole), inputs, { program: whole }).map((values, k) => {
    const isTaken = tools.equal(values, kept(result(k)));
    const count = tools.sum(tools.astype(isTaken, gradients[k].dtype), folded, true);
    return tools.where(isTaken, tools.divide(kept(gradients[k]), count), 0);
  });
}

/** The gradients of an element at every point, added to the places where the element stands. */
function toPlaces(
  { boundaryAt }: StencilSettings,
  { read }: Derived,
  part: View,
  full: readonly number[],
  shape: readonly number[],
  tools: Tools,
): View {
  const missing = full.length - shape.length;
  const own = read.channel === undefined ? shape : shape.with(shape.length - 3, 1);
  const stretched = full
    .map((_, axis) => axis)
    .filter(axis => axis < missing || (own[axis - missing] === 1 && full[axis] !== 1));
  const everywhere = tools.broadcastTo(part, full);
  const summed = tools.reshape(
    stretched.length > 0 ? tools.sum(everywhere, stretched, true) : everywhere,
    own,
  );
  const maps = own.map((extent, axis) => {
    const back = own.length - 1 - axis;
    if (read.channel !== undefined && back === 2) return tableMap(Int32Array.of(read.channel));
    const step = stepAt(read, back);
    if (step === 0 || stretched.includes(axis + missing)) return null;
    return extensionMap(boundaryAt(back), extent, step, extent);
  });
  return maps.some(map => map !== null) ? tools.apply(foldBackOperation, [summed], { maps, shape }) : summed;
}
