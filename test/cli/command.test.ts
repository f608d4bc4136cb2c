import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { array, convolve, correlate, NDArray, probe, reshape, roll } from 'concordat';
import { decodePng, encodeNpy, encodePng } from 'concordat/io';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const command = join(root, 'dist/cli/main.js');
let folder = '';
const file = (name: string) => join(folder, name);

interface Outcome {
  code: number;
  out: string;
  err: string;
}
const run = (...given: string[]): Promise<Outcome> =>
  new Promise(resolve => {
    execFile(process.execPath, [command, ...given], { cwd: folder }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });

const sobel = array([
  [1, 0, -1],
  [2, 0, -2],
  [1, 0, -1],
]);
const picture = probe([12, 16], [3, 3]).image;

beforeAll(() => {
  expect(existsSync(command), 'run `npm run build` first').toBe(true);
  folder = mkdtempSync(join(tmpdir(), 'concordat-command-'));
  const write = (name: string, x: NDArray) => writeFileSync(file(name), encodeNpy(x));
  const conv = convolve(picture, sobel, { boundary: 'periodic' });
  write('image.npy', picture);
  write('kernel.npy', sobel);
  write('pixel.npy', array([[5]]));
  write('a.npy', conv);
  write('rolled.npy', roll(conv, [2, 3], { axis: [0, 1] }));
  const flipped = correlate(picture, sobel, { boundary: 'periodic' });
  write('flipped.npy', flipped);
  write('torch.npy', reshape(flipped, [1, 1, ...flipped.shape]));
  const changed = array(conv.toArray() as number[][]);
  changed.data[1] = Number(changed.data[1]) + 0.001;
  write('changed.npy', changed);
  write(
    'nan.npy',
    array([
      [1, NaN],
      [2, 3],
    ]),
  );
  write('empty.npy', new NDArray('float64', { data: new Float64Array(0) }, [0, 5]));
  write('cube.npy', array([[[1, 2]]]));
  const png = encodePng(
    array(
      [
        [0, 50],
        [100, 255],
      ],
      { dtype: 'uint8' },
    ),
  );
  writeFileSync(file('small.png'), png);
  writeFileSync(file('broken.png'), png.slice(0, png.length - 30));
  writeFileSync(file('text.png'), 'not a picture');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('compare', () => {
  it('prints a line a route, with the fixes, and exits 0', async () => {
    const { code, out, err } = await run('compare', 'image.npy', '--kernel', 'sobel-x');
    expect([code, err]).toEqual([0, '']);
    for (const name of ['scipy', 'scipy-tiled', 'torch', 'torch-tiled', 'fourier', 'fourier-corner'])
      expect(out).toMatch(new RegExp(`^[✓✗≈] ${name} +\\S`, 'm'));
    expect(out).toContain('np.roll(result, (6, 8), axis=(0, 1))');
    expect(out).toContain('kernel = flip(kernel, { axis: [0, 1] });');
  });

  it('prints the documented record', async () => {
    const { code, out } = await run('compare', '--example', 'halves', '--json');
    expect(code).toBe(0);
    const record = JSON.parse(out);
    expect(Object.keys(record)).toEqual(['reference', 'routes', 'figure']);
    expect(record.figure).toBeNull();
    const tiled = record.routes.find((route: { name: string }) => route.name === 'torch-tiled');
    expect(tiled).toMatchObject({ equal: true, agreesByAccident: true, maxAbsError: 0, decidedBy: 'probe' });
    expect(tiled.findings.map(({ kind }: { kind: string }) => kind)).toEqual(['flip', 'shift']);
    const shift = record.routes[1].findings[0];
    expect(shift).toMatchObject({ kind: 'shift', offset: [-5, -5], periodic: true });
    expect(typeof shift.fix.python).toBe('string');
  });

  it('reads kernels from text and from files, and pictures from PNG', async () => {
    const [text, named, stored] = await Promise.all([
      run('compare', 'image.npy', '--kernel', '[[1,0,-1],[2,0,-2],[1,0,-1]]', '--json'),
      run('compare', 'image.npy', '--kernel', 'sobel-x', '--json'),
      run('compare', 'image.npy', '--kernel', 'kernel.npy', '--json'),
    ]);
    expect(text.out).toBe(named.out);
    expect(stored.out).toBe(named.out);
    expect((await run('compare', 'small.png', '--kernel', '[[1]]')).code).toBe(0);
  });

  it('draws PNG and SVG', async () => {
    const { code, out } = await run('compare', '--example', 'halves', '--out', 'figure.png');
    expect(code).toBe(0);
    expect(out).toContain('figure.png');
    const figure = decodePng(readFileSync(file('figure.png')));
    expect(figure.shape[0]).toBeGreaterThan(500);
    await run('compare', '--example', 'halves', '--out', 'figure.svg');
    expect(readFileSync(file('figure.svg'), 'utf8')).toMatch(/^<svg/);
  });
});

it('says what a route does to one pixel instead of nothing', async () => {
  const { out } = await run('compare', 'pixel.npy', '--kernel', '[[3]]');
  expect(out).toMatch(/✗ torch-tiled +padding=1 keeps the size/);
  expect(out).not.toContain('no explanation');
});

describe('explain', () => {
  it('exits 0 for equal, 1 for explained, 3 for not explained', async () => {
    const [equal, explained, not] = await Promise.all([
      run('explain', 'a.npy', 'a.npy'),
      run('explain', 'a.npy', 'rolled.npy'),
      run('explain', 'a.npy', 'image.npy'),
    ]);
    expect([equal.code, explained.code, not.code]).toEqual([0, 1, 3]);
    expect(equal.out).toContain('equal exactly');
    expect(explained.out).toContain('rolled by (2, 3)');
    expect(explained.out).toContain('np.roll(result, (-2, -3), axis=(0, 1))');
    expect(not.out).toContain('no explanation');
  });

  it('finds a flipped kernel with image and kernel, and prints what the function returns', async () => {
    const { code, out } = await run(
      'explain',
      'a.npy',
      'flipped.npy',
      '--image',
      'image.npy',
      '--kernel',
      'kernel.npy',
      '--json',
    );
    expect(code).toBe(1);
    const record = JSON.parse(out);
    expect(Object.keys(record)).toEqual(['equal', 'maxAbsError', 'findings', 'alternatives', 'text']);
    expect(record.findings[0]).toMatchObject({ kind: 'flip', of: 'kernel', axes: [0, 1] });
    expect(record.alternatives).toEqual([[expect.objectContaining({ kind: 'scale', factor: -1 })]]);
  });
});

describe('explain, more', () => {
  const setting = ['--image', 'image.npy', '--kernel', 'kernel.npy'];

  it('takes axes of extent 1 for what they are, and goes on', async () => {
    const { code, out } = await run('explain', 'a.npy', 'torch.npy', ...setting);
    expect(code).toBe(1);
    expect(out).toMatch(/kernel is flipped.*; and the result has axes \(0, 1\) of extent 1/);
    expect(out).toContain('result = result[0, 0]');
  });

  it('says what would help, in the words of the command', async () => {
    const { code, out } = await run('explain', 'a.npy', 'changed.npy');
    expect(code).toBe(3);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^✗ differs by up to 0\.00.*; no explanation was found$/);
    expect(lines[1]).toMatch(/^ {2}1 of \d+ elements differ, at \[0, 1\]; \d+ agree$/);
    expect(lines[2]).toBe('  with the arrays exchanged nothing was found either');
    expect(out).toContain('give --image and --kernel');
    expect(out).toMatch(/--[ra]tol \S+ would make them equal/);
    expect((await run('explain', 'a.npy', 'changed.npy', '--atol', '0.01')).code).toBe(0);
    expect((await run('explain', 'a.npy', 'changed.npy', '--atol=1e-5', '--rtol', '0')).code).toBe(3);
  });
});

it('takes the kernel of explain by name too', async () => {
  const { code, out } = await run(
    'explain',
    'a.npy',
    'flipped.npy',
    '--image',
    'image.npy',
    '--kernel',
    'sobel-x',
  );
  expect(code).toBe(1);
  expect(out).toContain('the kernel is flipped');
});

it('stops quietly when nobody reads on', async () => {
  const child = spawn(process.execPath, [command, 'compare', '--example', 'halves', '--json']);
  child.stdout.destroy();
  let err = '';
  child.stderr.on('data', part => {
    err += part;
  });
  expect(await new Promise(resolve => child.on('close', resolve))).toBe(0);
  expect(err).toBe('');
});

describe('index', () => {
  it('says where axes come from, as text and as a record', async () => {
    const index = '[n, :, [2, 3, 4], :, :]';
    const [text, json] = [
      await run('index', '(2, 3, 50, 25, 1)', index),
      await run('index', '2x3x50x25x1', index, '--json'),
    ];
    expect([text.code, json.code]).toEqual([0, 0]);
    expect(text.out).toContain('NumPy: shape (3, 3, 25, 1), a copy');
    expect(text.out).toContain('differ SILENTLY');
    expect(JSON.parse(json.out)).toMatchObject({
      differ: 'silently',
      torch: { shape: [3, 3, 25, 1] },
      figure: null,
    });
  });

  it('takes what was pasted, and what names stand for', async () => {
    const pasted = 'data[n, :, ids, :, :]';
    const [bare, told, mask] = await Promise.all([
      run('index', '(2, 3, 50, 25, 1)', pasted),
      run('index', '(2, 3, 50, 25, 1)', pasted, 'ids=[2,3,4]', 'n = 1'),
      run('index', '3x50', '[m]', 'm=bool(3,50)'),
    ]);
    expect(bare.out).toContain(
      'n, ids are taken for integers, one place each. If one is an array, add what it',
    );
    expect(told.out).toContain('To keep the axis where it was: data[1][:, ids]');
    expect(told.out).not.toContain('taken for');
    expect(mask.out).toContain('where m is True, over axes 0, 1');
  });

  it.each([
    [['(5,)', '[n]', 'm=[1]'], /there is no name 'm'/],
    [['(5,)', '[n]', 'm'], /'m' says of no name what it is/],
    [['(5,)', '[n]', 'n=[1]', 'n=2'], /'n' is given twice/],
    [['(5,)', '[n]', 'n=zeros(3)'], /a call of zeros, which cannot be made here/],
    [['5xa', '[n]'], /the shape is '5xa'/],
  ])('refuses %j', async (given, message) => {
    const { code, err } = await run('index', ...given);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('takes the shape of a file, and draws', async () => {
    const { code, out } = await run('index', 'image.npy', '[::2, 0]', '--out', 'index.svg');
    expect(code).toBe(0);
    expect(out).toContain('figure  index.svg');
    expect(readFileSync(join(folder, 'index.svg'), 'utf8')).toContain('<svg');
  });
});

describe('wrong calls are one line and exit code 2', () => {
  it.each([
    [['compare', 'missing.png', '--kernel', 'sobel-x'], /missing\.png/],
    [['compare', 'broken.png', '--kernel', 'sobel-x'], /broken\.png/],
    [['compare', 'text.png', '--kernel', 'sobel-x'], /text\.png/],
    [['compare', '.', '--kernel', 'sobel-x'], /directory|folder/],
    [['compare', 'image.npy', '--kernel', '[1,2,3]'], /kernel has shape \(3,\)/],
    [['compare', 'image.npy', '--kernel', '[[1,2],[3]]'], /ragged/],
    [['compare', 'image.npy', '--kernel', '[[1,2'], /JSON/],
    [['compare', 'image.npy', '--kernel', 'sobel'], /sobel-x/],
    [['compare', 'image.npy'], /--kernel/],
    [['compare', '--kernel', 'sobel-x'], /image is missing/],
    [['compare', 'nan.npy', '--kernel', '[[1]]'], /NaN/],
    [['compare', 'empty.npy', '--kernel', '[[1]]'], /\(0, 5\)/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--boundary', 'wrap'], /'periodic'/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--out', 'figure.gif'], /\.png or \.svg/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--out', 'nowhere/figure.png'], /nowhere/],
    [
      ['compare', 'image.npy', '--kernel', 'sobel-x', '--colour', 'red'],
      /no option --colour; the options are --kernel <kernel>, --boundary/,
    ],
    [['compare', '--frob'], /no option --frob; the options are/],
    [['compare'], /image is missing/],
    [['compare', 'a.npy', 'b.npy'], /'b\.npy' is too much: concordat compare \[image\]/],
    [['compare', 'image.npy', '--kernel', ''], /--kernel is empty/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--boundary', ''], /--boundary is empty/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--boundary='], /--boundary (is empty|needs a value)/],
    [['compare', 'image.npy', '--kernel'], /--kernel needs a value: --kernel <kernel>, sobel-x/],
    [['compare', 'image.npy', '--kernel', '007'], /--kernel '007'/],
    [['compare', '--example', 'thirds'], /'halves'/],
    [
      ['compare', 'small.png', '--kernel', 'sobel-x', '--max-pixels', '3'],
      /small\.png' is a PNG of 2 x 2 pixels; at most 3 are read unless --max-pixels is raised/,
    ],
    [
      ['compare', 'image.npy', '--kernel', 'kernel.npy', '--max-bytes', '80'],
      /image\.npy.* unless --max-bytes is/,
    ],
    [
      ['explain', 'a.npy', 'a.npy', '--max-bytes', '1e3'],
      /at most 1000 are taken unless --max-bytes is raised/,
    ],
    [['index', 'small.png', '[0]', '--max-pixels', '3'], /unless --max-pixels is raised/],
    [
      ['compare', 'small.png', '--kernel', 'sobel-x', '--max-pixels', 'many'],
      /--max-pixels is 'many'; it must be/,
    ],
    [['explain', 'a.npy'], /b is missing: concordat explain <a> <b>/],
    [['explain'], /a and b are missing/],
    [['explain', 'a.npy', 'missing.npy'], /missing\.npy/],
    [['explain', 'a.npy', 'rolled.npy', '--image', 'image.npy'], /both or neither/],
    [['explain', 'a.npy', 'rolled.npy', '--rtol', 'much'], /--rtol is 'much'; it must be a number/],
    [['explain', 'a.npy', 'rolled.npy', '--atol', '-1'], /--atol/],
    [['compare', 'image.npy', '--kernel', 'toString'], /sobel-x/],
    [['compare', '--example', 'toString'], /'halves'/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--kernel', 'sobel-y'], /--kernel is given 2 times/],
    [['compare', 'image.npy', '--kernel', 'sobel-x', '--out', '5'], /\.png or \.svg/],
    [['explain', 'a.npy', 'rolled.npy', '--image', 'image.npy', '--kernel', 'sobel'], /explain: --kernel/],
    [['index', '2x'], /index/],
    [['index', '2xq', '[0]'], /write it as/],
    [['index', '2x3', '[0 1]'], /comma/],
    [['index', '2x3', '[0]', '--out', 'index.gif'], /\.png or \.svg/],
    [['transmogrify'], /compare, explain, index/],
  ])('%j', async (given, message) => {
    const { code, out, err } = await run(...given);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
    expect(err).not.toMatch(/\n\s+at /);
    expect([code, out]).toEqual([2, '']);
  });
});

it.skipIf(!existsSync('/proc/self'))('a directory that takes no files is no riddle', async () => {
  const { code, err } = await run('compare', 'pixel.npy', '--kernel', '[[1]]', '--out', '/proc/x.png');
  expect([code, err]).toEqual([
    2,
    "concordat: writeFileWhole: '/proc/x.png' cannot be written: no file can be made in its directory; name another one\n",
  ]);
});

it('leaves nothing behind when it is interrupted', async () => {
  const before = readdirSync(folder);
  const child: ChildProcess = spawn(
    process.execPath,
    [command, 'compare', join(root, 'examples/house.png'), '--kernel', 'sobel-x', '--out', 'late.png'],
    { cwd: folder },
  );
  await new Promise(resolve => setTimeout(resolve, 700));
  child.kill('SIGINT');
  await new Promise(resolve => child.on('exit', resolve));
  expect(readdirSync(folder)).toEqual(before);
});

it('shows real examples in its help', async () => {
  const [top, compare] = [await run('--help'), await run('compare', '--help')];
  expect(top.code).toBe(0);
  expect(top.out).toContain('compare');
  expect(compare.out).toContain('--kernel sobel-x --out comparison.png');
});
