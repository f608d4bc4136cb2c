/**
 * The arguments of a compiled function: numbers in memory, read once into locals when the function starts. A slot is
 * declared where code needs it, by name.
 */
import type { RealDType } from '../../dtype.ts';
import { structuralKey } from '../../structural-key.ts';
import type { Index } from '../encoder/encoder.ts';
import type { ArgumentName, NumberName, VectorName } from './argument-names.ts';
import { bytesOf, type Emitter, laneKind, partCount, type Vector } from './vector.ts';

/** Where in the block of arguments one stands. A bool is written as a mask, 0 or −1. */
export interface Slot {
  readonly name: ArgumentName;
  readonly offset: number;
  readonly dtype: RealDType;
}

export class Arguments {
  private readonly emitter: Emitter;
  private readonly address: Index;
  private readonly locals = new Map<string, Index>();
  readonly slots: Slot[] = [];
  /** The bytes of all arguments. */
  size = 0;

  constructor(emitter: Emitter, address: Index) {
    this.emitter = emitter;
    this.address = address;
  }

  /** A local that holds the number of this name. */
  number(name: NumberName): Index {
    const key = structuralKey(name);
    const known = this.locals.get(key);
    if (known !== undefined) return known;
    const { code } = this.emitter;
    const offset = this.reserve(name, 'int32', 4);
    const local = code.local('i32');
    code.atStart(() => code.get(this.address).op('i32.load', offset).set(local));
    this.locals.set(key, local);
    return local;
  }

  /** A number of an element type in every lane. */
  vector(name: VectorName): Vector {
    const { dtype } = name;
    const kind = laneKind(dtype);
    const key = structuralKey(name);
    let local = this.locals.get(key);
    if (local === undefined) {
      const wide = dtype === 'float64' || kind === 'i64x2';
      const offset = this.reserve(name, dtype, kind === 'i32x4' ? 4 : bytesOf(dtype));
      const { code } = this.emitter;
      local = code.local('v128');
      const target = local;
      code.atStart(() =>
        code
          .get(this.address)
          .op(wide ? 'v128.load64_splat' : 'v128.load32_splat', offset)
          .set(target),
      );
      this.locals.set(key, local);
    }
    return { kind, parts: partCount(kind) === 1 ? [local] : [local, local] };
  }

  private reserve(name: ArgumentName, dtype: RealDType, bytes: number): number {
    const offset = Math.ceil(this.size / bytes) * bytes;
    this.size = offset + bytes;
    this.slots.push({ name, offset, dtype });
    return offset;
  }
}
