/** Loads: one use of an input at the points of a vector, in the manner that the place in the row asks for. */

import type { RealDType } from '../../dtype.ts';
import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import type { CodeShape } from './code-shape.ts';
import { LaneAddresses, MOST_IMMEDIATE } from './lane-addresses.ts';
import {
  type Address,
  loadLane,
  loadLanes,
  loadNeighbours,
  loadSplat,
  loadWidened,
  mixLane,
} from './memory.ts';
import type { Pointers } from './pointers.ts';
import { type LoadUse, movingOffset, offsetOn } from './uses.ts';
import { bytesOf, type Emitter, LANES, type Vector } from './vector.ts';

/**
 * Where in its row a vector stands. `inner`: all extended loads are neighbours; `first`, `last`: the end vectors of a
 * row, with patched lanes; `ends`: every extended load lane by lane; `point`: a single point, in every lane.
 */
export type RowPlace = 'inner' | 'first' | 'last' | 'ends' | 'point';

export class Loads {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly shape: CodeShape;
  private readonly pointers: Pointers;
  private readonly lasting = new Map<string, Vector>();
  private cache = new Map<string, Vector>();
  private shifts = new Map<string, Index>();
  private place: RowPlace = 'inner';
  /** How many loads were emitted. */
  count = 0;
  private x: Index = 0;
  private readonly across: LaneAddresses;

  constructor(emitter: Emitter, slots: Arguments, shape: CodeShape, pointers: Pointers) {
    this.emitter = emitter;
    this.slots = slots;
    this.shape = shape;
    this.pointers = pointers;
    this.across = new LaneAddresses(emitter, slots, shape, pointers);
  }

  /** Starts a body of code for vectors at `place`, whose first point is number `x` of the row. */
  begin(place: RowPlace, x: Index): void {
    this.place = place;
    this.x = x;
    this.cache = new Map();
    this.shifts = new Map();
    this.across.begin(x);
  }

  /** Loads that are the same for all vectors of a row, done once before them. */
  hoist(uses: readonly LoadUse[]): void {
    for (const use of uses) {
      const key = this.keyOf(use);
      if (!this.lasting.has(key)) this.lasting.set(key, this.splat(use));
    }
  }

  /** Vectors that are kept for a whole row. */
  get hoisted(): number {
    return [...this.lasting.values()].reduce((sum, { parts }) => sum + parts.length, 0);
  }

  keyOf(use: LoadUse): string {
    const { dimensions } = this.shape.inputs[use.input];
    return `${use.input}:${dimensions.map(dimension => offsetOn(dimension, use))}`;
  }

  /** The value of a use at vector number `v` of the step. */
  load(use: LoadUse, v: number): Vector {
    const how = this.shape.inputs[use.input].class;
    const key = how === 'splat' ? this.keyOf(use) : `${this.keyOf(use)}+${v}`;
    const known = this.lasting.get(key) ?? this.cache.get(key);
    if (known) return known;
    this.count++;
    const made = this.emit(use, v);
    this.cache.set(key, made);
    return made;
  }

  private emit(use: LoadUse, v: number): Vector {
    const input = this.shape.inputs[use.input];
    if (input.class === 'splat') return this.splat(use);
    if (this.place === 'point') return this.point(use);
    if (input.class === 'unit') return this.neighbours(use, v);
    if (input.class === 'lanes' || this.place === 'ends') return this.lanes(use, v);
    const inner = this.neighbours(use, v);
    if (this.place === 'first' || this.place === 'last') this.patch(use, inner);
    return inner;
  }

  /** Neighbouring float32 at vector number `v` of the step, as float64. */
  loadWide(use: LoadUse, v: number): Vector {
    this.count++;
    return this.neighbours(use, v, (_, address, offset) => loadWidened(this.emitter, address, offset));
  }

  private splat(use: LoadUse): Vector {
    const { dtype } = this.shape.inputs[use.input];
    const row = this.pointers.row(use);
    return loadSplat(this.emitter, dtype, () => this.emitter.code.get(row), this.pointers.immediate(use));
  }

  /** Bytes from the row address to the first point, as a local: one for each input of a body. */
  private shift(input: number): Index {
    const key = `${input}`;
    const known = this.shifts.get(key);
    if (known !== undefined) return known;
    const { code } = this.emitter;
    const { dtype, class: how, low } = this.shape.inputs[input];
    const bytes = bytesOf(dtype);
    const local = code.local('i32');
    code.get(this.x).i32(bytes).op('i32.mul');
    if (how === 'extended') code.get(this.slots.number({ of: 'interior', input })).op('i32.add');
    else if (low !== 0) code.i32(bytes * low).op('i32.add');
    code.set(local);
    this.shifts.set(key, local);
    return local;
  }

  private neighbours(
    use: LoadUse,
    v: number,
    load = (dtype: RealDType, address: Address, offset: number) =>
      loadNeighbours(this.emitter, dtype, address, offset),
  ): Vector {
    const { code } = this.emitter;
    const { dtype, dimensions, moving, low } = this.shape.inputs[use.input];
    const shift = this.shift(use.input);
    const row = this.pointers.row(use);
    const offsetOfUse = movingOffset(dimensions[moving[0]], use, this.shape.vectorAxis);
    const points = offsetOfUse - low + v * LANES;
    const bytes = points * bytesOf(dtype);
    const far = bytes > MOST_IMMEDIATE;
    const address = () => {
      code.get(row).get(shift).op('i32.add');
      if (far) code.i32(bytes).op('i32.add');
    };
    return load(dtype, address, (far ? 0 : bytes) + this.pointers.immediate(use));
  }

  private lanes(use: LoadUse, v: number): Vector {
    const { dtype } = this.shape.inputs[use.input];
    const address = this.across.stepped(use, v);
    if (address) return loadLanes(this.emitter, dtype, address, this.pointers.immediate(use));
    return loadLanes(this.emitter, dtype, lane => this.across.lookedUp(use, v * LANES + lane));
  }

  private point(use: LoadUse): Vector {
    const { dtype } = this.shape.inputs[use.input];
    return loadSplat(this.emitter, dtype, () => this.across.lookedUp(use, 0), 0);
  }

  /** Replaces the lanes of an end vector that the extension puts elsewhere. */
  private patch(use: LoadUse, value: Vector): void {
    const { code } = this.emitter;
    const { input } = use;
    const { dtype, dimensions, moving, low, high, ends } = this.shape.inputs[input];
    if (!ends) return;
    const offset = offsetOn(dimensions[moving[0]], use);
    const first = this.place === 'first';
    for (let lane = 0; lane < LANES; lane++) {
      const place = first ? offset - low + lane : high - offset + LANES - 1 - lane;
      if (place >= (first ? ends.before : ends.after)) continue;
      if (first ? ends.fillBefore : ends.fillAfter) {
        const filled = this.slots.vector({ of: 'fillValue', input, dtype });
        mixLane(this.emitter, value, lane, filled);
        continue;
      }
      const row = this.pointers.row(use);
      // Read from its table once.
      const patch = this.slots.number({ of: 'patch', input, end: first ? 'first' : 'last', place });
      loadLane(this.emitter, dtype, value, lane, () => {
        code.get(row).get(patch).op('i32.add').i32(this.pointers.immediate(use)).op('i32.add');
      });
    }
  }
}

/** Whether a use is the same for all vectors of a row, and for all turns of the loops inside a row. */
export function isSteady(shape: CodeShape, use: LoadUse): boolean {
  if (shape.inputs[use.input].class !== 'splat') return false;
  return shape.inputs[use.input].dimensions.every(({ coefficients }) =>
    shape.looped.every(axis => coefficients[axis] === 0),
  );
}
