import { expect, it } from 'vitest';
import { encodeModel } from '../../bench/harness/onnx.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

it('writes a model as protocol buffers have it', () => {
  const bytes = encodeModel(
    [{ type: 'Flip', inputs: ['x', 'w'], outputs: ['y'], attributes: { a: 2, b: [-1, 300] } }],
    [{ name: 'w', shape: [1], data: Float32Array.of(1) }],
    [{ name: 'x', shape: [2] }],
    [{ name: 'y', shape: [2] }],
  );
  // Field by field, by hand: (field << 3 | wire type), length, content.
  const attributes = [
    `2a08${'0a0161'}${'1802'}${'a00102'}`,
    `2a14${'0a0162'}${'40ffffffffffffffffff01'}${'40ac02'}${'a00107'}`,
  ];
  const node = `${'0a0178'}${'0a0177'}${'120179'}${'2204466c6970'}${attributes.join('')}`;
  const constant = `${'0801'}${'1001'}${'420177'}${'4a040000803f'}`;
  const port = (name: string) => `0a01${name}${'120a0a0808011204'}${'0a020802'}`;
  const block = (field: string, content: string) =>
    `${field}${(content.length / 2).toString(16).padStart(2, '0')}${content}`;
  const graph = [
    block('0a', node),
    block('12', Buffer.from('graph').toString('hex')),
    block('2a', constant),
    block('5a', port('78')),
    block('62', port('79')),
  ].join('');
  expect(hex(bytes)).toBe(`0808${block('3a', graph)}${'4204'}${'0a00100d'}`);
});
