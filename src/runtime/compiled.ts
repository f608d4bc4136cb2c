/**
 * Runs nests by compiled code: normal form → program → kernels from the library → execution. What does not depend on the
 * memory is kept for as long as the nest itself lives, so that a caller who runs the same nest again pays for the run
 * alone. Memory that lies in the heap is used where it is, small ordinary memory is copied in whole; what is larger, or
 * thin, is done in portions.
 */
import type { Binding } from '../kernels/bindings.ts';
import { dtypes } from '../kernels/dtype.ts';
import type { Scalar } from '../kernels/expression.ts';
import type { Nest } from '../kernels/nest.ts';
import {
  accumulates,
  type NormalNest,
  normalise,
  type Program,
  programOf,
  roundsAlike,
  supports,
  weightOf,
} from '../kernels/wasm/index.ts';
import { isNoRoom } from './borrowed.ts';
import { execute, kernelsOf } from './execute.ts';
import { canCompile, hasFusedMultiplyAdd } from './features.ts';
import { type Heap, theHeap } from './heap.ts';
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
  if (facts.form !== null && !inPlace && isFree(program)) {
    if (forms.size >= MOST_FORMS) forms.delete(forms.keys().next().value!);
    forms.set(facts.form, { facts, tables: tablesOf(nest) });
  }
  return program;
}

/** Runs the nest; false when it must be interpreted instead. */
export function runCompiled(nest: Nest, ground: Ground, parameters: readonly Scalar[]): boolean {
  if (!canCompile()) return false;
  if (nest.shape.includes(0)) return true;
  // Tables need not reach where no loop goes, but compiled code looks ahead of its loops.
  if (nest.reduction.includes(0)) return false;
  const heap = theHeap();
  if (!heap) return false;
  const studied = study(nest);
  const { facts } = studied;
  if (!facts.supported || (facts.trifle && chosenRunner() === 'auto')) return false;
  try {
    const done = isSmall(heap, nest, ground)
      ? runWhole(heap, nest, studied, ground, parameters)
      : runInPortions(heap, nest, studied, ground, parameters);
    if (done !== null) return done;
    return runInPortions(heap, nest, studied, ground, parameters);
  } catch (error) {
    if (!isNoRoom(error)) throw error;
    countStarved();
    return false;
  }
}

/** Whether the ordinary memory that a nest reaches is little. Shared memory keeps what others write in between. */
function isSmall(heap: Heap, nest: Nest, { inputs, outputs, reached }: Ground): boolean {
  let bytes = 0;
  inputs.forEach(({ data }, k) => {
    const range = reached.inputs[k];
    if (range && !heap.addressOf(data)) bytes += (range.high - range.low) * data.BYTES_PER_ELEMENT;
  });
  return (
    outputs.every(({ data }, k) => {
      const range = reached.outputs[k];
      if (!range || heap.addressOf(data)) return true;
      bytes += (range.high - range.low) * data.BYTES_PER_ELEMENT;
      return !isShared(data.buffer) || fills(nest, outputs, k);
    }) && bytes <= portionSize.least
  );
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
  const staging = new Staging(heap, nest, ground);
  try {
    const place = placeIn(heap);
    const inPlace =
      accumulates(normal) || writesWhatItReads(normal, ground.inputs.map(place), ground.outputs.map(place));
    // Another nest of the form may have been worked out apart from its tables, but not in place.
    const shared = tables !== null && inPlace;
    const facts = shared ? factsOf(nest, null) : known;
    const program = programFor(nest, facts, inPlace);
    if (needed(program) > heap.room / 2) return null;
    // All of them before anything is written: where one cannot be had, the interpreter does the whole nest.
    const made = kernelsOf(program, heap);
    if (!made) {
      known.supported = false;
      return false;
    }
    const sources = staging.inputs();
    const targets = staging
      .outputs()
      .map((address, k) => address + (normal.outputs[k].shift ?? 0) * dtypes[nest.outputs[k].dtype].bytes);
    for (const bytes of program.temporaries) sources.push(staging.borrow(bytes));
    const exchanged = shared ? null : tables;
    const borrow = (bytes: number) => staging.borrow(bytes);
    execute(heap, program, made, { borrow, sources, targets, parameters, exchanged });
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
  { inputs, outputs }: Ground,
  parameters: readonly Scalar[],
): boolean {
  const normal = tables === null ? facts.normal : normalFor(nest);
  const sources = inputs.map(placeIn(heap));
  const targets = outputs.map(placeIn(heap));
  const inPlace =
    normal.outputs.some(({ accumulate }, k) => accumulate && targets[k].address !== 0) ||
    writesWhatItReads(normal, sources, targets);
  const done = runPortions(heap, normal, sources, targets, parameters, inPlace);
  if (!done) facts.supported = false;
  return done;
}

/** The address of the base of a binding; 0 of ordinary memory. */
const placeIn =
  (heap: Heap) =>
  ({ data, base }: Binding): Place => {
    const address = heap.addressOf(data);
    return { data, base, address: address && address + base * data.BYTES_PER_ELEMENT };
  };

interface Place extends Binding {
  readonly address: number;
}

const normals = new WeakMap<Nest, NormalNest>();

/** The normal form of a nest that has its own tables. */
function normalFor(nest: Nest): NormalNest {
  const found = normals.get(nest) ?? normalise(nest);
  normals.set(nest, found);
  return found;
}

/** Whether an output lies in memory of the heap that an input lies in too. */
const writesWhatItReads = (
  { inputs }: NormalNest,
  sources: readonly Place[],
  targets: readonly Place[],
): boolean =>
  targets.some(
    ({ data: b, address }) =>
      address !== 0 &&
      inputs.some(({ source }) => {
        const { data: a, address: other } = sources[source];
        return (
          other !== 0 &&
          a.byteOffset < b.byteOffset + b.byteLength &&
          b.byteOffset < a.byteOffset + a.byteLength
        );
      }),
  );

const sizeOf = (extents: readonly number[]): number =>
  extents.reduce((product, extent) => product * extent, 1);
