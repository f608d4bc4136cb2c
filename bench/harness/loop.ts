/** One of the loops of loops.ts, as a process of its own: prints what it took as JSON. */
import { existsSync, readFileSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { loadLibrary, resident } from './ours.ts';
import { noise } from './values.ts';

const [kind, times, threads] = process.argv.slice(2);
const count = Number(times);
const library = await loadLibrary(Number(threads));
const n = 1024;
const image = resident(library, noise(1, [n, n]), [n, n]);
const kernel = library.array({ data: noise(3, [3, 3]), shape: [3, 3] });
const convolve = () => library.convolve(image, kernel, { boundary: 'periodic' });

const MIB = 2 ** 20;
const course: number[] = [];
const quarter = Math.ceil(count / 4);
const watch = (step: number): void => {
  if ((step + 1) % quarter === 0 || step + 1 === count) course.push(process.memoryUsage.rss() / MIB);
};
/** The most that was resident. What the system says of this process alone, where it says it. */
const peak = (): number => {
  const status = '/proc/self/status';
  const line = existsSync(status) ? /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8')) : null;
  return (line ? Number(line[1]) : process.resourceUsage().maxRSS) / 1024;
};

const start = performance.now();
if (kind === 'async')
  for (let step = 0; step < count; step++) {
    convolve();
    watch(step);
    await turn();
  }
else
  for (let step = 0; step < count; step++) {
    if (kind === 'scope')
      library.scope(() => {
        convolve();
      });
    else convolve();
    watch(step);
  }
const milliseconds = performance.now() - start;
console.log(JSON.stringify({ peak: peak(), milliseconds, course }));
process.exit(0);
