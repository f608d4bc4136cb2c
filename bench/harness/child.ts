/** Runs one workload at one thread count, in a process of its own, and hands the lines to the process that asked. */
import type { Workload } from './workload.ts';

const [name, threads, rounds, quick] = process.argv.slice(2);
const { workload }: { workload: Workload } = await import(`../${name}.js`);
// Without the process that asked, nobody waits for the figures.
process.once('disconnect', () => process.exit(1));

const versions: Record<string, string> = {};
const lines = await workload.run({
  threads: Number(threads),
  rounds: Number(rounds),
  quick: quick === 'quick',
  say: text => console.error(`  ${text}`),
  version: (library, version) => {
    versions[library] = version;
  },
});
process.send!({ lines, versions }, () => process.exit(0));
