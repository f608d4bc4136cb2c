/** Accumulators: the running result of a reduction in vector registers, and how its lanes come together at the end. */

import { foldIdentity, type Reduction } from '../../expression.ts';
import { foldOperation } from '../../scalar.ts';
import { narrowFloat, widenFloat } from './casts.ts';
import { emitBinary } from './operations.ts';
import { type Emitter, laneKind, type Vector } from './vector.ts';

export class VectorAccumulator {
  private readonly emitter: Emitter;
  readonly node: Reduction;
  private readonly value: Vector;
  /** What was lost in each addition of float64 numbers. */
  private readonly lost: Vector | null;

  constructor(emitter: Emitter, node: Reduction) {
    this.emitter = emitter;
    this.node = node;
    const precise = node.kind === 'preciseSum';
    this.value = emitter.reserve(precise ? 'f64x2' : laneKind(node.dtype));
    this.lost = precise && node.a.dtype === 'float64' ? emitter.reserve('f64x2') : null;
  }

  start(): void {
    const { emitter, node } = this;
    const precise = node.kind === 'preciseSum';
    const zero = emitter.constantVector(
      precise ? 'float64' : node.dtype,
      foldIdentity(node.kind, node.dtype),
    );
    emitter.copyInto(this.value, zero);
    if (this.lost) emitter.copyInto(this.lost, zero);
  }

  /** Goes on from a value. */
  resume(value: Vector): void {
    this.emitter.copyInto(this.value, value);
  }

  /** Whether a product may go into the sum by a fused multiply-add. */
  get fuses(): boolean {
    const { kind, dtype, a } = this.node;
    const floating = dtype === 'float32' || dtype === 'float64';
    return this.emitter.relaxed && kind === 'sum' && floating && a.op === 'multiply';
  }

  addProduct(a: Vector, b: Vector): void {
    const { code } = this.emitter;
    this.value.parts.forEach((local, part) => {
      code.get(a.parts[part]).get(b.parts[part]).get(local).op(`${this.value.kind}.relaxed_madd`).set(local);
    });
  }

  fold(next: Vector): void {
    const { emitter, node, value } = this;
    if (node.kind !== 'preciseSum') {
      emitter.copyInto(value, emitBinary(emitter, foldOperation[node.kind], node.dtype, value, next));
      return;
    }
    this.add(next.kind === 'f32x4' ? widenFloat(emitter, next) : next);
  }

  /** Adds float64 numbers; for float64 elements by Knuth's TwoSum, which finds what the addition loses. */
  private add(next: Vector): void {
    const { emitter, value, lost } = this;
    const { code } = emitter;
    const sum = emitter.make('f64x2', part => {
      code.get(value.parts[part]).get(next.parts[part]).op('f64x2.add');
    });
    if (lost) {
      const back = emitter.make('f64x2', part => {
        code.get(sum.parts[part]).get(value.parts[part]).op('f64x2.sub');
      });
      lost.parts.forEach((local, part) => {
        code
          .get(value.parts[part])
          .get(sum.parts[part])
          .get(back.parts[part])
          .op('f64x2.sub')
          .op('f64x2.sub');
        code.get(next.parts[part]).get(back.parts[part]).op('f64x2.sub').op('f64x2.add');
        code.get(local).op('f64x2.add').set(local);
      });
    }
    emitter.copyInto(value, sum);
  }

  /** What it keeps, in locals of its own. */
  get kept(): readonly Vector[] {
    return this.lost ? [this.value, this.lost] : [this.value];
  }

  /** Folds another accumulator of the same reduction into this one. */
  join({ value, lost }: VectorAccumulator): void {
    if (this.node.kind === 'preciseSum') this.add(value);
    else this.fold(value);
    if (lost) this.addLost(lost);
  }

  private addLost(other: Vector): void {
    const { code } = this.emitter;
    this.lost?.parts.forEach((local, part) => {
      code.get(local).get(other.parts[part]).op('f64x2.add').set(local);
    });
  }

  /** Folds the lanes into one another, in a fixed order: afterwards every lane holds the whole. */
  together(): void {
    const { emitter, value } = this;
    const { code } = emitter;
    const wide = value.parts.length === 2;
    const turned = (source: Vector, bytes: number): Vector =>
      emitter.make(source.kind, part => {
        const pick = Array.from({ length: 16 }, (_, k) => k ^ bytes);
        code
          .get(source.parts[part])
          .get(source.parts[part])
          .op('i8x16.shuffle', ...pick);
      });
    const swapped = (source: Vector): Vector => ({
      kind: source.kind,
      parts: [source.parts[1], source.parts[0]],
    });
    const steps = wide
      ? [swapped, (source: Vector) => turned(source, 8)]
      : [8, 4].map(b => (source: Vector) => turned(source, b));
    for (const step of steps) {
      const other = emitter.make(value.kind, part => void code.get(step(value).parts[part]));
      if (this.node.kind !== 'preciseSum') {
        emitter.copyInto(
          value,
          emitBinary(emitter, foldOperation[this.node.kind], this.node.dtype, value, other),
        );
        continue;
      }
      const errors = this.lost && emitter.make('f64x2', part => void code.get(step(this.lost!).parts[part]));
      this.add(other);
      if (errors) this.addLost(errors);
    }
  }

  /** The result, in the element type of the reduction. */
  finish(): Vector {
    const { emitter, node, value, lost } = this;
    const { code } = emitter;
    if (node.kind !== 'preciseSum') return value;
    if (!lost) return node.dtype === 'float32' ? narrowFloat(emitter, value) : value;
    // Beside an infinity the loss is NaN and the sum already right.
    return emitter.make('f64x2', part => {
      code.get(value.parts[part]).get(lost.parts[part]).op('f64x2.add').get(value.parts[part]);
      code
        .get(lost.parts[part])
        .get(lost.parts[part])
        .op('f64x2.sub')
        .get(emitter.splat('f64x2', 0))
        .op('f64x2.eq');
      code.op('v128.bitselect');
    });
  }
}
