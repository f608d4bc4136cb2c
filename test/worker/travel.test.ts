import { describe, expect, it } from 'vitest';
import { type ArrayLike, arange, array, type NDArray, slice, zeros } from '../../src/array/index.ts';
import { Cargo, transfer } from '../../src/worker/cargo.ts';
import type { Parcel } from '../../src/worker/messages.ts';
import { pack, unpack } from '../../src/worker/travel.ts';

/** Arrays arrive as arrays. */
const open = ({ concordat: _, ...foreign }: Parcel) => array(foreign as ArrayLike);

/** What arrives of values that travel in one message. */
function send(...values: unknown[]): unknown[] {
  const cargo = new Cargo();
  const packed = values.map((value, at) => pack(value, `call: argument ${at + 1}`, { cargo }));
  const arrived = structuredClone(packed, { transfer: cargo.buffers as ArrayBuffer[] });
  cargo.sent();
  return arrived.map(value => unpack(value, open));
}
const lists = (values: unknown[]) => values.map(value => (value as NDArray).toArray());

describe('an array that was given away', () => {
  it('stays when the call is not sent, and goes with the next one', () => {
    const [small, large, typed] = [arange(3), zeros([300, 300]), Float32Array.of(1, 2)];
    for (const x of [small, large, typed]) {
      transfer(x);
      expect(() => send(x, () => 1)).toThrow(/^call: argument 2 is a function/);
    }
    expect([small.toArray(), large.size, typed.length]).toEqual([[0, 1, 2], 90000, 2]);
    send(small, large, typed);
    expect([small.storage.disposed, large.storage.disposed, typed.length]).toEqual([true, true, 0]);
  });

  it.each([8, 100_000])('may share its memory with others in the call (%i elements)', length => {
    const parts = (x: NDArray) => [slice(x, [0, 2]), slice(x, [2, 4])];
    const [a, b] = parts(arange(length));
    expect(lists(send(transfer(a), transfer(b)))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    const [c, d] = parts(arange(length));
    expect(lists(send(transfer(c), d))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect([a, b, c, d].map(x => x.storage.disposed)).toEqual([true, true, true, true]);
  });

  it('stays when its memory is shared and cannot move', () => {
    const x = array({ data: new Float64Array(new SharedArrayBuffer(16)), shape: [2] });
    expect(lists(send(transfer(x)))).toEqual([[0, 0]]);
    expect(x.toArray()).toEqual([0, 0]);
  });
});

describe('what cannot travel', () => {
  it('is refused by name: what contains itself, and memory that is gone', () => {
    const knot: { deep: unknown[] } = { deep: [1] };
    knot.deep.push(knot);
    expect(() => send(1, knot)).toThrow(/^call: argument 2\.deep\[1\] contains itself/);
    const twice = [1, 2];
    expect(lists(send([twice, twice].map(row => array(row)))[0] as unknown[])).toEqual([twice, twice]);
    const gone = new Float32Array(3);
    const view = array(gone);
    structuredClone(gone, { transfer: [gone.buffer] });
    for (const value of [gone, view, { data: gone, shape: [3] }])
      expect(() => send(value)).toThrow(/^call: argument 1(\.data)? has memory that was moved elsewhere/);
  });

  it('is refused where it is too deep, and travels once where it stands in many places', () => {
    const deep = (levels: number): unknown => {
      let list: unknown = 1;
      for (let level = 0; level < levels; level++) list = level % 2 ? { inside: list } : [list];
      return list;
    };
    expect(send(deep(60))).toEqual([deep(60)]);
    for (const levels of [65, 200, 100_000])
      expect(() => send(deep(levels))).toThrow(/^call: argument 1\S+\.\.\. is more than 64 levels deep/);
    let twice: unknown = [1, 2];
    for (let level = 0; level < 50; level++) twice = [twice, twice];
    const [arrived] = send(twice) as unknown[][];
    expect(arrived[0]).toBe(arrived[1]);
  });
});
