/**
 * Addresses. For each input the address of the current unit of work is kept (`base`), for each table the address of
 * its current entry (`entry`); a *row* is the address for one set of offsets on the dimensions that do not move along
 * the vector axis. A row outside of the array is a row of fill values, or 0 where lanes are loaded one by one.
 */

import type { Index } from '../encoder/encoder.ts';
import type { Arguments } from './arguments.ts';
import type { CodeShape, InputShape } from './code-shape.ts';
import { type LoadUse, offsetOn } from './uses.ts';
import type { Emitter } from './vector.ts';

/** The table entry that means "outside", after scaling to bytes. */
export const OUTSIDE_BYTES = -(2 ** 31);

interface Row {
  readonly local: Index;
  readonly use: LoadUse;
}

export class Pointers {
  private readonly emitter: Emitter;
  private readonly slots: Arguments;
  private readonly shape: CodeShape;
  private readonly bases = new Map<number, Index>();
  private readonly entries = new Map<string, Index>();
  private readonly rows = new Map<string, Row>();
  private readonly lowest = new Map<number, number>();
  private readonly units = new Map<string, Index>();
  private readonly outside: Index;
  private readonly place: Index;

  constructor(emitter: Emitter, slots: Arguments, shape: CodeShape, uses: readonly LoadUse[]) {
    this.emitter = emitter;
    this.slots = slots;
    this.shape = shape;
    this.outside = emitter.code.local('i32');
    this.place = emitter.code.local('i32');
    for (const use of uses) {
      const offset = this.bakedOffset(use);
      this.lowest.set(use.input, Math.min(this.lowest.get(use.input) ?? offset, offset));
    }
    for (const use of uses) {
      this.base(use.input);
      shape.inputs[use.input].dimensions.forEach((dimension, d) => {
        if (dimension.table !== 'none') this.entry(use.input, d);
      });
      this.row(use);
    }
  }

  /** Bytes to add to the row of a use, known when the code is written; never negative. */
  immediate(use: LoadUse): number {
    return this.bakedOffset(use) - (this.lowest.get(use.input) ?? 0);
  }

  private bakedOffset(use: LoadUse): number {
    let sum = 0;
    this.shape.inputs[use.input].dimensions.forEach(dimension => {
      sum += offsetOn(dimension, use) * (dimension.bakedStride ?? 0);
    });
    return sum;
  }

  private base(input: number): Index {
    let local = this.bases.get(input);
    if (local === undefined) {
      local = this.emitter.code.local('i32');
      this.bases.set(input, local);
    }
    return local;
  }

  /** The local with the address of the entry at offset 0 of a table. */
  entry(input: number, d: number): Index {
    const key = `${input}.${d}`;
    let local = this.entries.get(key);
    if (local === undefined) {
      local = this.emitter.code.local('i32');
      this.entries.set(key, local);
    }
    return local;
  }

  /** The local with the row address of a use. */
  row(use: LoadUse): Index {
    const { input } = use;
    const { dimensions, moving } = this.shape.inputs[input];
    const offsets = dimensions.map((dimension, d) =>
      moving.includes(d) || dimension.bakedStride !== null ? '' : offsetOn(dimension, use),
    );
    const key = `${input}:${offsets}`;
    const known = this.rows.get(key);
    if (known) return known.local;
    const local =
      offsets.every(offset => offset === '' || offset === 0) && !this.looksUp(input)
        ? this.base(input)
        : this.emitter.code.local('i32');
    this.rows.set(key, { local, use });
    return local;
  }

  /** Whether the rows of an input come from tables. */
  private looksUp(input: number): boolean {
    const { moving, dimensions } = this.shape.inputs[input];
    return dimensions.some(({ table }, d) => table !== 'none' && !moving.includes(d));
  }

  /** Whether an input moves along a loop inside a row. */
  moves(input: number): boolean {
    return this.shape.inputs[input].dimensions.some(({ coefficients }) =>
      this.shape.looped.some(axis => coefficients[axis] !== 0),
    );
  }

  /** Emits the addresses for a unit of work. `counters` has a local for each axis with one; the others stand at 0. */
  update(counters: ReadonlyMap<number, Index>): void {
    const { code } = this.emitter;
    for (const [input, base] of this.bases) {
      const loops = this.moves(input);
      const { dimensions } = this.shape.inputs[input];
      code.get(this.slots.source(input));
      code.i32(this.lowest.get(input) ?? 0).op('i32.add');
      dimensions.forEach((dimension, d) => {
        if (dimension.table !== 'none' || dimension.phases) return;
        code.get(this.slots.number({ of: 'start', input, dimension: d })).op('i32.add');
      });
      this.addStrides(input, counters);
      code.set(loops ? this.unitLocal(`${input}`) : base);
      dimensions.forEach((dimension, d) => {
        if (dimension.table === 'none') return;
        code.get(this.slots.number({ of: 'table', input, dimension: d }));
        this.addEntries(input, d, counters);
        code.set(loops ? this.unitLocal(`${input}.${d}`) : this.entry(input, d));
      });
    }
    this.updateRows(input => !this.moves(input));
  }

  /** Emits the addresses of inputs that move along the loops inside a row. */
  updateInside(counters: ReadonlyMap<number, Index>): void {
    const { code } = this.emitter;
    for (const [input, base] of this.bases) {
      if (!this.moves(input)) continue;
      code.get(this.unitLocal(`${input}`));
      this.addStrides(input, counters);
      code.set(base);
      this.shape.inputs[input].dimensions.forEach((dimension, d) => {
        if (dimension.table === 'none') return;
        code.get(this.unitLocal(`${input}.${d}`));
        this.addEntries(input, d, counters);
        code.set(this.entry(input, d));
      });
    }
    this.updateRows(input => this.moves(input));
  }

  private unitLocal(key: string): Index {
    let local = this.units.get(key);
    if (local === undefined) {
      local = this.emitter.code.local('i32');
      this.units.set(key, local);
    }
    return local;
  }

  /** Adds what the counters add to an address on the stack, through the dimensions without tables. */
  private addStrides(input: number, counters: ReadonlyMap<number, Index>): void {
    const { code } = this.emitter;
    this.shape.inputs[input].dimensions.forEach((dimension, d) => {
      if (dimension.table !== 'none') return;
      for (const [axis, counter] of counters) {
        const coefficient = dimension.coefficients[axis];
        if (coefficient === 0 || axis === this.shape.vectorAxis) continue;
        code.get(counter).get(this.stride(input, d)).op('i32.mul');
        if (coefficient !== 1) code.i32(coefficient).op('i32.mul');
        code.op('i32.add');
      }
    });
  }

  private addEntries(input: number, d: number, counters: ReadonlyMap<number, Index>): void {
    const { code } = this.emitter;
    const { coefficients } = this.shape.inputs[input].dimensions[d];
    for (const [axis, counter] of counters) {
      if (coefficients[axis] === 0 || axis === this.shape.vectorAxis) continue;
      code
        .get(counter)
        .i32(4 * coefficients[axis])
        .op('i32.mul')
        .op('i32.add');
    }
  }

  private updateRows(only: (input: number) => boolean): void {
    for (const { local, use } of this.rows.values())
      if (only(use.input) && local !== this.bases.get(use.input)) this.updateRow(local, use);
  }

  private updateRow(local: Index, use: LoadUse): void {
    const { code } = this.emitter;
    const { input } = use;
    const { dimensions, moving } = this.shape.inputs[input];
    code.get(this.base(input)).set(local);
    const tables: number[] = [];
    dimensions.forEach((dimension, d) => {
      if (moving.includes(d) || dimension.bakedStride !== null) return;
      if (dimension.table !== 'none') {
        tables.push(d);
        return;
      }
      const offset = offsetOn(dimension, use);
      if (offset !== 0)
        code.get(local).get(this.stride(input, d)).i32(offset).op('i32.mul').op('i32.add').set(local);
    });
    const { outside, place } = this;
    const mayMiss = tables.some(d => dimensions[d].table === 'outside');
    if (mayMiss) code.i32(0).set(outside);
    for (const d of tables) {
      const offset = offsetOn(dimensions[d], use);
      code
        .get(this.entry(input, d))
        .i32(4 * offset)
        .op('i32.add')
        .op('i32.load')
        .tee(place)
        .get(local)
        .op('i32.add')
        .set(local);
      if (dimensions[d].table === 'outside')
        code.get(place).i32(OUTSIDE_BYTES).op('i32.eq').get(outside).op('i32.or').set(outside);
    }
    if (!mayMiss) return;
    this.outsideRow(input);
    code.get(local).get(outside).choose().set(local);
  }

  /** What stands for a row that lies outside. */
  private outsideRow(input: number): void {
    const { code } = this.emitter;
    const how = this.shape.inputs[input].class;
    if (how === 'lanes') code.i32(0);
    else if (how === 'splat') code.get(this.slots.number({ of: 'fillCell', input }));
    else code.get(this.slots.number({ of: 'fillRow', input }));
  }

  stride(input: number, d: number): Index {
    return this.slots.number({ of: 'stride', input, dimension: d });
  }
}

/** Whether rows of an input may lie outside of its array. */
export const hasOutsideRows = ({ moving, dimensions }: InputShape): boolean =>
  dimensions.some(({ table }, d) => table === 'outside' && !moving.includes(d));
