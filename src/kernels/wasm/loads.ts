/** Loads: one use of an input at the points of a vector, in the manner that the place in the row asks for. */
import type { Arguments } from './arguments.ts';
import type { Index } from './encoder.ts';
import type { Layout } from './layout.ts';
import { loadLane, loadLanes, loadNeighbours, loadSplat, mixLane } from './memory.ts';
import { OUTSIDE_BYTES, type Pointers } from './pointers.ts';
import { movingOffset, offsetOn, type Use } from './uses.ts';
import { bytesOf, type Emitter, LANES, type Vector } from './vector.ts';

/**
 * Where in its row a vector stands. `inner`: all extended loads are neighbours; `first`, `last`: the end vectors of a
 * row, with patched lanes; `ends`: every extended load lane by lane; `point`: a single point, in every lane.
 */
export type Place = 'inner' | 'first' | 'last' | 'ends' | 'point';

/**
 * Bytes along a row that a load may have as an immediate. The lowest use of a row may lie so far before its array, where
 * addresses must not fall below 0: an immediate does not wrap round. Blocks of the heap begin at 65536.
 */
const MOST_IMMEDIATE = 2 ** 15;

export class Loads {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly layout: Layout;
  private readonly pointers: Pointers;
  private readonly lasting = new Map<string, Vector>();
  private cache = new Map<string, Vector>();
  private shifts = new Map<string, Index>();
  private place: Place = 'inner';
  /** How many loads were emitted. */
  count = 0;
  private x: Index = 0;
  private readonly address: Index;
  private readonly missed: Index;
  private readonly entry: Index;

  constructor(emitter: Emitter, slots: Arguments, layout: Layout, pointers: Pointers) {
    this.emitter = emitter;
    this.slots = slots;
    this.layout = layout;
    this.pointers = pointers;
    this.address = emitter.code.local('i32');
    this.missed = emitter.code.local('i32');
    this.entry = emitter.code.local('i32');
  }

  /** Starts a body of code for vectors at `place`, whose first point is number `x` of the row. */
  begin(place: Place, x: Index): void {
    this.place = place;
    this.x = x;
    this.cache = new Map();
    this.shifts = new Map();
  }

  /** Loads that are the same for all vectors of a row, done once before them. */
  hoist(uses: readonly Use[]): void {
    for (const use of uses) {
      const key = this.keyOf(use);
      if (!this.lasting.has(key)) this.lasting.set(key, this.splat(use));
    }
  }

  /** Vectors that are kept for a whole row. */
  get hoisted(): number {
    return [...this.lasting.values()].reduce((sum, { parts }) => sum + parts.length, 0);
  }

  keyOf(use: Use): string {
    const { dimensions } = this.layout.nest.inputs[use.input];
    return `${use.input}:${dimensions.map(dimension => offsetOn(dimension, use))}`;
  }

  /** The value of a use at vector number `v` of the step. */
  load(use: Use, v: number): Vector {
    const how = this.layout.inputs[use.input].class;
    const key = how === 'splat' ? this.keyOf(use) : `${this.keyOf(use)}+${v}`;
    const known = this.lasting.get(key) ?? this.cache.get(key);
    if (known) return known;
    this.count++;
    const made = this.emit(use, v);
    this.cache.set(key, made);
    return made;
  }

  private emit(use: Use, v: number): Vector {
    const layout = this.layout.inputs[use.input];
    if (layout.class === 'splat') return this.splat(use);
    if (this.place === 'point') return this.point(use);
    if (layout.class === 'unit') return this.neighbours(use, v, 0);
    if (layout.class === 'lanes' || this.place === 'ends') return this.lanes(use, v);
    const inner = this.neighbours(use, v, layout.low);
    if (this.place === 'first' || this.place === 'last') this.patch(use, inner);
    return inner;
  }

  private splat(use: Use): Vector {
    const { dtype } = this.layout.nest.inputs[use.input];
    const row = this.pointers.row(use);
    return loadSplat(this.emitter, dtype, () => this.emitter.code.get(row), this.pointers.immediate(use));
  }

  /** Bytes from the row address to the first point, as a local: one for each input of a body. */
  private shift(input: number, low: number): Index {
    const key = `${input}`;
    const known = this.shifts.get(key);
    if (known !== undefined) return known;
    const { code } = this.emitter;
    const { dtype } = this.layout.nest.inputs[input];
    const bytes = bytesOf(dtype);
    const local = code.local('i32');
    const lowest = this.layout.inputs[input].low;
    code.get(this.x).i32(bytes).op('i32.mul');
    if (this.layout.inputs[input].class === 'extended')
      code
        .get(
          this.slots.number(`interior ${input}`, places => {
            const { displacement, moving } = places.layout.inputs[input];
            return (
              bytes * (places.layout.nest.inputs[input].dimensions[moving[0]].start + displacement + low)
            );
          }),
        )
        .op('i32.add');
    else if (lowest !== 0) code.i32(bytes * lowest).op('i32.add');
    code.set(local);
    this.shifts.set(key, local);
    return local;
  }

  private neighbours(use: Use, v: number, low: number): Vector {
    const { code } = this.emitter;
    const { dtype, dimensions } = this.layout.nest.inputs[use.input];
    const layout = this.layout.inputs[use.input];
    const shift = this.shift(use.input, low);
    const row = this.pointers.row(use);
    const offsetOfUse = movingOffset(dimensions[layout.moving[0]], use, this.layout.vectorAxis);
    const points = offsetOfUse - layout.low + v * LANES;
    const bytes = points * bytesOf(dtype);
    const far = bytes > MOST_IMMEDIATE;
    const address = () => {
      code.get(row).get(shift).op('i32.add');
      if (far) code.i32(bytes).op('i32.add');
    };
    return loadNeighbours(this.emitter, dtype, address, (far ? 0 : bytes) + this.pointers.immediate(use));
  }

  /** Leaves the address of lane `lane` on the stack; outside it is that of a cell with the fill value. */
  private laneAddress(use: Use, point: number): void {
    const { code } = this.emitter;
    const { input } = use;
    const nest = this.layout.nest.inputs[input];
    const { moving, outside } = this.layout.inputs[input];
    const row = this.pointers.row(use);
    const mayMiss = moving.some(d => outside[d]) || this.layout.inputs[input].class === 'lanes';
    const missed = mayMiss && outside.some(Boolean);
    code.get(row).i32(this.pointers.immediate(use)).op('i32.add').set(this.address);
    if (missed) code.get(row).op('i32.eqz').set(this.missed);
    for (const d of moving) {
      const dimension = nest.dimensions[d];
      const { vectorAxis } = this.layout;
      const step = dimension.phase === undefined ? dimension.coefficients[vectorAxis] : 1;
      const offset = movingOffset(dimension, use, vectorAxis) + step * point;
      if (dimension.table) {
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
        if (outside[d])
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
    code.get(this.slots.number(`fill ${input}`, places => places.fillCells[input]));
    code.get(this.address).get(this.missed).choose();
  }

  private lanes(use: Use, v: number): Vector {
    const { dtype } = this.layout.nest.inputs[use.input];
    return loadLanes(this.emitter, dtype, lane => this.laneAddress(use, v * LANES + lane));
  }

  private point(use: Use): Vector {
    const { dtype } = this.layout.nest.inputs[use.input];
    return loadSplat(this.emitter, dtype, () => this.laneAddress(use, 0), 0);
  }

  /** Replaces the lanes of an end vector that the extension puts elsewhere. */
  private patch(use: Use, value: Vector): void {
    const { code } = this.emitter;
    const { input } = use;
    const { dtype, dimensions } = this.layout.nest.inputs[input];
    const layout = this.layout.inputs[input];
    const offset = offsetOn(dimensions[layout.moving[0]], use);
    const first = this.place === 'first';
    for (let lane = 0; lane < LANES; lane++) {
      const place = first ? offset - layout.low + lane : layout.high - offset + LANES - 1 - lane;
      if (place >= (first ? layout.before : layout.after)) continue;
      if (first ? layout.fillBefore : layout.fillAfter) {
        const filled = this.slots.vector(
          `fill value ${input}`,
          dtype,
          ({ layout: { nest } }) => nest.inputs[input].fill,
        );
        mixLane(this.emitter, value, lane, filled);
        continue;
      }
      const row = this.pointers.row(use);
      const patch = this.patchOffset(input, first, place);
      loadLane(this.emitter, dtype, value, lane, () => {
        code.get(row).get(patch).op('i32.add').i32(this.pointers.immediate(use)).op('i32.add');
      });
    }
  }

  /** The byte offset of a place near an end of the row, read from its table once. */
  private patchOffset(input: number, first: boolean, place: number): Index {
    return this.slots.number(`patch ${input} ${first} ${place}`, places => {
      const { low, high, moving } = places.layout.inputs[input];
      const dimension = places.layout.nest.inputs[input].dimensions[moving[0]];
      const points = places.layout.extents[places.layout.vectorAxis];
      const entry = dimension.start + (first ? low + place : high + points - 1 - place);
      return dimension.table![entry] * bytesOf(places.layout.nest.inputs[input].dtype);
    });
  }
}

/** Whether a use is the same for all vectors of a row, and for all turns of the loops inside a row. */
export function isSteady(layout: Layout, use: Use): boolean {
  if (layout.inputs[use.input].class !== 'splat') return false;
  return layout.nest.inputs[use.input].dimensions.every(({ coefficients }) =>
    layout.looped.every(axis => coefficients[axis] === 0),
  );
}
