import { expect, it } from 'vitest';
import { normalise } from '../../../../src/kernels/passes/index.ts';
import { orderTaps } from '../../../../src/kernels/wasm/code/order.ts';
import { chooseLayout } from '../../../../src/kernels/wasm/layout/choose-layout.ts';
import { namedNests } from '../../named-nests.ts';

const { shape } = chooseLayout(normalise(namedNests['periodic 3×3 convolution of 512×512 float32']), false);
/** Taps as `row of the tile: row of the kernel, column of the kernel`. */
const written = orderTaps(shape).map(({ row, steps }) => `${row}:${steps[2]},${steps[3]}`);

it('has the taps that read one row of the image together', () => {
  // Row r of a tile at tap row t reads row r + t.
  const rowsOfImage = orderTaps(shape).map(({ row, steps }) => row + steps[2]);
  expect(rowsOfImage).toEqual([...rowsOfImage].sort((a, b) => a - b));
  expect(written.slice(0, 9).join(' ')).toBe('0:0,0 0:0,1 0:0,2 0:1,0 1:0,0 0:1,1 1:0,1 0:1,2 1:0,2');
});
it('has those of one row of the tile in the order of the definition', () => {
  const definition = [0, 1, 2].flatMap(y => [0, 1, 2].map(x => `${y},${x}`));
  for (const row of [0, 1, 2])
    expect(written.filter(tap => tap.startsWith(`${row}:`)).map(tap => tap.slice(2))).toEqual(definition);
});
it('has each tap of each row once', () => {
  expect(new Set(written).size).toBe(27);
});
