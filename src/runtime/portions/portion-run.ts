/**
 * Runs the portions of a divided nest one after the other: excerpts are brought into the heap, code runs over them, results
 * are delivered. The blocks are the same for all portions, and small, so that they stay in the processor's cache.
 */

import { dtypes, type RealDType, type TypedArray } from '../../kernels/dtype.ts';
import type { Scalar } from '../../kernels/expression.ts';
import type { NormalInput, NormalNest } from '../../kernels/passes/index.ts';
import { type Program, programOf } from '../../kernels/wasm/index.ts';
import { BorrowedBlocks } from '../borrowed.ts';
import { execute, kernelsOf } from '../execute.ts';
import type { Heap } from '../heap.ts';
import type { PlacedBinding } from '../places.ts';
import { takeOrMake } from '../take-or-make.ts';
import { ALIGNMENT, shiftTo } from './alignment.ts';
import { copyExcerpt, middleOf } from './copy-excerpt.ts';
import { copyPoints } from './copy-points.ts';
import type { Excerpt } from './excerpt.ts';
import { type PortionBlocks, type PortionPlan, portionBlocksOf, portionPlanOf } from './plan.ts';
import { type Portion, portionOf } from './portion-nest.ts';
import { deliverResult, lowestPlace } from './result.ts';
import type { Staged } from './staged.ts';
import { portionStart } from './windows.ts';

/** What a nest runs on. */
export interface NestRun {
  readonly heap: Heap;
  readonly sources: readonly PlacedBinding[];
  readonly targets: readonly PlacedBinding[];
  readonly parameters: readonly Scalar[];
  readonly inPlace: boolean;
}

/** A divided nest, and what was made for its portions. */
export interface DividedNest {
  readonly plan: PortionPlan;
  /** By the sizes of portions. */
  readonly blocks: Map<string, PortionBlocks>;
  /** By their forms. */
  readonly programs: Map<string, Program>;
}

/** Programs that are kept for one nest: most have one or some few. */
const MOST_PROGRAMS = 64;

/** Divides a nest so that there is room for what code lays out anew on the way, beside the blocks. */
export function divideIntoPortions(
  { heap, parameters, inPlace }: NestRun,
  nest: NormalNest,
  staged: Staged,
): DividedNest {
  const programs = new Map<string, Program>();
  const from = nest.shape.map(() => 0);
  const fits = (plan: PortionPlan): boolean => {
    const blocks = portionBlocksOf(plan, plan.counts);
    const portion = portionOf(plan, blocks, from, plan.counts, parameters.length);
    const { temporaries } = programFor(programs, plan, portion, inPlace);
    return temporaries.reduce((sum, bytes) => sum + bytes, 0) <= heap.room / 4;
  };
  return { plan: portionPlanOf(nest, staged, fits), blocks: new Map(), programs };
}

const programFor = (
  programs: Map<string, Program>,
  { nest, mode }: PortionPlan,
  portion: Portion,
  inPlace: boolean,
): Program =>
  takeOrMake(programs, portion.form, MOST_PROGRAMS, () =>
    programOf(portion.nest(), nest.inputs.length, inPlace, mode),
  );

/** The portions of a divided nest over some memory. */
export class PortionRun {
  private readonly run: NestRun;
  private readonly divided: DividedNest;
  /** Addresses of excerpts and results; 0 of what is not staged. */
  private readonly inputBlocks: readonly number[];
  private readonly outputBlocks: readonly number[];
  /** What each excerpt holds now, and how far from the start of its block it begins. */
  private readonly held: { readonly what: string; readonly shift: number }[] = [];

  /** Borrows from `blocks` what all portions use. */
  constructor(run: NestRun, divided: DividedNest, blocks: BorrowedBlocks) {
    this.run = run;
    this.divided = divided;
    const { nest, counts } = divided.plan;
    // The first portion is as large as any.
    const { excerpts, results } = this.blocksFor(counts);
    const borrow = (one: { size: number } | null, dtype: RealDType): number =>
      one ? blocks.borrow(one.size * dtypes[dtype].bytes + ALIGNMENT) : 0;
    this.inputBlocks = excerpts.map((one, k) => borrow(one, nest.inputs[k].dtype));
    this.outputBlocks = results.map((one, k) => borrow(one, nest.outputs[k].dtype));
  }

  /** Runs all portions; false when the engine refuses the code of one. */
  all(): boolean {
    // What was read or added to cannot be done again by the interpreter, so all code must be there before anything is written.
    if (!this.mayRepeat() && !this.each((from, counts) => this.codeFor(from, counts) !== null)) return false;
    return this.each((from, counts) => this.one(from, counts));
  }

  private mayRepeat(): boolean {
    const { inPlace, sources, targets } = this.run;
    const { outputs } = this.divided.plan.nest;
    const reads = ({ data }: PlacedBinding) => sources.some(source => source.data.buffer === data.buffer);
    return (
      !inPlace &&
      !outputs.some(({ accumulate }, k) => accumulate || (targets[k].address === 0 && reads(targets[k])))
    );
  }

  /** Visits portion after portion, as long as that gives true. */
  private each(visit: (from: readonly number[], counts: readonly number[]) => boolean): boolean {
    const { nest, counts } = this.divided.plan;
    const from = nest.shape.map(() => 0);
    for (;;) {
      const size = from.map((place, axis) => Math.min(counts[axis], nest.shape[axis] - place));
      if (!visit(from, size)) return false;
      let axis = from.length - 1;
      while (axis >= 0 && from[axis] + counts[axis] >= nest.shape[axis]) from[axis--] = 0;
      if (axis < 0) return true;
      from[axis] += counts[axis];
    }
  }

  private blocksFor(counts: readonly number[]): PortionBlocks {
    const { plan, blocks } = this.divided;
    return takeOrMake(blocks, counts.join(), Infinity, () => portionBlocksOf(plan, counts));
  }

  /** The portion at a place, its program and its kernels; null when the engine refuses one. */
  private codeFor(from: readonly number[], counts: readonly number[]) {
    const { heap, parameters, inPlace } = this.run;
    const { plan, programs } = this.divided;
    const portion = portionOf(plan, this.blocksFor(counts), from, counts, parameters.length);
    const program = programFor(programs, plan, portion, inPlace);
    const kernels = kernelsOf(program, heap);
    return kernels && { portion, program, kernels };
  }

  /** Runs one portion. */
  private one(from: readonly number[], counts: readonly number[]): boolean {
    const code = this.codeFor(from, counts);
    if (!code) return false;
    const { portion, program, kernels } = code;
    const { heap, sources, targets, parameters } = this.run;
    const { nest, staged, countsAxes } = this.divided.plan;
    const { excerpts, results } = this.blocksFor(counts);
    const inputs = nest.inputs.map((input, k) => {
      const { bytes } = dtypes[input.dtype];
      if (!staged.inputs[k]) return sources[input.source].address + portion.inputShifts[k] * bytes;
      const first = staged.same[k];
      const excerpt = excerpts[first]!;
      if (first === k) this.bring(k, input, excerpt, from, counts);
      return this.inputBlocks[first] + this.held[first].shift + excerpt.base * bytes;
    });
    const delivered = results.map((result, k) => {
      if (!result) return null;
      const { data, base } = targets[k];
      const place = lowestPlace(result, nest.outputs[k], from, base);
      const block = this.outputBlocks[k];
      return { result, place, address: block + shiftTo(block, byteOf(data, place)) };
    });
    const outputs = nest.outputs.map(({ dtype }, k) => {
      const { bytes } = dtypes[dtype];
      const to = delivered[k];
      return to ? to.address + to.result.base * bytes : targets[k].address + portion.outputShifts[k] * bytes;
    });
    const inner = new BorrowedBlocks(heap);
    try {
      const borrow = (bytes: number) => inner.borrow(bytes);
      execute(heap, program, kernels, {
        borrow,
        sources: [...inputs, ...program.temporaries.map(borrow)],
        targets: outputs,
        parameters: countsAxes ? [...parameters, ...from] : parameters,
        exchanged: null,
      });
    } finally {
      inner.release();
    }
    delivered.forEach((to, k) => {
      if (!to) return;
      const block = heap.view(nest.outputs[k].dtype, to.address, to.result.size);
      deliverResult(to.result, nest.outputs[k], counts, from, block, {
        data: targets[k].data,
        base: to.place,
      });
    });
    return true;
  }

  /** Copies an excerpt, unless it is there already, as small kernels are. */
  private bring(
    k: number,
    input: NormalInput,
    excerpt: Excerpt,
    from: readonly number[],
    counts: readonly number[],
  ): void {
    const { data, base } = this.run.sources[input.source];
    const starts = input.dimensions.map(({ coefficients, start }) => portionStart(coefficients, start, from));
    const what = `${starts} ${counts}`;
    if (this.held[k]?.what === what) return;
    const origin = input.dimensions.reduce(
      (sum, { table, stride }, d) => (table ? sum : sum + stride * starts[d]),
      base + input.shift + excerpt.first,
    );
    const block = this.inputBlocks[k];
    const middle = middleOf(excerpt, input.dimensions, starts);
    const { bytes } = dtypes[input.dtype];
    const shift = shiftTo(block + middle.at * bytes, byteOf(data, origin + middle.place));
    this.held[k] = { what, shift };
    const target = this.run.heap.view(input.dtype, block + shift, excerpt.size);
    if (excerpt.kind === 'points') copyPoints(input, excerpt, starts, { data, base: origin }, target);
    else copyExcerpt(excerpt, input, data, origin, starts, target);
  }
}

/** Where an element lies in its buffer. */
const byteOf = ({ byteOffset, BYTES_PER_ELEMENT }: TypedArray, place: number): number =>
  byteOffset + place * BYTES_PER_ELEMENT;
