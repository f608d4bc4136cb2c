import { expect, it } from 'vitest';
import { firstRow } from '../../src/runtime/run.ts';
import type { NestRunner } from '../../src/runtime/runner.ts';
import { runners } from '../../src/runtime/runners.ts';

const row = (name: NestRunner['name'], reason: string | null): NestRunner => ({
  name,
  unavailable: () => reason,
  supports: () => true,
  run: () => true,
});

it('are compiled code and the interpreter, which takes what is left', () => {
  expect(runners.map(({ name }) => name)).toEqual(['wasm', 'interpret']);
  expect(runners.at(-1)!.supports({ shape: [1], reduction: [0], inputs: [], outputs: [] })).toBe(true);
});
it('are asked from the one that was chosen on', () => {
  const rows = [row('wasm', null), row('interpret', null)];
  expect([firstRow(rows, 'auto'), firstRow(rows, 'wasm'), firstRow(rows, 'interpret')]).toEqual([0, 0, 1]);
});
it('say why the chosen one cannot be had', () => {
  const rows = [row('wasm', 'there is no such thing'), row('interpret', null)];
  expect(() => firstRow(rows, 'wasm')).toThrow(
    "setRunner: the runner is 'wasm', but there is no such thing; 'auto' takes what there is",
  );
  expect(firstRow(rows, 'auto')).toBe(0);
});
