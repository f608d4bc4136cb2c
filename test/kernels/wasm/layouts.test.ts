import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { normalise } from '../../../src/kernels/passes/index.ts';
import { programOf } from '../../../src/kernels/wasm/index.ts';
import { root } from '../../project/source.ts';
import { namedNests } from '../named-nests.ts';
import { printProgram } from './print-layout.ts';

const snapshot = 'test/kernels/wasm/layouts.snap.txt';

it('eleven known nests are laid out as the snapshot says', () => {
  const text = Object.entries(namedNests)
    .map(
      ([name, nest]) => `${name}\n${printProgram(programOf(normalise(nest), nest.inputs.length, false))}\n`,
    )
    .join('\n');
  const path = join(root, snapshot);
  if (process.env.CONCORDAT_UPDATE === '1') writeFileSync(path, text);
  const wanted = existsSync(path) ? readFileSync(path, 'utf8') : '';
  expect(
    text,
    `if that is meant, run CONCORDAT_UPDATE=1 npx vitest run ${snapshot.replace('.snap.txt', '.test.ts')}`,
  ).toBe(wanted);
});
