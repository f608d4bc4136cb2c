/**
 * Bundles the package: `node scripts/bundle.js [FOLDER] [--maps]`, by default dist. Three parts:
 *
 * - For Node, and for pages without a bundler: every entry of package.json's exports, and the command, in few files. What
 *   the root entry reaches is one file, shared/core.js, so that a browser or Node fetches two files and not 150.
 *   `import 'concordat'` in a new process takes 72 ms instead of 122, of which Node itself is 57; split the way the bundler
 *   would by itself it takes 79. With short names for local variables it is another 1.5 less; functions, classes and lines
 *   stay, so that a stack trace can be read.
 * - For bundlers, in modules/: a file a source, of which they take what a page uses. See docs/decisions/0008.
 * - In bundled/: what is used of other packages (`bundled` in layers.json), with their licences. Both parts import it.
 */
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { bundledFile, bundlePackages } from './bundle-packages.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readJson = path => JSON.parse(readFileSync(`${root}/${path}`, 'utf8'));
const { exports, bin } = readJson('package.json');
const { bundled, node: forNode } = readJson('layers.json');
const [folder = `${root}/dist`] = process.argv.slice(2).filter(each => each !== '--maps');
const sourcemap = process.argv.includes('--maps');

/** Modules that are started by their place, not imported by a name. */
const started = ['worker/serve'];
/** Short names for local variables alone. */
const minify = { compress: { keepNames: { function: true, class: true } }, mangle: { keepNames: true } };
const nameOf = path => path.replace(/^(\.\/)?dist\/(.*)\.js$/, '$2');
const entries = Object.values(exports).flatMap(({ node }) => (node ? [nameOf(node)] : []));
const commands = Object.values(bin).map(nameOf);

/**
 * Takes other packages from bundled/, which lies `above` folders over the output; those that stay dependencies, and Node's
 * modules, stay imports.
 */
const packages = above => ({
  name: 'bundled packages',
  resolveId(id) {
    if (bundled.includes(id)) return { id: `bundled:${bundledFile(id)}`, external: true };
    return /^(src\/|[./\0])/.test(id) ? undefined : { id, external: true };
  },
  renderChunk(code, { fileName }) {
    const up = '../'.repeat(fileName.split('/').length - 1 + above) || './';
    return code.replaceAll('bundled:bundled/', `${up}bundled/`);
  },
});

const open = (names, ...plugins) =>
  rolldown({
    cwd: root,
    input: Object.fromEntries(names.map(name => [name, `src/${name}.ts`])),
    plugins,
    platform: 'neutral',
    transform: { target: 'es2023' },
  });

/** Few files. Shared ones lie one folder deep, as the entries do that look for files of the package beside dist. */
async function bundle() {
  const apart = /[\\/]src[\\/]((io|figure|box|cli|worker)[\\/]|.*\bindex\.ts$)/;
  const bundle = await open([...entries, ...commands, ...started], packages(0));
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: 'shared/[name].js',
    minifyInternalExports: false,
    comments: false,
    sourcemap,
    minify: { ...minify, codegen: { removeWhitespace: false } },
    codeSplitting: { groups: [{ name: 'core', test: id => !apart.test(id) }] },
  });
  for (const { type, fileName } of output) if (type === 'chunk') escapeText(join(folder, fileName));
  for (const command of commands) chmodSync(join(folder, `${command}.js`), 0o755);
}

/**
 * V8 holds a text that is all ASCII in one byte a character, and a process that loads it is done about a millisecond sooner
 * (medians of 60: 115.4 and 113.9). Only strings of the sources have other characters.
 */
function escapeText(path) {
  const text = readFileSync(path, 'utf8');
  const code = character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const escaped = text.replace(/[^\0-\x7f]/g, code);
  if (escaped !== text) writeFileSync(path, escaped);
}

/** A file a source, as it is written but for types and comments. */
async function modules() {
  // One folder deeper than the sources, files of the package are one step further up.
  const assets = {
    name: 'files of the package',
    transform: code => code.replaceAll('../../assets/', '../../../assets/'),
  };
  const bundle = await open([...entries, ...started], packages(1), assets);
  await bundle.write({
    dir: join(folder, 'modules'),
    preserveModules: true,
    preserveModulesRoot: join(root, 'src'),
    entryFileNames: '[name].js',
    sourcemap,
    comments: { legal: false, annotation: true, jsdoc: false },
    minify: { ...minify, codegen: { removeWhitespace: true } },
  });
}

const sources = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter(entry => entry.name.endsWith('.ts'))
  .map(entry => join(entry.parentPath, entry.name))
  .map(path => [relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]);
await bundlePackages({ names: bundled, sources, forNode, folder });
await bundle();
await modules();
