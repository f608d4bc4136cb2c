/**
 * Where results go: the address of each output's row, for each row of a tile. An output that looks its places up has
 * rows anywhere; where a look-up moves along the row, each point has an address of its own.
 */

import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import type { CodeShape } from './code-shape.ts';
import {
  type Address,
  addToLanes,
  addToNeighbours,
  loadNeighbours,
  loadSplat,
  storeLanes,
  storeNeighbours,
} from './memory.ts';
import { bytesOf, type Emitter, LANES, type Vector } from './vector.ts';

export class Stores {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly shape: CodeShape;
  private readonly rows: Index[][];
  /** Per output and look-up, the address of the entry of the row's first point. */
  private readonly entries: Index[][];

  constructor(emitter: Emitter, slots: Arguments, shape: CodeShape) {
    this.emitter = emitter;
    this.slots = slots;
    this.shape = shape;
    const { outputs } = shape;
    this.rows = outputs.map(() => Array.from({ length: shape.tile }, () => emitter.code.local('i32')));
    this.entries = outputs.map(({ lookups }) => lookups.map(() => emitter.code.local('i32')));
  }

  private stride(output: number, axis: number): Index {
    return this.slots.number({ of: 'outputStride', output, axis });
  }

  private lookups(output: number) {
    return this.shape.outputs[output].lookups;
  }

  /** The step of a look-up from point to point of a row; a fold has no points along an output axis. */
  private step(output: number, d: number): number {
    return this.lookups(output)[d][this.shape.vectorAxis] ?? 0;
  }

  /** Emits the row addresses for the current unit of work. */
  update(counters: ReadonlyMap<number, Index>): void {
    const { code } = this.emitter;
    const { rank, outputs, vectorAxis, tileAxis } = this.shape;
    const outer = [...counters].filter(([axis]) => axis < rank && axis !== vectorAxis);
    outputs.forEach((_, output) => {
      this.lookups(output).forEach((coefficients, d) => {
        code.get(this.slots.number({ of: 'outputTable', output, lookup: d }));
        for (const [axis, counter] of outer)
          if (coefficients[axis] !== 0)
            code
              .get(counter)
              .i32(4 * coefficients[axis])
              .op('i32.mul')
              .op('i32.add');
        code.set(this.entries[output][d]);
      });
      code.get(this.slots.target(output));
      for (const [axis, counter] of outer)
        code.get(counter).get(this.stride(output, axis)).op('i32.mul').op('i32.add');
      this.entries[output].forEach((entry, d) => {
        if (this.step(output, d) === 0) code.get(entry).op('i32.load').op('i32.add');
      });
      this.rows[output].forEach((row, index) => {
        if (index > 0)
          code
            .get(this.rows[output][index - 1])
            .get(this.stride(output, tileAxis))
            .op('i32.add');
        code.set(row);
      });
    });
  }

  /** What an output, whose points are neighbours, holds at the points from `x` on, or at the first. */
  load(output: number, row: number, x: Index, v: number, count: number): Vector {
    const { dtype } = this.shape.outputs[output];
    const address: Address = () => {
      const { code } = this.emitter;
      code.get(this.rows[output][row]).get(x).i32(bytesOf(dtype)).op('i32.mul').op('i32.add');
    };
    const load = count === LANES ? loadNeighbours : loadSplat;
    return load(this.emitter, dtype, address, bytesOf(dtype) * v * LANES);
  }

  /** Stores the value of an output at the points from `x` on; `count` of them where they are not a whole vector. */
  store(output: number, row: number, x: Index, v: number, value: Vector, count: number): void {
    const { code } = this.emitter;
    const { dtype, neighbours, accumulate } = this.shape.outputs[output];
    const { vectorAxis, mode } = this.shape;
    const bytes = bytesOf(dtype);
    const byLane = accumulate ? addToLanes : storeLanes;
    if (mode === 'along') {
      byLane(this.emitter, dtype, value, 1, () => void code.get(this.rows[output][row]));
      return;
    }
    const scattered = this.entries[output].some((_, d) => this.step(output, d) !== 0);
    const address: Address = () => {
      code.get(this.rows[output][row]).get(x).i32(bytes).op('i32.mul').op('i32.add');
    };
    if (neighbours && count === LANES && !scattered) {
      const together = accumulate ? addToNeighbours : storeNeighbours;
      together(this.emitter, dtype, value, address, bytes * v * LANES);
      return;
    }
    byLane(this.emitter, dtype, value, count, lane => {
      const point = v * LANES + lane;
      code.get(this.rows[output][row]);
      code.get(x).i32(point).op('i32.add').get(this.stride(output, vectorAxis)).op('i32.mul').op('i32.add');
      this.entries[output].forEach((entry, d) => {
        const step = this.step(output, d);
        if (step === 0) return;
        code
          .get(entry)
          .get(x)
          .i32(4 * step)
          .op('i32.mul')
          .op('i32.add')
          .i32(4 * step * point)
          .op('i32.add');
        code.op('i32.load').op('i32.add');
      });
    });
  }
}
