/**
 * Runs nests by compiled code: normal form → program → kernels from the library → execution. What does not depend on the
 * memory is kept for as long as the nest itself lives, so that a caller who runs the same nest again pays for the run
 * alone. Memory that lies in the heap is used where it is, small ordinary memory is copied in whole; what is larger, or
 * thin, is done in portions.
 */

import type { Binding, Reached } from '../kernels/bindings.ts';
import { dtypes } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Nest, Range } from '../kernels/nest.ts';
import { accumulates, type NormalNest, normalise } from '../kernels/passes/index.ts';
import { type Program, programOf, roundsAlike, supports, weightOf } from '../kernels/wasm/index.ts';
import { isNoRoom } from './borrowed.ts';
import { execute, kernelsOf } from './execute.ts';
import { canCompile, hasFusedMultiplyAdd } from './features.ts';
import { type Heap, theHeap } from './heap.ts';
import { kept } from './kept.ts';
import { type Place, placeOf, writesWhatItReads } from './places.ts';
import { portionSize } from './portions/plan.ts';
import { runPortions } from './portions/run-portions.ts';
import { chosenRunner } from './settings.ts';
import { fills, type Ground, Staging } from './staging.ts';
import { countStarved } from './starved.ts';
import { formOf, isFree, tablesOf } from './structure.ts';

/** What is known of a nest. */
interface Known {
  readonly normal: NormalNest;
  /** False also when the engine refused the code. */
  supported: boolean;
  /** Whether it is so small that the interpreter gives the same bits before code is compiled. */
  readonly trifle: boolean;
  /** The form of a copy that others may share. */
  readonly form: string | null;
  apart?: Program;
  inPlace?: Program;
}

/** What is known, and the tables of this nest in the place of those that it was worked out for. */
interface Study {
  readonly facts: Known;
  readonly tables: ReadonlyMap<Int32Array, Int32Array> | null;
}

const known = new WeakMap<Nest, Study>();
/** Copies by their form, with the tables of the first one. */
const forms = new Map<string, { readonly facts: Known; readonly tables: readonly Int32Array[] }>();
const MOST_FORMS = 256;
/** Points, times taps and the weight of expressions, that are interpreted sooner than a new kernel is compiled, which takes one or two milliseconds. */
const TRIFLE = 1024;

function study(nest: Nest): Study {
  const found = known.get(nest);
  if (found) return found;
  const form = formOf(nest);
  const like = form === null ? undefined : forms.get(form);
  const made = like
    ? { facts: like.facts, tables: exchange(like.tables, tablesOf(nest)) }
    : { facts: factsOf(nest, form), tables: null };
  known.set(nest, made);
  return made;
}

const exchange = (from: readonly Int32Array[], to: readonly Int32Array[]) =>
  new Map(from.map((table, k) => [table, to[k]]));

function factsOf(nest: Nest, form: string | null): Known {
  const normal = normalise(nest);
  const alike = roundsAlike(normal, hasFusedMultiplyAdd());
  const trifle = alike && sizeOf([...nest.shape, ...nest.reduction]) * weightOf(normal) <= TRIFLE;
  return { normal, supported: supports(normal), trifle, form };
}

/** The program of a nest, worked out when it is first needed. */
function programFor(nest: Nest, facts: Known, inPlace: boolean): Program {
  const kind = inPlace ? 'inPlace' : 'apart';
  const found = facts[kind];
  if (found) return found;
  const program = programOf(facts.normal, nest.inputs.length, inPlace);
  facts[kind] = program;
  if (facts.form !== null && !inPlace && isFree(program))
    kept(forms, facts.form, MOST_FORMS, () => ({ facts, tables: tablesOf(nest) }));
  return program;
}

/** Runs the nest; false when it must be interpreted instead. */
export function runCompiled(
  nest: Nest,
  {
    inputs,
    outputs,
    reached,
  }: {
    readonly inputs: readonly Binding[];
    readonly outputs: readonly Binding[];
    readonly reached: Reached;
  },
  parameters: readonly Scalar[],
): boolean {
  if (!canCompile()) return false;
  if (nest.shape.includes(0)) return true;
  // Tables need not reach where no loop goes, but compiled code looks ahead of its loops.
  if (nest.reduction.includes(0)) return false;
  const heap = theHeap();
  if (!heap) return false;
  const studied = study(nest);
  const { facts } = studied;
  if (!facts.supported || (facts.trifle && chosenRunner() === 'auto')) return false;
  const place = (binding: Binding): Place => placeOf(heap, binding);
  const ground = { inputs: inputs.map(place), outputs: outputs.map(place), reached };
  try {
    const whole = isSmall(nest, ground) ? runWhole(heap, nest, studied, ground, parameters) : null;
    const done = whole ?? runInPortions(heap, nest, studied, ground, parameters);
    if (!done) facts.supported = false;
    return done;
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    countStarved();
    return false;
  }
}

/** Whether the ordinary memory that a nest reaches is little. Shared memory keeps what others write in between. */
function isSmall(nest: Nest, { inputs, outputs, reached }: Ground): boolean {
  let bytes = 0;
  const add = ({ data, address }: Place, range: Range | null): void => {
    if (range && address === 0) bytes += (range.high - range.low) * data.BYTES_PER_ELEMENT;
  };
  inputs.forEach((input, k) => {
    add(input, reached.inputs[k]);
  });
  outputs.forEach((output, k) => {
    add(output, reached.outputs[k]);
  });
  const keeps = ({ data, address }: Place, k: number) =>
    address !== 0 || !reached.outputs[k] || !isShared(data.buffer) || fills(nest, outputs, k);
  return bytes <= portionSize.least && outputs.every(keeps);
}

const isShared = (buffer: ArrayBufferLike): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && buffer instanceof SharedArrayBuffer;

/** Runs a nest in one piece; null when the code needs more memory on the way than is set aside for that. */
function runWhole(
  heap: Heap,
  nest: Nest,
  { facts: known, tables }: Study,
  ground: Ground,
  parameters: readonly Scalar[],
): boolean | null {
  const { normal } = known;
  const inPlace = accumulates(normal) || writesWhatItReads(normal, ground.inputs, ground.outputs);
  // Another nest of the form may have been worked out apart from its tables, but not in place.
  const shared = tables !== null && inPlace;
  const facts = shared ? factsOf(nest, null) : known;
  const program = programFor(nest, facts, inPlace);
  if (needed(program) > heap.room / 2) return null;
  // All of them before anything is written: where one cannot be had, the interpreter does the whole nest.
  const kernels = kernelsOf(program, heap);
  if (!kernels) return false;
  const staging = new Staging(heap, nest, ground);
  try {
    const sources = staging.inputs();
    const targets = staging
      .outputs()
      .map((address, k) => address + (normal.outputs[k].shift ?? 0) * dtypes[nest.outputs[k].dtype].bytes);
    const borrow = (bytes: number) => staging.borrow(bytes);
    sources.push(...program.temporaries.map(borrow));
    execute(heap, program, kernels, {
      borrow,
      sources,
      targets,
      parameters,
      exchanged: shared ? null : tables,
    });
    staging.deliver();
    return true;
  } finally {
    staging.release();
  }
}

/** Bytes that a program borrows beside its inputs and outputs. */
const needed = ({ temporaries, steps }: Program): number =>
  temporaries.reduce((sum, bytes) => sum + bytes, 0) +
  steps.reduce((sum, { tables }) => sum + tables.reduce((all, { table }) => all + table.byteLength, 0), 0);

function runInPortions(
  heap: Heap,
  nest: Nest,
  { facts, tables }: Study,
  { inputs: sources, outputs: targets }: Ground,
  parameters: readonly Scalar[],
): boolean {
  const normal = tables === null ? facts.normal : normalFor(nest);
  const inPlace =
    normal.outputs.some(({ accumulate }, k) => accumulate && targets[k].address !== 0) ||
    writesWhatItReads(normal, sources, targets);
  return runPortions({ heap, sources, targets, parameters, inPlace }, normal);
}

const normals = new WeakMap<Nest, NormalNest>();

/** The normal form of a nest that has its own tables. */
function normalFor(nest: Nest): NormalNest {
  const found = normals.get(nest) ?? normalise(nest);
  normals.set(nest, found);
  return found;
}

const sizeOf = (extents: readonly number[]): number =>
  extents.reduce((product, extent) => product * extent, 1);
