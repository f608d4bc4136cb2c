import { array, compare, convolve, flip, probe, roll } from 'concordat';
import { describe, expect, it } from 'vitest';
import { bare, toRows } from './support.ts';

const sobel = array([
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
]);
const halves = array(Array.from({ length: 10 }, () => [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]));

const byName = (comparison: ReturnType<typeof compare>) =>
  Object.fromEntries(comparison.routes.map(route => [route.name, route]));

describe('the picture of two halves', () => {
  const routes = byName(compare(halves, sobel));

  it('finds that the tiled SciPy version is rolled by half a period', () => {
    const route = routes['scipy-tiled'];
    expect(route.equal).toBe(false);
    expect(route.decidedBy).toBe('probe');
    expect(route.findings.map(bare)).toEqual([
      { kind: 'shift', offset: [-5, -5], periodic: true, rule: '(-(H//2), -(W//2))' },
    ]);
  });

  it('finds that torch does not flip', () => {
    expect(routes['torch'].findings.map(bare)).toEqual([{ kind: 'flip', of: 'kernel', axes: [0, 1] }]);
    expect(routes['torch'].decidedBy).toBe('probe');
  });

  it('finds that both give the same array, which this image explains in three ways', () => {
    expect(toRows(routes['scipy-tiled'].result)).toEqual(toRows(routes['torch'].result));
    for (const name of ['scipy-tiled', 'torch'])
      expect(routes[name].alternatives.map(explanation => explanation.map(bare))).toEqual(
        expect.arrayContaining([
          [{ kind: 'flip', of: 'kernel', axes: [0, 1], equivalent: [[1]] }],
          [{ kind: 'shift', offset: [null, 5], periodic: true }],
          [{ kind: 'scale', factor: -1 }],
        ]),
      );
    expect(routes['torch'].alternatives).toHaveLength(3);
  });

  it('finds that the tiled torch version agrees by accident', () => {
    const route = routes['torch-tiled'];
    expect(route).toMatchObject({ equal: true, agreesByAccident: true, maxAbsError: 0 });
    expect(route.findings.map(({ kind }) => kind).sort()).toEqual(['flip', 'shift']);
    expect(route.findings.map(bare)).toContainEqual({
      kind: 'shift',
      offset: [-5, -5],
      periodic: true,
      rule: '(-(H//2), -(W//2))',
    });
  });

  it('finds that the kernel in the corner shifts by half the kernel', () => {
    const route = routes['fourier-corner'];
    expect(route.alternatives.map(explanation => explanation.map(bare))).toEqual([
      [{ kind: 'shift', offset: [null, 1], periodic: true }],
    ]);
    expect(route.findings.map(bare)).toEqual([
      { kind: 'shift', offset: [1, 1], periodic: true, rule: '((K-1)//2, (L-1)//2)' },
    ]);
  });

  it('agrees on the Fourier product with the centre in the corner', () => {
    expect(routes['fourier']).toMatchObject({ equal: true, findings: [], alternatives: [] });
    expect(routes['fourier'].agreesByAccident).toBeUndefined();
    expect(routes['fourier'].maxAbsError).toBeLessThan(1e-14);
  });
});

describe('other images and kernels', () => {
  const picture = array(
    Array.from({ length: 9 }, (_, i) => Array.from({ length: 12 }, (_, j) => (i * i + 7 * j * i + j) % 13)),
  );

  it('takes the cut of an odd height as the floor of its half', () => {
    const { findings } = byName(compare(picture, sobel))['scipy-tiled'];
    expect(findings.map(bare)).toEqual([
      { kind: 'shift', offset: [-4, -6], periodic: true, rule: '(-(H//2), -(W//2))' },
    ]);
  });

  it('says what padding=1 crops under a 5×5 kernel', () => {
    const kernel = Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: 5 }, (_, j) => i * 5 + j - 3 * i * j),
    );
    const route = byName(compare(picture, kernel))['torch-tiled'];
    expect(route.maxAbsError).toBeNull();
    expect(route.findings.map(bare)).toEqual([
      { kind: 'flip', of: 'kernel', axes: [0, 1] },
      { kind: 'shift', offset: [-4, -6], periodic: true, rule: '(-(H//2), -(W//2))' },
      { kind: 'crop', start: [1, 1], shape: [7, 10] },
    ]);
    expect(route.remark).toContain('padding=1');
  });

  it('says what is left of the padding of an axis of one element', () => {
    const one = byName(compare([[5]], [[3]]))['torch-tiled'];
    expect([one.equal, one.findings]).toEqual([false, []]);
    expect(one.remark).toContain('zeros of the padding stay');
    expect(byName(compare(picture, [[3]]))['torch-tiled'].remark).not.toContain('zeros');
  });

  it('calls it an accident when a symmetric kernel hides the flip', () => {
    const route = byName(
      compare(picture, [
        [1, 2, 1],
        [2, 4, 2],
        [1, 2, 1],
      ]),
    )['torch'];
    expect(route).toMatchObject({ equal: true, agreesByAccident: true });
    expect(route.findings.map(({ kind }) => kind)).toEqual(['flip']);
  });

  it('names the boundary where the reference has another one than the routes', () => {
    const route = byName(compare(picture, sobel, { boundary: 'mirror' }))['fourier'];
    expect(route.findings.map(bare)).toEqual([{ kind: 'boundary', from: 'mirror', to: 'periodic' }]);
  });

  describe.each(['periodic', 'symmetric', 'constant'] as const)('explains every route, %s,', boundary => {
    it.each([
      [3, 3],
      [1, 3],
      [2, 2],
      [4, 3],
    ])('with a kernel of %i×%i', (rows, columns) => {
      const kernel = Array.from({ length: rows }, (_, i) =>
        Array.from({ length: columns }, (_, j) => 1 + i * 3 - j * j),
      );
      const { routes } = compare(picture, kernel, { boundary });
      expect(routes.filter(({ equal, findings }) => !equal && findings.length === 0)).toEqual([]);
    });
  });

  it('keeps its inputs as they were and reports progress', () => {
    const before = toRows(picture);
    const steps: number[] = [];
    compare(picture, sobel, { onProgress: done => steps.push(done) });
    expect(toRows(picture)).toEqual(before);
    expect(steps.at(0)).toBe(0);
    expect(steps.at(-1)).toBe(1);
  });
});

it('says what a huge value hides', () => {
  const filled = array(probe([12, 10], [3, 3]).image.toArray() as number[][]);
  filled.data[3] = 1e20;
  const { fourier } = byName(compare(filled, sobel));
  expect(fourier.equal).toBe(true);
  expect(fourier.remark).toMatch(/equality is measured at the largest value, 2\.0e\+20: /);
});

describe('refusals', () => {
  it.each([
    [
      [
        [1, NaN],
        [1, 2],
      ],
      [[1]],
      /NaN or infinity/,
    ],
    [[1, 2, 3], [[1]], /image has shape \(3,\)/],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [1, 2],
      /kernel has shape \(2,\)/,
    ],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [[1, 2, 3]],
      /must not be larger/,
    ],
    [
      [
        [1e308, 2],
        [3, 1e308],
      ],
      [[5]],
      /image reaches 1e\+308 and the kernel 5, and their convolution overflows/,
    ],
    [
      [
        [1e308, 1e308],
        [1e308, 1e308],
      ],
      [[1]],
      /overflows float64 \(in the route fourier\)/,
    ],
    [{ data: new Float32Array(0), shape: [0, 5] }, [[1]], /\(0, 5\).*at least one element/],
  ])('refuses %j with %j', (image, kernel, message) => {
    expect(() => compare(image, kernel)).toThrow(message);
  });

  it('refuses an unknown boundary and names those allowed', () => {
    expect(() => compare(halves, sobel, { boundary: 'wrap' as never })).toThrow(/'periodic'/);
  });
});

it('does not take a fix on trust: each shift of the halves, undone, is the reference', () => {
  const reference = convolve(halves, sobel, { boundary: 'periodic' });
  const { result, findings } = byName(compare(halves, sobel))['scipy-tiled'];
  const [shift] = findings;
  if (shift.kind !== 'shift') throw new Error('not a shift');
  const back = roll(
    result,
    shift.offset.map(step => -step!),
    { axis: [0, 1] },
  );
  expect(toRows(back)).toEqual(toRows(reference));
  expect(toRows(convolve(halves, flip(sobel), { boundary: 'periodic' }))).toEqual(toRows(result));
});

it('gives a rule only where it holds for even and odd extents', () => {
  const { image } = probe([13, 6], [1, 1]);
  const { kernel } = probe([13, 6], [4, 3]);
  const { findings } = byName(compare(image, kernel))['torch-tiled'];
  for (const finding of findings)
    if (finding.kind === 'shift') expect(finding.rule ?? '').not.toMatch(/^\(H/);
});

it('mends another boundary by the call of the reference, and by nothing else', () => {
  const picture = array(
    Array.from({ length: 9 }, (_, i) => Array.from({ length: 12 }, (_, j) => (i * i + 7 * j * i + j) % 13)),
  );
  const kernel = array([
    [1, 2],
    [3, 5],
  ]);
  const { reference, routes } = compare(picture, kernel, { boundary: 'mirror' });
  expect(reference.call).toBe("scipy.ndimage.convolve(image, kernel, mode='mirror', origin=(-1, -1))");
  for (const { findings } of routes.filter(route => route.findings.some(({ kind }) => kind === 'boundary'))) {
    const lines = findings.map(({ fix }) => fix.typescript).filter(line => line !== '');
    expect(lines).toHaveLength(1);
    const run = new Function('convolve', 'image', 'kernel', `let result; ${lines[0]} return result;`);
    expect(toRows(run(convolve, picture, kernel))).toEqual(toRows(reference.result));
  }
  expect(routes.some(({ findings }) => findings.some(({ kind }) => kind === 'boundary'))).toBe(true);
});
