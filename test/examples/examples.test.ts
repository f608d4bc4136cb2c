/** The programs in examples/ run, and say what they should. */
import { afterEach, expect, it, vi } from 'vitest';

afterEach(() => vi.restoreAllMocks());

it('periodic-convolution explains all three results and mends one', async () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation(line => void lines.push(String(line)));
  await import('../../examples/periodic-convolution.ts');
  const text = lines.join('\n');
  expect(text).toContain('torchTiled: equal');
  expect(text).toMatch(/fourier: differs by up to 4: the result is rolled by \(any, 1\)/);
  expect(text).toMatch(/scipy-tiled: differs\n {2}the result is rolled by \(-5, -5\)/);
  expect(text).toContain('torch-tiled: agrees by accident');
  expect(text).toContain('mended: equal');
});

it('fancy-indexing meets the error, explains it and mends it', async () => {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation(line => void lines.push(String(line)));
  await import('../../examples/fancy-indexing.ts');
  const text = lines.join('\n');
  expect(text).toContain('could not broadcast input array from shape (5,3,25,1) into shape (3,5,25,1)');
  expect(text).toContain('axis 0   5  [2, 3, 4, 5, 6] along axis 2');
  expect(text).toContain('code 2 is what was meant: true');
  expect(text).toContain('transposed is what was meant: true');
});
