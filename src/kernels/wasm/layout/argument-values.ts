/** The values of a kernel's arguments: what follows from its layout, and what is known when it runs. */
import type { RealDType } from '../../dtype.ts';
import type { Scalar } from '../../expression.ts';
import type { ArgumentName } from '../code/argument-names.ts';
import type { ArgumentSlot } from '../code/arguments.ts';

/** Numbers of one input; strides and starts are bytes. */
export interface InputNumbers {
  /** Per dimension. */
  readonly strides: readonly number[];
  readonly starts: readonly number[];
  readonly fill: Scalar;
  /** Bytes from the row of fill values to where a row begins. */
  readonly fillRowStart: number;
  /** Of extended inputs, in bytes: where the interior begins, and the places at either end, counted from that end. */
  readonly interior: number;
  readonly first: readonly number[];
  readonly last: readonly number[];
}

/** The numbers of a layout that do not shape its code. */
export interface LayoutNumbers {
  readonly extents: readonly number[];
  readonly points: number;
  readonly tiles: number;
  readonly stretches: number;
  readonly innerStart: number;
  readonly innerEnd: number;
  readonly inputs: readonly InputNumbers[];
  /** Per output and axis, in bytes. */
  readonly outputStrides: readonly (readonly number[])[];
}

/** Where tables and fill values lie when a kernel runs, and the parameters of the nest; addresses are bytes. */
export interface RunNumbers {
  /** Per input and dimension, the address of the entry of its table of byte offsets at which the loops start. */
  readonly tables: readonly (readonly number[])[];
  /** The same per output and look-up. */
  readonly outputTables: readonly (readonly number[])[];
  /** Per input, a row of fill values, and a cell with one. */
  readonly fillRows: readonly number[];
  readonly fillCells: readonly number[];
  readonly parameters: readonly Scalar[];
}

function valueOf(name: ArgumentName, layout: LayoutNumbers, run: RunNumbers): Scalar {
  switch (name.of) {
    case 'extent':
      return layout.extents[name.axis];
    case 'points':
    case 'tiles':
    case 'stretches':
    case 'innerStart':
    case 'innerEnd':
      return layout[name.of];
    case 'zero':
      return 0;
    case 'stride':
      return layout.inputs[name.input].strides[name.dimension];
    case 'start':
      return layout.inputs[name.input].starts[name.dimension];
    case 'table':
      return run.tables[name.input][name.dimension];
    case 'fillCell':
      return run.fillCells[name.input];
    case 'fillRow':
      return run.fillRows[name.input] + layout.inputs[name.input].fillRowStart;
    case 'interior':
      return layout.inputs[name.input].interior;
    case 'patch':
      return layout.inputs[name.input][name.end][name.place];
    case 'outputStride':
      return layout.outputStrides[name.output][name.axis];
    case 'outputTable':
      return run.outputTables[name.output][name.lookup];
    case 'parameter':
      return run.parameters[name.index];
    case 'fillValue':
      return layout.inputs[name.input].fill;
  }
}

/** Writes the arguments of a kernel to where they stand in memory. */
export function writeArguments(
  slots: readonly ArgumentSlot[],
  view: DataView,
  address: number,
  layout: LayoutNumbers,
  run: RunNumbers,
): void {
  for (const { name, offset, dtype } of slots)
    writeElement(view, address + offset, dtype, valueOf(name, layout, run));
}

function writeElement(view: DataView, at: number, dtype: RealDType, value: Scalar): void {
  if (dtype === 'float32') view.setFloat32(at, Number(value), true);
  else if (dtype === 'float64') view.setFloat64(at, Number(value), true);
  else if (dtype === 'bool') view.setInt32(at, value ? -1 : 0, true);
  else if (typeof value === 'bigint') view.setBigInt64(at, value, true);
  else view.setInt32(at, value, true);
}
