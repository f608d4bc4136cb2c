/**
 * Bundles every entry of package.json's exports, and the command, into few files: `node scripts/bundle.js [FOLDER]`, by
 * default dist. What the root entry reaches is one file, shared/core.js, so that a browser or Node fetches two files and
 * not 150. `import 'concordat'` in a new process takes 72 ms instead of 122, of which Node itself is 57; split the way the
 * bundler would by itself it takes 79. With short names for local variables it is another 1.5 less; functions, classes and
 * lines stay, so that a stack trace can be read, and maps lead to the sources. Packages and Node's modules stay imports.
 */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const { exports, bin } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** Modules that are started by their place, not imported by a name. */
const started = ['worker/serve'];
const named = [...Object.values(exports).map(entry => entry.default), ...Object.values(bin)]
  .filter(Boolean)
  .map(path => path.replace(/^(\.\/)?dist\/(.*)\.js$/, '$2'));

// Shared files lie one folder deep, as the entries do that look for files of the package beside dist.
const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries([...named, ...started].map(name => [name, `src/${name}.ts`])),
  external: /^(?![./])/,
  platform: 'neutral',
  transform: { target: 'es2023' },
});
const apart = /[\\/]src[\\/]((io|figure|box|cli|worker)[\\/]|.*\bindex\.ts$)/;
const folder = process.argv[2] ?? `${root}/dist`;
const { output } = await bundle.write({
  dir: folder,
  entryFileNames: '[name].js',
  chunkFileNames: 'shared/[name].js',
  minifyInternalExports: false,
  comments: false,
  sourcemap: true,
  minify: {
    codegen: { removeWhitespace: false },
    compress: { keepNames: { function: true, class: true } },
    mangle: { keepNames: true },
  },
  codeSplitting: { groups: [{ name: 'core', test: id => !apart.test(id) }] },
});
// V8 holds a text that is all ASCII in one byte a character, and a process that loads it is done about a millisecond sooner
// (medians of 60: 115.4 and 113.9). Only strings of the sources have other characters.
for (const { type, fileName } of output) {
  if (type !== 'chunk') continue;
  const path = `${folder}/${fileName}`;
  const text = readFileSync(path, 'utf8');
  const escaped = text.replace(
    /[^\0-\x7f]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (escaped !== text) writeFileSync(path, escaped);
}
for (const path of Object.values(bin)) chmodSync(path.replace(/^(\.\/)?dist/, folder), 0o755);
