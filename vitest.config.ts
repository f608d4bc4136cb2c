import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { sourceEntries } from './test/project/api.ts';
import { writeExampleTests } from './test/project/examples.ts';
import { root } from './test/project/source.ts';

// The tests of the examples must be there before vitest looks for test files, which a global setup would be too late for.
writeExampleTests();

export default defineConfig({
  resolve: {
    // 'concordat/io' and the other entries of package.json mean their sources, so that tests need no build.
    // Only the worker is started by Node itself, which cannot read the sources: it is taken from dist.
    alias: [['concordat/worker', 'dist/worker/index.js'], ...sourceEntries()].map(([name, path]) => ({
      find: new RegExp(`^${name}$`),
      replacement: join(root, path),
    })),
  },
  test: {
    testTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: { name: 'tests', include: ['test/**/*.test.ts'], exclude: ['test/generated/**'] },
      },
      // Ninety files with an example or two each: to load the library for each of them anew takes a minute more.
      { extends: true, test: { name: 'examples', include: ['test/generated/**/*.test.ts'], isolate: false } },
    ],
  },
});
