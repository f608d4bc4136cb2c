/**
 * The arguments of a compiled function: numbers in memory, read once into locals when the function starts. First come the
 * addresses of inputs and outputs (`argument-block.ts`), then slots, which are declared where code needs them, by name.
 */
import type { RealDType } from '../../dtype.ts';
import { structuralKey } from '../../structural-key.ts';
import type { Index } from '../encoder/encoder.ts';
import { addressOffset, ownOffset } from './argument-block.ts';
import type { ArgumentName, NumberName, VectorName } from './argument-names.ts';
import { bytesOf, type Emitter, laneKind, partCount, type Vector } from './vector.ts';

/** Where one stands, behind the addresses. A bool is written as a mask, 0 or −1. */
export interface ArgumentSlot {
  readonly name: ArgumentName;
  readonly offset: number;
  readonly dtype: RealDType;
}

export class Arguments {
  private readonly emitter: Emitter;
  private readonly address: Index;
  private readonly locals = new Map<string, Index>();
  private readonly addresses = new Map<number, Index>();
  private readonly sources: number;
  /** Where slots begin. */
  private readonly begin: number;
  readonly slots: ArgumentSlot[] = [];
  /** The bytes of all slots. */
  size = 0;

  /** The arguments at the address in a local, for code with so many inputs and outputs. */
  constructor(emitter: Emitter, address: Index, sources: number, targets: number) {
    this.emitter = emitter;
    this.address = address;
    this.sources = sources;
    this.begin = ownOffset(sources, targets);
  }

  /** A local that holds the address of the base element of an input. */
  source(index: number): Index {
    return this.addressAt(index);
  }

  /** The same of an output. */
  target(index: number): Index {
    return this.addressAt(this.sources + index);
  }

  private addressAt(index: number): Index {
    let local = this.addresses.get(index);
    if (local === undefined) {
      local = this.load32(addressOffset(index));
      this.addresses.set(index, local);
    }
    return local;
  }

  /** A local that is set to a number of the block when the function starts. */
  private load32(offset: number): Index {
    const { code } = this.emitter;
    const local = code.local('i32');
    code.atStart(() => code.get(this.address).op('i32.load', offset).set(local));
    return local;
  }

  /** A local that holds the number of this name. */
  number(name: NumberName): Index {
    const key = structuralKey(name);
    const known = this.locals.get(key);
    if (known !== undefined) return known;
    const local = this.load32(this.reserve(name, 'int32', 4));
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

  /** Makes a slot; where in the block it stands. */
  private reserve(name: ArgumentName, dtype: RealDType, bytes: number): number {
    const offset = Math.ceil(this.size / bytes) * bytes;
    this.size = offset + bytes;
    this.slots.push({ name, offset, dtype });
    return this.begin + offset;
  }
}
