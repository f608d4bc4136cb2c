/** A nest as a program: the layout of each of its stages, and the tables that their kernels read. */
import type { Mode } from '../passes/mode.ts';
import { eachNode } from '../passes/nodes.ts';
import type { NormalNest } from '../passes/normal-nest.ts';
import { type StageTarget, stagesOf } from '../passes/stages.ts';
import { hasOutsideRows, OUTSIDE_BYTES } from './code/pointers.ts';
import { bytesOf } from './code/vector.ts';
import { chooseLayout } from './layout/choose-layout.ts';
import type { Layout } from './layout/layout.ts';
import { vectorMath } from './math/index.ts';

/**
 * A table that the kernel reads in bytes. It is scaled where it is copied: for a table of a million entries, which is
 * used once, that is one pass instead of two.
 */
export interface ByteTable {
  /** Whether an input or an output reads it, and which. */
  readonly of: 'input' | 'output';
  readonly number: number;
  readonly dimension: number;
  readonly table: Int32Array;
  /** Bytes from one place to the next. */
  readonly scale: number;
  /** Whether it may have places outside. */
  readonly outside: boolean;
  /** The entry that the loops start from. */
  readonly start: number;
}

export interface ProgramStep {
  readonly layout: Layout;
  /** Inputs of the layout read these: sources of the nest, then temporaries. */
  readonly targets: readonly StageTarget[];
  /** Points of the step, times taps, times what is long about its expressions. */
  readonly work: number;
  readonly tables: readonly ByteTable[];
  /** Elements of the row of fill values of each input; 0 for those that need none. */
  readonly fillRows: readonly number[];
}

export interface Program {
  /** The sources of the nest; temporaries are counted on from here. */
  readonly sources: number;
  /** Bytes of each temporary. */
  readonly temporaries: readonly number[];
  readonly steps: readonly ProgramStep[];
}

/** Writes a table in bytes. */
export function writeTable({ table, scale, outside }: ByteTable, bytes: Int32Array): void {
  if (outside)
    for (let k = 0; k < table.length; k++) bytes[k] = table[k] < 0 ? OUTSIDE_BYTES : table[k] * scale;
  else for (let k = 0; k < table.length; k++) bytes[k] = table[k] * scale;
}

/** Bytes before and after a row of fill values: vectors reach a little past either end. */
export const SLACK = 64;

/** The program of a nest; the arguments are those of `stagesOf`. */
export function programOf(nest: NormalNest, sources: number, inPlace: boolean, mode?: Mode): Program {
  const { stages, temporaries } = stagesOf(nest, sources, inPlace, mode);
  const steps = stages.map(stage => stepOf(chooseLayout(stage.nest, inPlace, stage.mode), stage.targets));
  return { sources, temporaries, steps };
}

function stepOf(layout: Layout, targets: readonly StageTarget[]): ProgramStep {
  const { nest } = layout;
  const tables = nest.inputs.flatMap(({ dimensions, dtype }, number) =>
    dimensions.flatMap(({ table, stride, start }, dimension): ByteTable[] => {
      if (!table) return [];
      const outside = layout.shape.inputs[number].dimensions[dimension].table === 'outside';
      return [{ of: 'input', number, dimension, table, scale: stride * bytesOf(dtype), outside, start }];
    }),
  );
  for (const [number, { lookups = [], dtype }] of nest.outputs.entries())
    for (const [dimension, { table, stride, start }] of lookups.entries())
      tables.push({
        of: 'output',
        number,
        dimension,
        table,
        scale: stride * bytesOf(dtype),
        outside: false,
        start,
      });
  return {
    layout,
    targets,
    work: layout.numbers.extents.reduce((product, extent) => product * extent, weightOf(nest)),
    tables,
    fillRows: nest.inputs.map((_, input) => fillRowLength(layout, input)),
  };
}

/** So many nodes of an expression take about as long as one point of an addition, which its memory takes. */
const PLAIN = 8;
/** Nodes that one function such as exp counts for, and one division or square root. */
const FUNCTION = 24;
const DIVISION = 3;

/** How many times longer than an addition one point takes. */
export function weightOf(nest: NormalNest): number {
  let nodes = 0;
  eachNode(nest, ({ op }) => {
    if (op in vectorMath.f64x2) nodes += FUNCTION;
    else nodes += op === 'divide' || op === 'sqrt' ? DIVISION : 1;
  });
  return Math.max(1, Math.floor(nodes / PLAIN));
}

/** The elements of a row of fill values for the rows of an input that lie outside of it. */
function fillRowLength(layout: Layout, input: number): number {
  const shape = layout.shape.inputs[input];
  const { class: how, moving, low, high } = shape;
  if ((how !== 'unit' && how !== 'extended') || !hasOutsideRows(shape)) return 0;
  const { dtype, dimensions } = layout.nest.inputs[input];
  const { table } = dimensions[moving[0]];
  const reach = table
    ? table.reduce((most, place) => Math.max(most, place), 0)
    : layout.numbers.points + high - low;
  return reach + 1 + (2 * SLACK) / bytesOf(dtype);
}
