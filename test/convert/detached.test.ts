import { expect, it } from 'vitest';
import { add, array, NDArray, sum, zeros } from '../../src/array/index.ts';
import { refusal } from '../array/support.ts';

function moveAway(...parts: ArrayBufferView[]): void {
  for (const { buffer } of parts) structuredClone(buffer, { transfer: [buffer as ArrayBuffer] });
}

it('memory that was moved elsewhere is refused, before and after an array was made of it', () => {
  const [first, later, clamped, none] = [
    new Float32Array(6),
    new Float64Array(6),
    new Uint8ClampedArray(4),
    new Float32Array(0),
  ];
  const x = array({ data: later, shape: [2, 3] });
  const empty = array(none);
  moveAway(first, later, clamped, none);
  const uses: (() => unknown)[] = [
    () => array(first),
    () => array(clamped),
    () => array({ data: first, shape: [2, 3] }),
    () => array({ data: clamped, width: 1, height: 1 }),
    () => new NDArray('float32', { data: first }, [0]),
    () => x.toTypedArray(),
    () => x.toArray(),
    () => String(x),
    () => x.data,
    () => add(x, 1),
    () => sum(x),
    () => add(zeros([2, 3]), 1, { out: x }),
    () => empty.toArray(),
    () => add(empty, 1),
  ];
  for (const use of uses) {
    const { code, message } = refusal(use);
    expect([code, message]).toEqual([
      'value',
      expect.stringMatching(/^\w+: .*has memory that was moved elsewhere \(its buffer is detached\)/),
    ]);
  }
  expect(array(new Float32Array(0)).toArray()).toEqual([]);
});
