/** Where results go: the address of each output's row, for each row of a tile. */
import type { Arguments, Places } from './arguments.ts';
import type { Index } from './encoder.ts';
import type { Layout } from './layout.ts';
import { type Address, storeLanes, storeNeighbours } from './memory.ts';
import { bytesOf, type Emitter, LANES, type Vector } from './vector.ts';

export class Stores {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly layout: Layout;
  private readonly rows: Index[][];

  constructor(emitter: Emitter, slots: Arguments, layout: Layout) {
    this.emitter = emitter;
    this.slots = slots;
    this.layout = layout;
    this.rows = layout.nest.outputs.map(() =>
      Array.from({ length: layout.tile }, () => emitter.code.local('i32')),
    );
  }

  private stride(output: number, axis: number): Index {
    return this.slots.number(`output stride ${output}.${axis}`, ({ layout: { nest } }: Places) => {
      const { strides, dtype } = nest.outputs[output];
      return strides[axis] * bytesOf(dtype);
    });
  }

  /** Emits the row addresses for the current unit of work. */
  update(counters: ReadonlyMap<number, Index>): void {
    const { code } = this.emitter;
    const { nest, vectorAxis, tileAxis } = this.layout;
    nest.outputs.forEach((_, output) => {
      code.get(this.slots.number(`output ${output}`, places => places.outputs[output]));
      for (const [axis, counter] of counters)
        if (axis < nest.shape.length && axis !== vectorAxis)
          code.get(counter).get(this.stride(output, axis)).op('i32.mul').op('i32.add');
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

  /** Stores the value of an output at the points from `x` on; `count` of them where they are not a whole vector. */
  store(output: number, row: number, x: Index, v: number, value: Vector, count: number): void {
    const { code } = this.emitter;
    const { dtype, strides } = this.layout.nest.outputs[output];
    const { vectorAxis } = this.layout;
    const bytes = bytesOf(dtype);
    const address: Address = () => {
      code.get(this.rows[output][row]).get(x).i32(bytes).op('i32.mul').op('i32.add');
    };
    if (this.layout.mode === 'along')
      storeLanes(this.emitter, dtype, value, 1, () => code.get(this.rows[output][row]));
    else if (strides[vectorAxis] === 1 && count === LANES)
      storeNeighbours(this.emitter, dtype, value, address, bytes * v * LANES);
    else
      storeLanes(this.emitter, dtype, value, count, lane => {
        code.get(this.rows[output][row]).get(x);
        code
          .i32(v * LANES + lane)
          .op('i32.add')
          .get(this.stride(output, vectorAxis))
          .op('i32.mul')
          .op('i32.add');
      });
  }
}
