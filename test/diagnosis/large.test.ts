/**
 * What a comparison of a large image costs, measured in a process of its own: time, memory and signs of progress. The
 * bounds are three times and more of what is needed, for a machine that has other work, and below what was needed when
 * every route kept its pictures, and every offset was tried by itself.
 */
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from '../project/source.ts';

interface Cost {
  /** Seconds of processor time on all threads. */
  seconds: number;
  /** The most memory that the process had, less what it had before, in float64 images. */
  images: number;
  /** The largest part of the work, and of the processor time, that lies between two signs. */
  leap: number;
  pause: number;
  signs: number;
  found: unknown[];
}

/** Runs a call on an image of so many rows and columns in a process of its own. `image` and `kernel` are at hand. */
function costOf(rows: number, columns: number, call: string): Cost {
  const program = `
    const { array, compare, explain, roll, scope } = await import('concordat');
    const { compareEach } = await import(process.argv[1] + '/dist/shared/core.js');
    const [rows, columns] = [${rows}, ${columns}];
    const image = array({
      data: Float64Array.from({ length: rows * columns }, (_, k) => Math.round(128 + 60 * Math.sin(k / 37) + (k * 7919) % 31)),
      shape: [rows, columns],
    });
    const kernel = [[1, 0, -1], [2, 0, -2], [1, 0, -1]];
    const processor = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
    const before = process.memoryUsage().rss;
    const start = processor();
    let [done, last, leap, pause, signs] = [0, start, 0, 0, 0];
    const onProgress = part => {
      const now = processor();
      leap = Math.max(leap, part - done);
      pause = Math.max(pause, now - last);
      [done, last] = [part, now];
      signs++;
    };
    const found = ${call};
    const seconds = processor() - start;
    const images = (process.resourceUsage().maxRSS * 1024 - before) / (8 * rows * columns);
    console.log(JSON.stringify({ seconds, images, leap, pause: pause / seconds, signs, found }));
  `;
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', program, root], {
    cwd: root,
    encoding: 'utf8',
    timeout: 240_000,
    // What is measured is the code that users run, whatever these tests run by.
    env: { ...process.env, CONCORDAT_RUNNER: 'auto' },
  });
  return JSON.parse(text) as Cost;
}

const routes = `compareEach(image, kernel, { onProgress }, ({ name, findings }) => [name, findings.map(({ kind }) => kind)]).kept`;

it('compares a large image in a few images of memory and seconds a megapixel', { timeout: 240_000 }, () => {
  const cost = costOf(1500, 2000, routes);
  expect(cost.found).toEqual([
    ['scipy', []],
    ['scipy-tiled', ['shift']],
    ['torch', ['flip']],
    ['torch-tiled', ['flip', 'shift']],
    ['fourier', []],
    ['fourier-corner', ['shift']],
  ]);
  expect(cost.images).toBeLessThan(20);
  expect(cost.seconds).toBeLessThan(3 * 8);
  // Never more than a few hundredths of the work without a sign.
  expect(cost.signs).toBeGreaterThan(100);
  expect(cost.leap).toBeLessThan(0.2);
  expect(cost.pause).toBeLessThan(0.2);
});

it('explains large arrays in a few images of memory', { timeout: 240_000 }, () => {
  const explained = `explain(image, roll(image, [17, -300], { axis: [0, 1] }), { onProgress }).findings.map(({ kind }) => kind)`;
  const cost = costOf(1500, 2000, explained);
  expect(cost.found).toEqual(['shift']);
  expect(cost.images).toBeLessThan(10);
  expect(cost.seconds).toBeLessThan(15);
});
