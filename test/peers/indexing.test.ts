/** Generated indexes against NumPy: result, shape, element type, view or copy, and what is said of wrong ones. */
import { afterAll, describe, expect, it } from 'vitest';
import type { NDArray } from '../../src/array/ndarray.ts';
import { scatterAdd } from '../../src/array/scatter-add.ts';
import { flip } from '../../src/array/views.ts';
import { pythonModules } from '../../src/box/index.ts';
import { setRunner } from '../../src/runtime/settings.ts';
import { createRandom, generate } from './generate.ts';
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
import { drawCase, numpyDialect } from './indexing-draw.ts';

afterAll(() => setRunner('auto'));

/** Does the case here; gives what Python's side gives. */
function perform(x: NDArray, { operation, value, terms, form }: IndexCase): NDArray {
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

const random = createRandom(Number(process.env.CONCORDAT_SEED ?? 1));
const cases = generate(2000, () => drawCase(random, 'numpy', numpyDialect));

describe('an index does what it does in NumPy', () => {
  it(`read, assign and add (${cases.length} cases)`, async context => {
    const found = await pythonModules(['numpy']).catch(
      (): Record<string, string | null> => ({ numpy: null }),
    );
    if (!found.numpy) {
      const message = whenMissing('indexing', ['numpy'], Boolean(process.env.CI));
      console.warn(message);
      return context.skip(message);
    }
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
      `peers: ${cases.length} indexes compared with numpy ${found.numpy}, ${results} with a result`,
    );
    expect(faults.slice(0, 8), `${faults.length} of ${cases.length} disagree`).toEqual([]);
    expect(results).toBeGreaterThan(0.6 * cases.length);
  }, 600_000);
});
