/** Generated indexes against NumPy and torch: result, shape, type, view or copy, and what is said of wrong ones. */

import * as torch from 'concordat/torch';
import { afterAll, describe, expect, it } from 'vitest';
import type { NDArray } from '../../src/array/ndarray.ts';
import { scatterAdd } from '../../src/array/scatter-add.ts';
import { flip } from '../../src/array/views.ts';
import { pythonModules } from '../../src/box/index.ts';
import { setRunner } from '../../src/runtime/settings.ts';
import { splitmix32 } from '../random.ts';
import { generate } from './generate.ts';
import { whenMissing } from './harness.ts';
import {
  askPython,
  disagreement,
  type IndexCase,
  describe as inWords,
  numbers,
  sourceOf,
  templateOf,
} from './indexing.ts';
import { drawCase, numpyDialect, torchDialect } from './indexing-draw.ts';

afterAll(() => setRunner('auto'));

/** Does the case here; gives what Python's side gives. */
function inNumpyWay(x: NDArray, { operation, value, terms, form }: IndexCase): NDArray {
  const ours = terms.map(term => term.ours);
  const text = terms.map(term => term.text).join(', ');
  const [strings, ...holes] = templateOf(terms);
  if (operation === 'read')
    return form === 'text' ? x.at(text) : form === 'template' ? x.at(strings, ...holes) : x.at(...ours);
  const given = value!.kind === 'alias' ? flip(x, { axis: 0 }) : numbers(value!.shape, value!.dtype, 100);
  if (operation === 'add') return scatterAdd(x, form === 'text' ? [text] : ours, given);
  if (form === 'template') return x.set(strings, ...holes)(given);
  return form === 'text' ? x.set(text, given) : x.set(ours, given);
}

function inTorchWay(x: NDArray, { operation, value, terms, form }: IndexCase): NDArray {
  const text = terms.map(term => term.text).join(', ');
  const ours = form === 'text' ? [text] : terms.map(term => term.ours);
  if (operation === 'read') return torch.index(x, ...ours);
  const given = value as Extract<IndexCase['value'], { kind: 'numbers' }>;
  return torch.setIndex(x, ours, numbers(given.shape, given.dtype, 100));
}

const ways = {
  numpy: { count: 2000, dialect: numpyDialect, perform: inNumpyWay },
  torch: { count: 600, dialect: torchDialect, perform: inTorchWay },
};

describe('an index does what it does in', () => {
  for (const library of ['numpy', 'torch'] as const)
    it(library, async context => {
      const { count, dialect, perform } = ways[library];
      const found = await pythonModules(['numpy', 'torch']).catch(
        () => ({}) as Record<string, string | null>,
      );
      const absent = ['numpy', library].filter(name => !found[name]);
      if (absent.length > 0) {
        const message = whenMissing(`indexing, ${library}`, absent, Boolean(process.env.CI));
        console.warn(message);
        return context.skip(message);
      }
      const random = splitmix32(Number(process.env.CONCORDAT_SEED ?? 1));
      const cases = generate(count, () => drawCase(random, library, dialect));
      const answers = await askPython(cases);
      const faults: string[] = [];
      let results = 0;
      cases.forEach((each, k) => {
        // 'auto' interprets small ones.
        setRunner(k % 3 === 0 ? 'wasm' : 'auto');
        const x = sourceOf(each);
        const fault = disagreement(answers[k], x, () => perform(x, each));
        if (fault) faults.push(`#${k} ${inWords(each)}\n    ${fault}`);
        if (answers[k].kind === 'array') results++;
      });
      console.log(
        `peers: ${cases.length} indexes compared with ${library} ${found[library]}, ${results} with a result`,
      );
      expect(faults.slice(0, 8), `${faults.length} of ${cases.length} disagree`).toEqual([]);
      expect(results).toBeGreaterThan(0.5 * cases.length);
    }, 600_000);
});
