/**
 * Compiles the shape of a nest to a WebAssembly module with one function, `run(arguments, first, last)`: it does the units of
 * work from `first` to `last` − 1. A unit is one row of the output, a tile of rows, a stretch of a long row, or one
 * result of a fold. Units are independent, so any thread may do any of them.
 */

import { FunctionCode, type Index, type MemoryImport, ModuleCode } from '../encoder/encoder.ts';
import { type ArgumentSlot, Arguments } from './arguments.ts';
import { Body } from './body.ts';
import type { CodeShape } from './code-shape.ts';
import { isSteady, Loads } from './loads.ts';
import { Pointers } from './pointers.ts';
import { emitRow } from './row.ts';
import { Stores } from './stores.ts';
import { usesOf } from './uses.ts';
import { Emitter } from './vector.ts';

/**
 * Loads of a single element that are done once for a row. V8 keeps most of them on the stack, which costs a load at each
 * use and nothing else; loaded where they are used, each would need an address in a register too.
 */
const MOST_HOISTED = 128;

export interface Compiled {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What its arguments are, behind the addresses of inputs and outputs, and how many bytes they take. */
  readonly argumentBytes: number;
  readonly slots: readonly ArgumentSlot[];
}

export function compile(shape: CodeShape, memory: MemoryImport, relaxed: boolean): Compiled {
  const module = new ModuleCode(memory);
  const code = new FunctionCode(['i32', 'i32', 'i32']);
  const emitter = new Emitter(module, code, relaxed);
  const slots = new Arguments(emitter, 0, shape.inputs.length, shape.outputs.length);
  const [unit, last] = [1, 2];
  const counters = new Map<number, Index>();
  for (const axis of [...shape.outer, ...shape.looped]) counters.set(axis, code.local('i32'));
  const { tileAxis, tile } = shape;
  if (tileAxis >= 0) counters.set(tileAxis, code.local('i32'));
  const block = code.local('i32');
  const part = code.local('i32');
  const extent = (axis: number) => slots.number({ of: 'extent', axis });
  /** What moves from unit to unit, fastest first, and how far: the tile, the stretch of the row, the last axis. */
  const wheels = (): [Index, Index][] => {
    const list = [...shape.outer]
      .reverse()
      .map((axis): [Index, Index] => [counters.get(axis)!, extent(axis)]);
    if (shape.stretch > 0) list.unshift([part, slots.number({ of: 'stretches' })]);
    if (tileAxis >= 0) list.unshift([block, slots.number({ of: 'tiles' })]);
    return list;
  };

  const stores = new Stores(emitter, slots, shape);
  const uses = usesOf(shape, shape);
  const pointers = new Pointers(emitter, slots, shape, uses);
  const loads = new Loads(emitter, slots, shape, pointers);
  const body = new Body(emitter, slots, shape, { loads, pointers, stores, counters });
  const steady = uses.filter(use => isSteady(shape, use));
  const distinct = new Set(steady.map(use => loads.keyOf(use)));

  const reachedCounters = new Map([...counters].filter(([axis]) => !shape.looped.includes(axis)));
  const startUnit = () => {
    if (tileAxis >= 0) {
      // The last tile of an axis starts early enough to be whole: its rows are computed twice, to the same bits.
      const start = counters.get(tileAxis)!;
      code.get(block).i32(tile).op('i32.mul').set(start);
      code.get(extent(tileAxis)).i32(tile).op('i32.sub').get(start);
      code.get(extent(tileAxis)).i32(tile).op('i32.sub').get(start).op('i32.lt_s').choose().set(start);
    }
    pointers.update(reachedCounters);
    stores.update(reachedCounters);
    if (distinct.size <= MOST_HOISTED) loads.hoist(steady);
  };

  decompose();
  code.block(() => {
    code.loop(() => {
      code.get(unit).get(last).op('i32.ge_s').branchIf(1);
      startUnit();
      emitRow({ emitter, slots, shape, body, part });
      code.get(unit).i32(1).op('i32.add').set(unit);
      advance();
      code.branch(0);
    });
  });
  module.addFunction(code, 'run');
  return { bytes: module.bytes(), argumentBytes: slots.size, slots: slots.slots };

  /** The counters of the first unit. */
  function decompose(): void {
    const rest = code.local('i32');
    code.get(unit).set(rest);
    for (const [counter, count] of wheels())
      code.get(rest).get(count).op('i32.rem_u').set(counter).get(rest).get(count).op('i32.div_u').set(rest);
  }

  /** The counters of the next unit. */
  function advance(): void {
    const all = wheels();
    const turn = (k: number): void => {
      if (k === all.length) return;
      const [counter, count] = all[k];
      code.get(counter).i32(1).op('i32.add').tee(counter).get(count).op('i32.ge_s');
      code.when(() => {
        code.i32(0).set(counter);
        turn(k + 1);
      });
    };
    turn(0);
  }
}
