/**
 * Bundles what the sources use of other packages into `bundled/`, a file a package, with their licences beside them, so
 * that an installation brings no package but those that hold compiled code. The packages are the `bundled` of
 * layers.json, which stand among the development dependencies.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { parseSync } from 'rolldown/utils';

const PREFIX = '\0bundled:';

/** The file of a package in the folder of the bundle. */
export const bundledFile = name => `bundled/${name.replace(/^.*\//, '')}.js`;

/**
 * Bundles the packages `names`, as far as `sources` (texts by path) use them, into `folder`. What only sources in the
 * folders `forNode` use is bundled for Node. The rest is what packages have for browsers: it runs everywhere, where what
 * they have for Node looks for files and for more packages.
 */
export async function bundlePackages({ names, sources, forNode, folder }) {
  const used = usedNames(names, sources);
  const unused = names.filter(name => !used.has(name));
  if (unused.length > 0)
    throw new Error(`layers.json: no source imports ${unused.join(', ')}; take it out of "bundled"`);
  const everywhere = usedNames(
    names,
    sources.filter(([path]) => !forNode.some(unit => path.startsWith(`src/${unit}/`))),
  );
  const output = [
    ...(await bundle(
      'browser',
      names.filter(name => everywhere.has(name)),
      used,
      folder,
    )),
    ...(await bundle(
      'node',
      names.filter(name => !everywhere.has(name)),
      used,
      folder,
    )),
  ];
  writeFileSync(join(folder, 'bundled/THIRD-PARTY-LICENSES.txt'), licences(output));
}

async function bundle(platform, names, used, folder) {
  if (names.length === 0) return [];
  const bundle = await rolldown({
    input: Object.fromEntries(names.map(name => [bundledFile(name).slice(0, -3), PREFIX + name])),
    platform,
    // Browsers have no Buffer. What jpeg-js makes of one is bytes, and any array of bytes will do.
    transform: {
      target: 'es2023',
      define: platform === 'browser' ? { 'Buffer.from': 'Uint8Array.from' } : {},
    },
    plugins: [
      {
        name: 'what is used of packages',
        resolveId: id => (id.startsWith(PREFIX) ? id : undefined),
        load: id => (id.startsWith(PREFIX) ? entryOf(used, id.slice(PREFIX.length)) : undefined),
      },
    ],
  });
  const { output } = await bundle.write({
    dir: folder,
    entryFileNames: '[name].js',
    chunkFileNames: `bundled/${platform}/[name].js`,
    minify: true,
    comments: false,
  });
  return output;
}

/** What the sources import of each package: its names, or null for all of them. */
function usedNames(names, sources) {
  const used = new Map();
  const add = (from, name) => {
    if (!names.includes(from)) return;
    const known = used.get(from);
    used.set(from, name === null || known === null ? null : (known ?? new Set()).add(name));
  };
  for (const [path, text] of sources) {
    const { module } = parseSync(path, text);
    for (const { moduleRequest, entries } of module.staticImports)
      for (const { importName, isType } of entries)
        if (!isType)
          add(moduleRequest.value, importName.kind === 'Default' ? 'default' : (importName.name ?? null));
    for (const { moduleRequest } of module.dynamicImports)
      add(text.slice(moduleRequest.start + 1, moduleRequest.end - 1), null);
  }
  return used;
}

function entryOf(used, name) {
  const from = JSON.stringify(name);
  const names = used.get(name);
  return names === null ? `export * from ${from};` : `export { ${[...names].join(', ')} } from ${from};`;
}

/** The name, version and licence of every package that something of is in the output. */
function licences(output) {
  const folders = new Set(
    output
      .flatMap(({ modules = {} }) => Object.entries(modules))
      .filter(([id, { renderedLength }]) => id.includes('node_modules') && renderedLength > 0)
      .map(([id]) => packageFolder(id.replace(/^\0/, '').replace(/\?.*$/, ''))),
  );
  const namesOf = new Map();
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const file = readdirSync(folder).find(each => /^licen[cs]e/i.test(each));
    const holder = typeof author === 'string' ? author : author?.name;
    if (!license) throw new Error(`${name} ${version} does not say under which licence it is`);
    const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Copyright ${holder ?? name}`;
    namesOf.set(text, [...(namesOf.get(text) ?? []), `${name} ${version} (${license})`]);
  }
  const texts = [...namesOf].map(([text, names]) => `${names.sort().join('\n')}\n\n${text}\n`);
  const rule = `\n${'-'.repeat(80)}\n\n`;
  const head = 'The files beside this one hold code of these packages, minified, under their own licences.\n';
  return [head, ...texts.sort()].join(rule);
}

/** The folder of the package that a module belongs to: the nearest with a name and a version. */
function packageFolder(path) {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version) return folder;
    if (folder === dirname(folder)) throw new Error(`${path} belongs to no package`);
  }
}
