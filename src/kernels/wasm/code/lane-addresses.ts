/** The addresses of the lanes of a vector that are loaded one by one. */

import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import type { CodeShape } from './code-shape.ts';
import { OUTSIDE_BYTES, type Pointers } from './pointers.ts';
import { type LoadUse, movingOffset } from './uses.ts';
import { type Emitter, LANES } from './vector.ts';

/**
 * Bytes along a row that a load may have as an immediate. The lowest use of a row may lie so far before its array, where
 * addresses must not fall below 0: an immediate does not wrap round. Blocks of the heap begin at 65536.
 */
export const MOST_IMMEDIATE = 2 ** 15;

export class LaneAddresses {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly shape: CodeShape;
  private readonly pointers: Pointers;
  private readonly address: Index;
  private readonly missed: Index;
  private readonly entry: Index;
  private steps = new Map<string, Index>();
  private x: Index = 0;

  constructor(emitter: Emitter, slots: Arguments, shape: CodeShape, pointers: Pointers) {
    this.emitter = emitter;
    this.slots = slots;
    this.shape = shape;
    this.pointers = pointers;
    this.address = emitter.code.local('i32');
    this.missed = emitter.code.local('i32');
    this.entry = emitter.code.local('i32');
  }

  /** Starts a body of code for vectors whose first point is number `x` of the row. */
  begin(x: Index): void {
    this.x = x;
    this.steps = new Map();
  }

  /**
   * The addresses of lanes that stand some steps apart in all rows of a tile, which are worked out once for all of them;
   * null where tables tell where they stand, or addresses might fall below 0.
   */
  stepped(use: LoadUse, v: number): ((lane: number) => void) | null {
    const { code } = this.emitter;
    const { inputs, vectorAxis, tile } = this.shape;
    const { dimensions, moving } = inputs[use.input];
    const known = moving.every(d => dimensions[d].table === 'none' && !dimensions[d].phases);
    const outside = dimensions.some(({ table }) => table === 'outside');
    if (tile === 1 || !known || outside || this.pointers.immediate(use) > MOST_IMMEDIATE) return null;
    const row = this.pointers.row(use);
    return lane => {
      const offsets = moving.map(d => {
        const { coefficients } = dimensions[d];
        return movingOffset(dimensions[d], use, vectorAxis) + coefficients[vectorAxis] * (v * LANES + lane);
      });
      const key = `${use.input}:${offsets}`;
      let local = this.steps.get(key);
      if (local === undefined) {
        local = code.local('i32');
        this.steps.set(key, local);
        moving.forEach((d, k) => {
          code.get(this.x).i32(dimensions[d].coefficients[vectorAxis]).op('i32.mul');
          code.i32(offsets[k]).op('i32.add').get(this.pointers.stride(use.input, d)).op('i32.mul');
          if (k > 0) code.op('i32.add');
        });
        code.set(local);
      }
      code.get(row).get(local).op('i32.add');
    };
  }

  /** Leaves the address of lane `lane` on the stack; outside it is that of a cell with the fill value. */
  lookedUp(use: LoadUse, point: number): void {
    const { code } = this.emitter;
    const { input } = use;
    const { moving, dimensions, class: how } = this.shape.inputs[input];
    const row = this.pointers.row(use);
    const outside = (d: number) => dimensions[d].table === 'outside';
    const mayMiss = moving.some(outside) || how === 'lanes';
    const missed = mayMiss && dimensions.some((_, d) => outside(d));
    code.get(row).i32(this.pointers.immediate(use)).op('i32.add').set(this.address);
    if (missed) code.get(row).op('i32.eqz').set(this.missed);
    for (const d of moving) {
      const dimension = dimensions[d];
      const { vectorAxis } = this.shape;
      const step = dimension.phases ? 1 : dimension.coefficients[vectorAxis];
      const offset = movingOffset(dimension, use, vectorAxis) + step * point;
      if (dimension.table !== 'none') {
        code.get(this.pointers.entry(input, d));
        code
          .get(this.x)
          .i32(4 * step)
          .op('i32.mul')
          .op('i32.add')
          .i32(4 * offset)
          .op('i32.add')
          .op('i32.load')
          .set(this.entry);
        if (outside(d))
          code.get(this.entry).i32(OUTSIDE_BYTES).op('i32.eq').get(this.missed).op('i32.or').set(this.missed);
        code.get(this.entry);
      } else {
        code.get(this.x);
        if (step !== 1) code.i32(step).op('i32.mul');
        code.i32(offset).op('i32.add').get(this.pointers.stride(input, d)).op('i32.mul');
      }
      code.get(this.address).op('i32.add').set(this.address);
    }
    if (!missed) return void code.get(this.address);
    code.get(this.slots.number({ of: 'fillCell', input }));
    code.get(this.address).get(this.missed).choose();
  }
}
