/** The routes of `compare` in the real libraries, and its Python fixes carried out. */
import { readFileSync } from 'node:fs';
import { allClose, array, type Boundary, compare, probe } from 'concordat';
import { pythonModules, runPython } from 'concordat/box';
import { describe, expect, it } from 'vitest';

const script = readFileSync(new URL('./routes.py', import.meta.url), 'utf8');
const torchScript = readFileSync(new URL('./torch-route.py', import.meta.url), 'utf8');
const exact = { atol: 0, rtol: 0 };
/** Under the periodic boundary a roll mends the result, which the other script carries out. */
const evenCases: [Boundary, number[]][] = [
  ['constant', [2, 2]],
  ['edge', [2, 2]],
  ['edge', [1, 4]],
  ['symmetric', [2, 3]],
  ['symmetric', [5, 2]],
  ['mirror', [4, 4]],
  ['mirror', [2, 3]],
];
const modules = await pythonModules(['numpy', 'scipy', 'torch']).catch(() => ({ numpy: null }));
const present = Object.values(modules).every(version => version !== null);
if (!present) console.warn('the peers are missing: the routes of compare are not run in Python');

const halves = array(Array.from({ length: 10 }, () => [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]));
const sobel = array([
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
]);
const odd = probe([9, 14], [3, 3]);
const tall = probe([13, 7], [3, 1]);

describe.skipIf(!present && !process.env['CI'])('the routes of compare', () => {
  it.each([
    ['the halves', halves, sobel],
    ['an odd picture', odd.image, odd.kernel],
    ['a kernel of one column', tall.image, tall.kernel],
  ])('%s: the same numbers as the real libraries, and fixes that fix', async (_, image, kernel) => {
    const { routes, reference } = compare(image, kernel);
    const fixes = Object.fromEntries(
      routes.map(({ name, findings }) => [name, [...findings].reverse().map(({ fix }) => fix.python)]),
    );
    const bytes = new TextEncoder().encode(JSON.stringify(fixes));
    const { outputs } = await runPython(script, { image, kernel, fixes: bytes });
    for (const { name, result, findings } of routes) {
      // Probes reach 6e8, of which a transform keeps 15 digits.
      const scale = { atol: 1e-6, rtol: 0 };
      expect([name, allClose(result, outputs[name], scale).text]).toEqual([
        name,
        expect.stringContaining('equal'),
      ]);
      // What a fixed padding cropped away cannot come back.
      if (findings.some(({ kind }) => kind === 'crop')) continue;
      const mended = allClose(outputs[`${name} fixed`], reference.result, scale);
      expect([name, fixes[name], mended.text]).toEqual([name, fixes[name], expect.stringContaining('equal')]);
    }
  });

  it('torch with even kernels under every boundary but the periodic: the call as printed, and a fix that fixes', {
    timeout: 180_000,
  }, async () => {
    const cases = evenCases.map(([boundary, taps]) => {
      const { image, kernel } = probe([9, 12], taps);
      const { reference, routes } = compare(image, kernel, { boundary });
      const route = routes.find(({ name }) => name === 'torch')!;
      return { boundary, taps, image, kernel, reference, route };
    });
    const asked = cases.map(({ boundary, taps, image, kernel, route }) => [
      `${boundary} ${taps}`,
      {
        call: route.call,
        image: image.toArray(),
        kernel: kernel.toArray(),
        lines: [...route.findings].reverse().map(({ fix }) => fix.python),
      },
    ]);
    const bytes = new TextEncoder().encode(JSON.stringify(Object.fromEntries(asked)));
    const { outputs } = await runPython(torchScript, { cases: bytes });
    for (const { boundary, taps, reference, route } of cases) {
      const name = `${boundary} ${taps}`;
      expect([name, allClose(route.result, outputs[name], exact).equal]).toEqual([name, true]);
      const mended = allClose(outputs[`${name} fixed`], reference.result, exact);
      expect([name, mended.text]).toEqual([name, expect.stringContaining('equal')]);
    }
  });
});
