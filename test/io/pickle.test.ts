import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decode, encodeNpz } from '../../src/io/index.ts';
import { errorOf } from './fixtures.ts';

const message = (bytes: Uint8Array) => errorOf(() => decode(bytes, 'model.pt')).message;
const torchWords =
  /^decode: 'model\.pt' is a file of torch\.save; in Python, numpy\.save\('x\.npy', tensor\.detach\(\)\.cpu\(\)\.numpy\(\)\)/;

describe('files that only Python reads are named, with what to do', () => {
  it.each([
    ['torch.save', '504b0304000008080000000000000000000000000000000000000c0016007a69702f646174612e706b6c'],
    ['torch.save before 1.6', '80028a0a6cfc9c46f9206aa850192e80024de9032e80027d710028'],
  ])('%s', (_, bytes) => {
    expect(message(Uint8Array.from(Buffer.from(bytes, 'hex')))).toMatch(torchWords);
  });

  it('a pickle', () => {
    const bytes = Buffer.from('80049509000000000000005d94284b014b02652e', 'hex');
    expect(message(bytes)).toMatch(/is a Python pickle; in Python, numpy\.save/);
  });

  it('but not an npz whose first array has such a name, nor other bytes', () => {
    expect(decode(encodeNpz({ 'x/data.pkl': [5] })).toArray()).toEqual([5]);
    expect(message(Uint8Array.from([0x80, 2, 3, 4]))).toMatch(/is not npy/);
    expect(message(Uint8Array.from([0x50, 0x4b, 3, 4]))).not.toMatch(/torch/);
  });
});

const python = process.env.CONCORDAT_PYTHON || '/usr/bin/python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;
if (!hasTorch) console.warn(`SKIPPED pickle.test.ts: ${python} has no torch`);
const folder = mkdtempSync(join(tmpdir(), 'concordat-pickle-'));
afterAll(() => rmSync(folder, { recursive: true }));

it
  .skipIf(!hasTorch)
  .each([
    ['torch.save(t, path)'],
    ['torch.save(t, path, _use_new_zipfile_serialization=False)'],
    ["torch.save({'weight': t, 'step': 3}, path)"],
    ['torch.save(torch.nn.Linear(2, 2), path)'],
    ['torch.save(torch.nn.Linear(2, 2).state_dict(), path, _use_new_zipfile_serialization=False)'],
    ['torch.jit.save(torch.jit.trace(lambda x: x + 1, (t,)), path)'],
  ])('%s', line => {
  const path = join(folder, 'x.pt');
  spawnSync(python, ['-c', `import sys, torch\npath = sys.argv[1]\nt = torch.ones(2, 3)\n${line}`, path]);
  expect(message(new Uint8Array(readFileSync(path)))).toMatch(torchWords);
});
