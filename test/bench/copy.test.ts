import { afterAll, describe, expect, it } from 'vitest';
import {
  type Copier,
  copyModule,
  ownPlace,
  placeOf,
  rememberMemories,
  startCopier,
} from '../../bench/harness/copy.ts';
import { noise } from '../../bench/harness/values.ts';

const original = WebAssembly.Memory;
const copiers: Copier[] = [];
afterAll(async () => {
  WebAssembly.Memory = original;
  await Promise.all(copiers.map(copier => copier.close()));
});

describe('the copy', () => {
  it('is a valid module', () => {
    for (const shared of [false, true]) expect(WebAssembly.validate(copyModule(shared))).toBe(true);
  });

  it.each([1, 2, 3])('copies every byte and no other, on %i threads', async threads => {
    const bytes = 64 * 1001;
    const place = ownPlace(bytes);
    const copier = await startCopier(place, bytes, threads);
    copiers.push(copier);
    const data = noise(threads, [bytes / 4]);
    const at = (address: number) => new Float32Array(place.memory.buffer, address, bytes / 4);
    for (let time = 0; time < 3; time++) {
      at(place.from).set(data.map(value => value + time));
      at(place.to).fill(7);
      new Float32Array(place.memory.buffer, place.to + bytes, 16).fill(9);
      copier.run();
      expect(at(place.to)).toEqual(data.map(value => value + time));
      expect(new Float32Array(place.memory.buffer, place.to + bytes, 1)[0]).toBe(9);
    }
  });

  it('runs in memory that others make', async () => {
    rememberMemories();
    const memory = new WebAssembly.Memory({ initial: 2 });
    const arrays = [128, 65536].map(address => {
      const view = new Float32Array(memory.buffer, address, 16);
      return { shape: [16], toTypedArray: () => view, storage: { memory: view } };
    });
    const place = placeOf(arrays[0], arrays[1])!;
    expect(place).toEqual({ memory, shared: false, from: 128, to: 65536 });
    const copier = await startCopier(place, 64, 1);
    copiers.push(copier);
    arrays[0].storage.memory.fill(3);
    copier.run();
    expect([...arrays[1].storage.memory]).toEqual(new Array(16).fill(3));
    const elsewhere = { ...arrays[0], storage: { memory: new Float32Array(16) } };
    expect(placeOf(elsewhere, arrays[1])).toBeUndefined();
  });
});
