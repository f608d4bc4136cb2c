/** The code for one vector of a row, or a few: taps folded into accumulators, then the outputs computed and stored. */

import { type Expression, foldIdentity, type Reduction } from '../../expression.ts';
import { eachNode, reductionsOf } from '../../passes/nodes.ts';
import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import { Barriers } from './barriers.ts';
import type { CodeShape } from './code-shape.ts';
import { emitExpression, type Leaves } from './emit-expression.ts';
import { VectorAccumulator } from './fold.ts';
import type { Loads, RowPlace } from './loads.ts';
import { orderTaps, type Tap } from './order.ts';
import type { Pointers } from './pointers.ts';
import type { Stores } from './stores.ts';
import type { LoadUse } from './uses.ts';
import { type Emitter, LANES, type Vector } from './vector.ts';

const registersOf = (list: readonly Vector[]) => list.reduce((sum, { parts }) => sum + parts.length, 0);

type Load = Extract<Expression, { op: 'load' }>;

export class Body {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly shape: CodeShape;
  private readonly loads: Loads;
  private readonly pointers: Pointers;
  private readonly stores: Stores;
  private readonly reductions: readonly Reduction[];
  private readonly taps: Tap[];
  private readonly inside: Load[] = [];
  private readonly outside: Load[] = [];
  private readonly barriers: Barriers;
  private readonly accumulators = new Map<string, VectorAccumulator>();
  /** The counter of each axis that has a loop. */
  private readonly counters: ReadonlyMap<number, Index>;
  /** The rows of the current turn, where a fold is done in turns. */
  private turn: { readonly from: Index; readonly until: Index } | null = null;

  constructor(
    emitter: Emitter,
    slots: Arguments,
    shape: CodeShape,
    parts: { loads: Loads; pointers: Pointers; stores: Stores; counters: ReadonlyMap<number, Index> },
  ) {
    this.emitter = emitter;
    this.slots = slots;
    this.shape = shape;
    this.loads = parts.loads;
    this.pointers = parts.pointers;
    this.stores = parts.stores;
    this.counters = parts.counters;
    this.reductions = reductionsOf(shape);
    this.taps = orderTaps(shape);
    this.barriers = new Barriers(emitter, parts.loads);
    eachNode(shape, (node, inside) => {
      if (node.op === 'load') (inside ? this.inside : this.outside).push(node);
    });
  }

  /** The only reduction, if all that is done is to sum float32, neighbours in memory, in float64. */
  private get widened(): { readonly node: Reduction; readonly load: Load } | null {
    const { inputs, tile, unrolled } = this.shape;
    const [node] = this.reductions;
    if (this.reductions.length !== 1 || tile > 1 || unrolled.length > 0 || node.kind !== 'preciseSum')
      return null;
    const load = node.a;
    const neighbours = load.op === 'load' && load.dtype === 'float32' && inputs[load.input].class === 'unit';
    return neighbours ? { node, load } : null;
  }

  private accumulator(node: Reduction, row: number, v: number): VectorAccumulator {
    const key = `${this.reductions.indexOf(node)} ${row} ${v}`;
    let made = this.accumulators.get(key);
    if (!made) {
      made = new VectorAccumulator(this.emitter, node);
      this.accumulators.set(key, made);
    }
    return made;
  }

  private eachAccumulator(vectors: number, visit: (accumulator: VectorAccumulator) => void): void {
    for (const node of this.reductions)
      for (let row = 0; row < this.shape.tile; row++)
        for (let v = 0; v < vectors; v++) visit(this.accumulator(node, row, v));
  }

  private use(node: Load, steps: readonly number[]): LoadUse {
    return { input: node.input, at: node.at, steps };
  }

  private leaves(x: Index, steps: readonly number[], v: number, row: number): Leaves {
    return {
      load: node => this.loads.load(this.use(node, steps), v),
      reduction: node => this.accumulator(node, row, v).finish(),
      counter: axis => {
        const moves = axis === this.shape.vectorAxis;
        const local = moves ? x : this.counters.get(axis);
        if (local !== undefined) return { local, plus: steps[axis] + (moves ? v * LANES : 0), moves };
        return { local: this.slots.number({ of: 'zero' }), plus: steps[axis], moves };
      },
    };
  }

  start(vectors: number): void {
    this.eachAccumulator(vectors, accumulator => accumulator.start());
  }

  /** Goes on from what the outputs hold, after the first turn. */
  private resume(x: Index, vectors: number, count: number): void {
    const { shape, emitter, turn } = this;
    if (!turn) return;
    emitter.code.get(turn.from);
    emitter.code.when(() => {
      shape.outputs.forEach(({ value }, output) => {
        if (value.op !== 'reduce') return;
        for (let v = 0; v < vectors; v++)
          emitter.frame(() => {
            this.accumulator(value, 0, v).resume(this.stores.load(output, 0, x, v, count));
          });
      });
    });
  }

  /** Emits the turns of a fold around `emit`: all rows at once, or some after the others. */
  inTurns(emit: () => void): void {
    const { code } = this.emitter;
    const { turn, looped } = this.shape;
    if (turn === 0) {
      emit();
      return;
    }
    const [from, until] = [code.local('i32'), code.local('i32')];
    const extent = this.slots.number({ of: 'extent', axis: looped[0] });
    this.turn = { from, until };
    code.i32(0).set(from);
    code.loop(() => {
      code.get(from).i32(turn).op('i32.add').tee(until).get(extent).get(until).get(extent).op('i32.lt_s');
      code.choose().set(until);
      emit();
      code.get(until).tee(from).get(extent).op('i32.lt_s').branchIf(0);
    });
  }

  /** Folds all written-out taps at the vectors from point `x` on; `only` keeps the first lane. */
  fold(place: RowPlace, x: Index, vectors: number, only = false): void {
    const kept: Vector[] = [];
    this.eachAccumulator(vectors, accumulator => kept.push(...accumulator.kept));
    const registers = this.loads.hoisted + registersOf(kept);
    const ahead = this.taps.length > 1 ? this.barriers.ahead(registers) : Number.POSITIVE_INFINITY;
    this.emitter.frame(() =>
      this.barriers.within(ahead, kept, pause => {
        this.loads.begin(place, x);
        for (const tap of this.taps) {
          pause(this.fastest(x));
          for (let v = 0; v < vectors; v++) this.foldTap(tap, place, x, v, only);
        }
      }),
    );
  }

  private foldTap({ row, steps }: Tap, place: RowPlace, x: Index, v: number, only: boolean): void {
    const { emitter, widened } = this;
    if (widened && place !== 'point') {
      const use = this.use(widened.load, steps);
      emitter.frame(() => this.accumulator(widened.node, row, v).fold(this.loads.loadWide(use, v)));
      return;
    }
    // Other taps use what is loaded; the rest is done with.
    for (const node of this.inside) this.loads.load(this.use(node, steps), v);
    emitter.frame(() => {
      const visit = emitExpression(emitter, this.slots, [this.leaves(x, steps, v, row)]);
      const value = (node: Expression) => visit(node)[0];
      for (const node of this.reductions) {
        const accumulator = this.accumulator(node, row, v);
        if (accumulator.fuses && !only && node.a.op === 'multiply')
          accumulator.addProduct(value(node.a.a), value(node.a.b));
        else accumulator.fold(only ? this.firstLane(value(node.a), node) : value(node.a));
      }
    });
  }

  /** The counter of the innermost loop around `fold`. */
  private fastest(x: Index): Index {
    const { looped } = this.shape;
    return looped.length > 0 ? this.counters.get(looped[looped.length - 1])! : x;
  }

  /** The first lane of a value; the others are what changes nothing. */
  private firstLane(value: Vector, node: Reduction): Vector {
    const { emitter } = this;
    const neutral = emitter.constantVector(node.a.dtype, foldIdentity(node.kind, node.a.dtype));
    const wide = value.parts.length === 2;
    const mask = Array.from({ length: 16 }, (_, k) => (k < (wide ? 8 : 4) ? 255 : 0));
    const nothing = emitter.splat('i32x4', 0);
    return emitter.make(value.kind, part => {
      const keep = part === 0 ? emitter.constant(mask) : nothing;
      emitter.code.get(value.parts[part]).get(neutral.parts[part]).get(keep).op('v128.bitselect');
    });
  }

  /** All loops inside a row around `fold`, then the outputs. */
  across(place: RowPlace, x: Index, vectors: number, count = LANES): void {
    if (this.reductions.length > 0) {
      this.start(vectors);
      this.resume(x, vectors, count);
      this.loopInside(() => this.fold(place, x, vectors));
    }
    this.finish(place, x, vectors, count);
  }

  /** Emits the loops over the reduction axes that are not written out, around `emit`. */
  loopInside(emit: () => void): void {
    const { code } = this.emitter;
    const { looped } = this.shape;
    const nest = (depth: number): void => {
      if (depth === looped.length) {
        if (looped.length > 0)
          this.pointers.updateInside(new Map([...this.counters].filter(([axis]) => looped.includes(axis))));
        emit();
        return;
      }
      const axis = looped[depth];
      const counter = this.counters.get(axis)!;
      const turn = depth === 0 ? this.turn : null;
      const extent = turn?.until ?? this.slots.number({ of: 'extent', axis });
      if (turn) code.get(turn.from).set(counter);
      else code.i32(0).set(counter);
      code.block(() => {
        code.loop(() => {
          code.get(counter).get(extent).op('i32.ge_s').branchIf(1);
          nest(depth + 1);
          code.get(counter).i32(1).op('i32.add').set(counter).branch(0);
        });
      });
    };
    nest(0);
  }

  /** Computes the outputs and stores them: a row of a tile after the other, the vectors of a step together. */
  finish(place: RowPlace, x: Index, vectors: number, count: number): void {
    const { emitter, shape } = this;
    // Of many loads, those of a tap.
    const many = this.reductions.length === 0 && shape.vectors > 1;
    const ahead = many ? shape.vectors : Number.POSITIVE_INFINITY;
    emitter.frame(() =>
      this.barriers.within(ahead, [], pause => {
        this.loads.begin(place, x);
        for (let row = 0; row < shape.tile; row++) {
          const steps = Array.from({ length: shape.axes }, (_, axis) => (axis === shape.tileAxis ? row : 0));
          // Other rows use what is loaded.
          if (shape.tile > 1)
            for (const node of this.outside)
              for (let v = 0; v < vectors; v++) this.loads.load(this.use(node, steps), v);
          emitter.frame(() => {
            const points = Array.from({ length: vectors }, (_, v) => this.leaves(x, steps, v, row));
            const visit = emitExpression(emitter, this.slots, points, pending => pause(x, pending));
            // All values first: a store must not change what another output still reads.
            const values = shape.outputs.map(output => visit(output.value));
            for (let v = 0; v < vectors; v++)
              shape.outputs.forEach((_, output) => {
                this.stores.store(output, row, x, v, values[output][v], count);
              });
          });
        }
      }),
    );
  }

  /** Brings the vectors of a step together, then their lanes. */
  together(): void {
    const { reductions } = this;
    const { vectors } = this.shape;
    for (const node of reductions) {
      const first = this.accumulator(node, 0, 0);
      for (let v = 1; v < vectors; v++) this.emitter.frame(() => first.join(this.accumulator(node, 0, v)));
      this.emitter.frame(() => first.together());
    }
  }
}
