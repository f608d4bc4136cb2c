/**
 * The arguments of a compiled function: numbers in memory, read once into locals when the function starts. A slot is
 * declared where it is needed, together with how its value follows from a layout and from where memory lies.
 */

import type { RealDType } from '../dtype.ts';
import type { Scalar } from '../expression.ts';
import type { Index } from './encoder.ts';
import type { Layout } from './layout.ts';
import { bytesOf, type Emitter, laneKind, partCount, type Vector } from './vector.ts';

/** Where memory lies when a kernel runs; addresses are bytes. */
export interface Places {
  readonly layout: Layout;
  /** Per input of the layout, the address of its base element, shift included. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** Per input and dimension, the address of its table of byte offsets. */
  readonly tables: readonly (readonly number[])[];
  /** The same per output and look-up. */
  readonly outputTables: readonly (readonly number[])[];
  /** Per input, a row of fill values (see `fillRowBytes`), and a cell with one. */
  readonly fillRows: readonly number[];
  readonly fillCells: readonly number[];
  readonly parameters: readonly Scalar[];
}

interface Slot {
  readonly offset: number;
  readonly dtype: RealDType;
  readonly value: (places: Places) => Scalar;
}

export class Arguments {
  private readonly emitter: Emitter;
  private readonly address: Index;
  private readonly slots: Slot[] = [];
  private readonly numbers = new Map<string, Index>();
  private size = 0;

  constructor(emitter: Emitter, address: Index) {
    this.emitter = emitter;
    this.address = address;
  }

  /** A local that holds the number of this name. */
  number(name: string, value: (places: Places) => number): Index {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const { code } = this.emitter;
    const offset = this.reserve('int32', value);
    const local = code.local('i32');
    code.atStart(() => code.get(this.address).op('i32.load', offset).set(local));
    this.numbers.set(name, local);
    return local;
  }

  /** A number of an element type in every lane. */
  vector(name: string, dtype: RealDType, value: (places: Places) => Scalar): Vector {
    const kind = laneKind(dtype);
    let local = this.numbers.get(name);
    if (local === undefined) {
      const wide = dtype === 'float64' || kind === 'i64x2';
      const stored: RealDType = kind === 'i32x4' ? 'int32' : dtype;
      const signed = dtype === 'bool' ? (places: Places) => -Number(value(places) !== 0) : value;
      const offset = this.reserve(stored, signed);
      const { code } = this.emitter;
      local = code.local('v128');
      const target = local;
      code.atStart(() =>
        code
          .get(this.address)
          .op(wide ? 'v128.load64_splat' : 'v128.load32_splat', offset)
          .set(target),
      );
      this.numbers.set(name, local);
    }
    return { kind, parts: partCount(kind) === 1 ? [local] : [local, local] };
  }

  private reserve(dtype: RealDType, value: Slot['value']): number {
    const bytes = bytesOf(dtype);
    const offset = Math.ceil(this.size / bytes) * bytes;
    this.size = offset + bytes;
    this.slots.push({ offset, dtype, value });
    return offset;
  }

  /** The bytes of all arguments, and the function that writes them. */
  finish(): { bytes: number; write: (view: DataView, address: number, places: Places) => void } {
    const { slots, size } = this;
    return {
      bytes: size,
      write(view, address, places) {
        for (const { offset, dtype, value } of slots) {
          const number = value(places);
          const at = address + offset;
          if (dtype === 'float32') view.setFloat32(at, Number(number), true);
          else if (dtype === 'float64') view.setFloat64(at, Number(number), true);
          else if (typeof number === 'bigint') view.setBigInt64(at, number, true);
          else view.setInt32(at, number, true);
        }
      },
    };
  }
}
