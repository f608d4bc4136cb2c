/** Stencils that read far away, and along axes that are long: no table of their reach is made. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  add,
  allClose,
  arange,
  array,
  expandDims,
  multiply,
  type NDArray,
  pad,
  remainder,
  slice,
  stack,
  sum,
} from '../../src/array/index.ts';
import { LONG } from '../../src/boundary/extension.ts';
import { boundaryNames, extensions } from '../../src/boundary/table.ts';
import { OUTSIDE } from '../../src/extents.ts';
import { stencil } from '../../src/stencil/stencil.ts';
import { tries } from '../property.ts';

const same = (a: NDArray, b: NDArray) => allClose(a, b, { rtol: 0, atol: 0 }).text;
const equal = 'equal within tolerance (largest difference 0)';

describe('steps that lead far away', () => {
  it('read what the extension has there', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...boundaryNames),
        fc.array(fc.constantFrom(-(2 ** 50), -(2 ** 31) - 1, -1_000_003, -2, 0, 1, 999_983, 2 ** 40 + 1), {
          minLength: 1,
          maxLength: 4,
        }),
        fc.integer({ min: 1, max: 7 }),
        (boundary, steps, n) => {
          const x = arange(1, n + 1);
          const value = 0.5;
          const total = stencil(
            a =>
              steps
                .map((step, k) => a.offset(step).mul(10 ** k))
                .reduce((one: ReturnType<typeof a.mul>, other) => one.add(other)),
            { boundary, value },
          );
          const at = (place: number) => {
            const index = extensions[boundary].index(place, n);
            return index === OUTSIDE ? value : index + 1;
          };
          expect(total(x).toArray()).toEqual(
            Array.from({ length: n }, (_, i) =>
              steps.map((step, k) => at(i + step) * 10 ** k).reduce((one, other) => one + other),
            ),
          );
        },
      ),
      tries(200),
    );
  });
});

describe('a long axis', () => {
  const length = LONG + 3000;
  const line = remainder(arange(length), 91);
  const part = (x: NDArray, first: number) => slice(x, [first, first + length]);

  it.each(boundaryNames)('is done in parts that fit together, %s', boundary => {
    const padded = pad(line, [3, 2], { boundary, value: 5 });
    const wanted = add(part(padded, 0), add(multiply(part(padded, 5), 10), part(padded, 3)));
    const rise = stencil(x => x.offset(-3).add(x.offset(2).mul(10).add(x)), { boundary, value: 5 });
    expect(same(rise(line), wanted)).toBe(equal);
    const own = array(line.toTypedArray());
    expect(rise(own, { out: own })).toBe(own);
    expect(same(own, wanted)).toBe(equal);

    const rows = stack([line, multiply(line, 2)]);
    const weights = expandDims([1, 3], -1);
    const folded = stencil((x, y) => x.offset(-3).add(x.offset(2).mul(10).add(x)).mul(y), {
      boundary,
      value: 0,
      reduce: 'sum',
      axis: 0,
    });
    const plain = pad(line, [3, 2], { boundary });
    const once = add(part(plain, 0), add(multiply(part(plain, 5), 10), part(plain, 3)));
    expect(same(folded(rows, weights), multiply(once, 7))).toBe(equal);
    expect(sum(folded(rows, weights)).item()).toBe(7 * sum(once).item<number>());
  });
});
