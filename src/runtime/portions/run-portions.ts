/**
 * Runs a nest portion by portion: its excerpts are brought into the heap, code runs over them, results are delivered.
 * The blocks are the same for all portions, and small, so that they stay in the processor's cache: a convolution of the
 * caller's image costs one copy more, not two passes over memory.
 */
import { dtypes, type RealDType, type TypedArray } from '../../kernels/dtype.ts';
import type { Scalar } from '../../kernels/expression.ts';
import { load } from '../../kernels/expression.ts';
import { interpret } from '../../kernels/interpret.ts';
import {
  type NormalInput,
  type NormalNest,
  type Program,
  programOf,
  type Split,
  splitFold,
} from '../../kernels/wasm/index.ts';
import { BorrowedBlocks } from '../borrowed.ts';
import { execute, kernelsOf } from '../execute.ts';
import type { Heap } from '../heap.ts';
import { ALIGNMENT, shiftTo } from './alignment.ts';
import { copyExcerpt, middleOf } from './copy-excerpt.ts';
import type { Excerpt } from './excerpt.ts';
import { type Blocks, blocksOf, type Plan, planOf, type Staged } from './plan.ts';
import { type Portion, portionOf } from './portion-nest.ts';
import { deliver, lowestPlace } from './result.ts';
import { looksOf, startOf } from './windows.ts';

/** The memory of a source or a target: in the heap, where `address` is that of its base, or ordinary (0). */
export interface Ground {
  readonly data: TypedArray | null;
  readonly base: number;
  readonly address: number;
}

/** The divided nest, and what was made for its portions. */
interface Made {
  readonly plan: Plan;
  /** By the sizes of portions. */
  readonly blocks: Map<string, Blocks>;
  /** By their forms. */
  readonly programs: Map<string, Program>;
}

/** Programs that are kept for one nest: most have one or some few. */
const MOST_PROGRAMS = 64;
const known = new WeakMap<NormalNest, Map<string, Made>>();
/** A fold in parts of a fixed size, and the nest that brings them together; null where a nest is none, or short. */
const folds = new WeakMap<NormalNest, { readonly parts: Split; readonly last: NormalNest } | null>();

function foldOf(
  nest: NormalNest,
  sources: number,
): { readonly parts: Split; readonly last: NormalNest } | null {
  const found = folds.get(nest);
  if (found !== undefined) return found;
  const parts = splitFold(nest);
  const made = parts && { parts, last: parts.last(parts.dtypes.map((_, k) => sources + k)) };
  folds.set(nest, made);
  return made;
}

/**
 * Runs a nest over ordinary memory and memory of the heap; false when there is code that cannot be made. Throws what
 * `isNoRoom` tests for where a single point needs more than there is room for. What was written then will be written again.
 */
export function runPortions(
  heap: Heap,
  nest: NormalNest,
  sources: readonly Ground[],
  targets: readonly Ground[],
  parameters: readonly Scalar[],
  inPlace: boolean,
): boolean {
  const fold = inPlace ? null : foldOf(nest, sources.length);
  if (!fold) return runDivided(heap, nest, sources, targets, parameters, inPlace);
  const { partials, dtypes: types, results, parts: count } = fold.parts;
  const blocks = new BorrowedBlocks(heap);
  try {
    const inHeap = (address: number): Ground => ({ data: null, base: 0, address });
    const places = types.map(dtype => blocks.borrow(results * count * dtypes[dtype].bytes));
    for (const { nest: partial, first } of partials) {
      const outputs = places.map((address, k) => inHeap(address + first * dtypes[types[k]].bytes));
      if (!runDivided(heap, partial, sources, outputs, parameters, false)) return false;
    }
    return runPortions(heap, fold.last, [...sources, ...places.map(inHeap)], targets, parameters, false);
  } finally {
    blocks.release();
  }
}

/** What is staged. Inputs that read the same elements in the same way share an excerpt. */
function stagedOf(nest: NormalNest, sources: readonly Ground[], targets: readonly Ground[]): Staged {
  const looks = looksOf(nest);
  const inputs = nest.inputs.map(({ source }) => sources[source].address === 0);
  const alike = (a: NormalInput, b: NormalInput): boolean =>
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
  const same = nest.inputs.map((input, k) => {
    if (!inputs[k]) return k;
    return nest.inputs.findIndex(
      (other, j) =>
        j === k ||
        (inputs[j] && alike(other, input) && JSON.stringify(looks[j]) === JSON.stringify(looks[k])),
    );
  });
  return { inputs, outputs: nest.outputs.map((_, k) => targets[k].address === 0), same };
}

function runDivided(
  heap: Heap,
  nest: NormalNest,
  sources: readonly Ground[],
  targets: readonly Ground[],
  parameters: readonly Scalar[],
  inPlace: boolean,
): boolean {
  const staged = stagedOf(nest, sources, targets);
  const key = `${inPlace} ${staged.inputs} ${staged.outputs} ${staged.same}`;
  const forms = known.get(nest) ?? new Map<string, Made>();
  known.set(nest, forms);
  let made = forms.get(key);
  if (!made) {
    const programs = new Map<string, Program>();
    const blocks = new Map<string, Blocks>();
    // Room for what is laid out anew on the way, beside the blocks.
    const fits = (plan: Plan): boolean => {
      const size = blocksOf(nest, staged, plan.looks, plan.counts);
      const portion = portionOf(
        plan,
        size,
        nest.shape.map(() => 0),
        plan.counts,
        0,
      );
      const program = programOf(portion.nest(), nest.inputs.length, inPlace, {
        mode: plan.mode,
        undivided: true,
      });
      return program.temporaries.reduce((sum, bytes) => sum + bytes, 0) <= heap.room / 4;
    };
    made = { plan: planOf(nest, staged, fits), blocks, programs };
    forms.set(key, made);
  }
  const run = new PortionRun(heap, made, sources, targets, parameters, inPlace);
  try {
    return run.all();
  } finally {
    run.blocks.release();
  }
}

class PortionRun {
  readonly blocks: BorrowedBlocks;
  private readonly made: Made;
  private readonly sources: readonly Ground[];
  private readonly targets: readonly Ground[];
  private readonly parameters: readonly Scalar[];
  private readonly inPlace: boolean;
  private readonly heap: Heap;
  /** Addresses of excerpts and results. */
  private inputBlocks: readonly number[] = [];
  private outputBlocks: readonly number[] = [];
  /** What each excerpt holds now, and how far from the start of its block it begins. */
  private readonly held: { readonly what: string; readonly shift: number }[] = [];

  constructor(
    heap: Heap,
    made: Made,
    sources: readonly Ground[],
    targets: readonly Ground[],
    parameters: readonly Scalar[],
    inPlace: boolean,
  ) {
    this.heap = heap;
    this.made = made;
    this.sources = sources;
    this.targets = targets;
    this.parameters = parameters;
    this.inPlace = inPlace;
    this.blocks = new BorrowedBlocks(heap);
  }

  all(): boolean {
    const { plan } = this.made;
    const { nest, counts } = plan;
    // The first portion is as large as any.
    const { excerpts, results } = this.blocksFor(counts);
    const borrow = (one: { size: number } | null, dtype: RealDType): number =>
      one ? this.blocks.borrow(one.size * dtypes[dtype].bytes + ALIGNMENT) : 0;
    this.inputBlocks = excerpts.map((one, k) => borrow(one, nest.inputs[k].dtype));
    this.outputBlocks = results.map((one, k) => borrow(one, nest.outputs[k].dtype));
    const from = nest.shape.map(() => 0);
    for (;;) {
      if (
        !this.one(
          from,
          from.map((place, axis) => Math.min(counts[axis], nest.shape[axis] - place)),
        )
      )
        return false;
      let axis = from.length - 1;
      while (axis >= 0 && from[axis] + counts[axis] >= nest.shape[axis]) from[axis--] = 0;
      if (axis < 0) return true;
      from[axis] += counts[axis];
    }
  }

  private blocksFor(counts: readonly number[]): Blocks {
    const { plan, blocks } = this.made;
    const key = counts.join();
    const found = blocks.get(key) ?? blocksOf(plan.nest, plan.staged, plan.looks, counts);
    blocks.set(key, found);
    return found;
  }

  /** Runs one portion. */
  private one(from: readonly number[], counts: readonly number[]): boolean {
    const { heap, made, sources, targets, parameters } = this;
    const { nest, mode, staged, countsAxes } = made.plan;
    const blocks = this.blocksFor(counts);
    const portion = portionOf(made.plan, blocks, from, counts, parameters.length);
    const program = this.programFor(portion, mode);
    const kernels = kernelsOf(program, heap);
    if (!kernels) return false;
    const inputs = nest.inputs.map((input, k) => {
      const bytes = dtypes[input.dtype].bytes;
      const { address } = sources[input.source];
      if (!staged.inputs[k]) return address + portion.inputShifts[k] * bytes;
      const first = staged.same[k];
      const excerpt = blocks.excerpts[first]!;
      if (first === k) this.bring(k, input, excerpt, from, counts);
      return this.inputBlocks[first] + this.held[first].shift + excerpt.base * bytes;
    });
    const beginnings = blocks.results.map((result, k) => {
      if (!result) return 0;
      const { data, base } = targets[k];
      const place = lowestPlace(result, nest.outputs[k], from, base);
      return this.outputBlocks[k] + shiftTo(this.outputBlocks[k], byteOf(data!, place));
    });
    const outputs = nest.outputs.map(({ dtype }, k) => {
      const { bytes } = dtypes[dtype];
      if (!staged.outputs[k]) return targets[k].address + portion.outputShifts[k] * bytes;
      return beginnings[k] + blocks.results[k]!.base * bytes;
    });
    const inner = new BorrowedBlocks(heap);
    try {
      execute(heap, program, kernels, {
        borrow: bytes => inner.borrow(bytes),
        sources: [...inputs, ...program.temporaries.map(bytes => inner.borrow(bytes))],
        targets: outputs,
        parameters: countsAxes ? [...parameters, ...from] : parameters,
        exchanged: null,
      });
    } finally {
      inner.release();
    }
    blocks.results.forEach((result, k) => {
      if (!result) return;
      const { dtype } = nest.outputs[k];
      const block = heap.view(dtype, beginnings[k], result.size);
      const { data, base } = targets[k];
      deliver(result, nest.outputs[k], counts, from, block, { data: data!, base });
    });
    return true;
  }

  private programFor(portion: Portion, mode: Plan['mode']): Program {
    const { programs, plan } = this.made;
    const found = programs.get(portion.form);
    if (found) return found;
    const program = programOf(portion.nest(), plan.nest.inputs.length, this.inPlace, {
      mode,
      undivided: true,
    });
    if (programs.size >= MOST_PROGRAMS) programs.delete(programs.keys().next().value!);
    programs.set(portion.form, program);
    return program;
  }

  /** Copies an excerpt, unless it is there already, as small kernels are. */
  private bring(
    k: number,
    input: NormalInput,
    excerpt: Excerpt,
    from: readonly number[],
    counts: readonly number[],
  ): void {
    const { data, base } = this.sources[input.source];
    const starts = input.dimensions.map(({ coefficients, start }) => startOf(coefficients, start, from));
    const what = `${starts} ${counts}`;
    if (this.held[k]?.what === what) return;
    const plain = input.dimensions.reduce(
      (sum, { table, stride }, d) => (table ? sum : sum + stride * starts[d]),
      base + input.shift + excerpt.first,
    );
    const block = this.inputBlocks[k];
    const middle = middleOf(excerpt, input.dimensions, starts);
    const { bytes } = dtypes[input.dtype];
    const shift = shiftTo(block + middle.at * bytes, byteOf(data!, plain + middle.place));
    this.held[k] = { what, shift };
    const target = this.heap.view(input.dtype, block + shift, excerpt.size);
    if (excerpt.kind === 'points') {
      copyPoints(
        input,
        excerpt,
        starts,
        counts,
        this.made.plan.nest.reduction,
        { data: data!, base },
        target,
      );
      return;
    }
    copyExcerpt(excerpt, input.dimensions, data!, plain, starts, input.fill, target);
  }
}

/** Where an element lies in its buffer. */
const byteOf = ({ byteOffset, BYTES_PER_ELEMENT }: TypedArray, place: number): number =>
  byteOffset + place * BYTES_PER_ELEMENT;

/** Copies the element of each point of the loops that move along an input. */
function copyPoints(
  { dtype, fill, shift, dimensions }: NormalInput,
  { axes }: Excerpt,
  starts: readonly number[],
  counts: readonly number[],
  reduction: readonly number[],
  { data, base }: { data: TypedArray; base: number },
  target: TypedArray,
): void {
  // The axes of the excerpt are loops of the nest, by number.
  const loops = axes.map(({ stride }) => stride);
  const pick = (coefficients: readonly number[]) => loops.map(axis => coefficients[axis]);
  const strides = loops.map(axis =>
    dimensions.reduce(
      (sum, { table, coefficients, stride }) => (table ? sum : sum + coefficients[axis] * stride),
      0,
    ),
  );
  const gathers = dimensions.flatMap(({ table, coefficients, stride }, d) =>
    table ? [{ table, coefficients: pick(coefficients), start: starts[d], stride }] : [],
  );
  const plain = dimensions.reduce(
    (sum, { table, stride }, d) => (table ? sum : sum + stride * starts[d]),
    base + shift,
  );
  const extents = [...counts, ...reduction];
  interpret(
    {
      shape: loops.map(axis => extents[axis]),
      reduction: [],
      inputs: [{ dtype, strides, gathers, fill }],
      outputs: [{ dtype, strides: axes.map(({ pitch }) => pitch), value: load(0, dtype) }],
    },
    [{ data, base: plain }],
    [{ data: target, base: 0 }],
  );
}
