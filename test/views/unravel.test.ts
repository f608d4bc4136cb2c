import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../src/extents.ts';
import { unravel } from '../../src/views/unravel.ts';
import { contentsOf } from '../array/support.ts';

describe('unravel', () => {
  it('counts in row-major order', () => {
    const shape = [2, 3, 4];
    const places = Array.from({ length: sizeOf(shape) }, (_, place) => unravel(place, shape));
    expect(places).toEqual(contentsOf({ shape, at: index => index as never }).elements);
  });
});
