import * as concordat from 'concordat';
import * as opencv from 'concordat/opencv';
import * as scipy from 'concordat/scipy';
import * as torch from 'concordat/torch';
import { describe, expect, it } from 'vitest';
import { families } from './cases.ts';
import type { Library } from './library.ts';
import { runFamily } from './suite.ts';

const library: Library = { ...concordat, torch, scipy, opencv };
const [seed, share] = [Number(process.env.CONCORDAT_SEED ?? 1), process.env.CONCORDAT_LONG === '1' ? 10 : 1];

describe('the compiled runner gives what the interpreter gives', () => {
  it.each(Object.keys(families))(
    '%s',
    family => {
      const { cases, refused, failed, failures } = runFamily(library, family, { seed, share });
      expect(failures, `${failed} of ${cases} cases disagree`).toEqual([]);
      expect(refused, 'cases that compare no numbers').toBeLessThan(0.35 * cases);
    },
    600_000,
  );
});
