/** The documents as a reader of the installed package meets them: links, names of files, commands, examples. */
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, posix } from 'node:path';
import { transformSync } from 'rolldown/utils';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pythonModules } from '../../src/box/index.ts';
import { whenMissing } from '../peers/harness.ts';
import { fromMarkdown, testBody } from './examples.ts';
import { installed } from './installed.ts';
import { anchorsOf, type Block, blocksOf, filesNamedIn, linksOf } from './markdown.ts';
import { readFiles, root } from './source.ts';

let folder = '';
let own = '';
beforeAll(() => {
  folder = installed();
  own = join(folder, 'node_modules/concordat');
}, 120_000);

/** The documents that lie in the package, by path; read from the project, whose copies they are. */
const documents = new Map([
  ...['README.md', 'CHANGELOG.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'bench/RESULTS.md'].map(
    path => [path, readFileSync(join(root, path), 'utf8')] as const,
  ),
  ...readFiles('docs', '.md'),
]);
/** Those for who works on the library, who has the repository. */
const isForBuilders = (path: string) =>
  /^(ARCHITECTURE|CONTRIBUTING|docs\/decisions\/.*|bench\/.*)\b/.test(path);

/** Links of a document that lead nowhere. */
function deadLinks(path: string, text: string, anchors: (path: string) => string[] | undefined): string[] {
  return linksOf(text).flatMap(({ target, line }) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [file, anchor] = target.split('#');
    const there = file === '' ? path : posix.join(posix.dirname(path), file);
    const known = anchors(there);
    if (known === undefined || (anchor !== undefined && !known.includes(anchor)))
      return [`${path}:${line}: ${target}`];
    return [];
  });
}

/** The anchors of a file of the package: none of what is no Markdown; undefined where there is no such file. */
function anchorsIn(path: string): string[] | undefined {
  const file = join(own, path);
  if (!existsSync(file)) return undefined;
  return path.endsWith('.md') && statSync(file).isFile() ? anchorsOf(readFileSync(file, 'utf8')) : [];
}

describe('links', () => {
  it('lead to what is in the package', () => {
    expect([...documents].flatMap(([path, text]) => deadLinks(path, text, anchorsIn))).toEqual([]);
    expect([...documents].flatMap(([, text]) => linksOf(text)).length).toBeGreaterThan(300);
  });

  it('are seen when they are dead', () => {
    const text =
      '[a](b.md) [`c`](#d) `[e](f.md)` ![g](h.png)\n\n```\n[i](j.md)\n```\n[k](l.md#m), [n](https://o)\n# D\n';
    const anchors = (path: string) => ({ 'l.md': ['q'], 'p.md': anchorsOf(text) })[path];
    expect(deadLinks('p.md', text, anchors)).toEqual(['p.md:1: b.md', 'p.md:1: h.png', 'p.md:6: l.md#m']);
  });
});

describe('files that are named', () => {
  it('are there: for users in the package, for builders in the project', () => {
    const missing = [...documents].flatMap(([path, text]) =>
      filesNamedIn(text)
        .filter(({ path: named }) => !existsSync(join(isForBuilders(path) ? root : own, named)))
        .map(({ path: named, line }) => `${path}:${line}: ${named}`),
    );
    expect(missing).toEqual([]);
  });

  it('are there where code of the documents takes them from node_modules', () => {
    const paths = [...documents].flatMap(([path, text]) =>
      [...text.matchAll(/node_modules\/concordat\/[\w./-]*\w/g)].map(([named]) => [path, named] as const),
    );
    expect(paths.length).toBeGreaterThan(1);
    expect(paths.filter(([, named]) => !existsSync(join(folder, named)))).toEqual([]);
  });

  it('are there where the library names a document', () => {
    const texts = [
      'dist/index.d.ts',
      ...readFiles('dist', '.js').keys(),
      ...readFiles('dist', '.d.ts').keys(),
    ];
    const named = texts.flatMap(
      path => readFileSync(join(root, path), 'utf8').match(/\bdocs\/[\w/-]+\.md\b/g) ?? [],
    );
    expect([...new Set(named)].filter(path => !existsSync(join(own, path)))).toEqual([]);
  });
});

/** One line that a reader types, and what the document shows that it prints. */
interface Typed {
  readonly line: string;
  readonly prints: string | undefined;
}

/** The steps of a document in their order: blocks of Python that write files, and commands of the package. */
function stepsOf(text: string): (Typed | { readonly python: string })[] {
  const blocks = blocksOf(text);
  return blocks.flatMap(({ tag, code }, k): (Typed | { python: string })[] => {
    if (tag === 'python' && /\bnumpy\.save\(|\bnp\.save\(/.test(code)) return [{ python: code }];
    if (tag !== 'sh') return [];
    const lines = code.split('\n').filter(line => line.includes('npx concordat'));
    return lines.map((line, index) => {
      const next: Block | undefined = index === lines.length - 1 ? blocks[k + 1] : undefined;
      return { line, prints: next?.tag === 'text' && next.follows ? next.code : undefined };
    });
  });
}

const pages = [...documents].filter(([path]) => !isForBuilders(path) && path !== 'CHANGELOG.md');
const withCommands = pages
  .map(([path, text]) => [path, stepsOf(text)] as const)
  .filter(([, steps]) => steps.some(step => 'line' in step));

/** Whatever the tests run with, a reader has none of these. */
const asUsual = { CONCORDAT_RUNNER: undefined, CONCORDAT_THREADS: undefined, CONCORDAT_HEAP: undefined };

/** What was printed, without the last digits of errors of rounding, which differ between processors. */
const printed = (text: string): string => text.replace(/\b\d(\.\d+)?e-1\d\b/g, '1e-15').trimEnd();

/** Runs a line in a shell that finds what npm installed, as `npx` does, and gives what it printed and its exit code. */
function shell(line: string, cwd: string): Promise<{ out: string; error: string; code: number | null }> {
  const path = [dirname(process.execPath), join(folder, 'node_modules/.bin'), process.env.PATH].join(
    delimiter,
  );
  return new Promise(done => {
    const child = spawn('bash', ['-o', 'pipefail', '-c', line.replaceAll('npx concordat', 'concordat')], {
      cwd,
      env: { ...process.env, PATH: path, ...asUsual },
    });
    let [out, error] = ['', ''];
    child.stdout.on('data', data => {
      out += data;
    });
    child.stderr.on('data', data => {
      error += data;
    });
    child.on('close', code => done({ out, error, code }));
  });
}

/** `shell`, of which a line that reads nothing of its folder is run once for all documents. */
function once(line: string, cwd: string): ReturnType<typeof shell> {
  if (/\.npy/.test(line)) return shell(line, cwd);
  const running = ran.get(line) ?? shell(line, cwd);
  ran.set(line, running);
  return running;
}
const ran = new Map<string, ReturnType<typeof shell>>();

const python = process.env.CONCORDAT_PYTHON ?? '/usr/bin/python3';
const peers = ['numpy', 'scipy', 'torch'];
const there = await pythonModules(peers).catch(() => ({}) as Record<string, string | null>);
const pythonThere = peers.every(name => there[name]);
const needsPython = (step: Typed | { readonly python: string }): boolean =>
  'python' in step || /python3|\.npy/.test(step.line);

describe.skipIf(process.platform === 'win32')('commands, in an empty folder with the package', () => {
  let place = '';
  beforeAll(() => {
    place = mkdtempSync(join(folder, 'commands-'));
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('are there to be run', () => {
    if (!pythonThere) console.warn(whenMissing('documents', peers, Boolean(process.env.CI)));
    expect(withCommands.map(([path]) => path)).toEqual(
      expect.arrayContaining(['README.md', 'docs/command.md', 'docs/differ.md']),
    );
  });

  // Whole commands, one after another: half a minute where nothing else runs.
  it.concurrent.each(withCommands)(
    'of %s run, and print what it says',
    { timeout: 180_000 },
    async (path, steps) => {
      const cwd = join(place, path.replaceAll('/', '-'));
      mkdirSync(join(cwd, 'node_modules'), { recursive: true });
      // As an empty folder after npm install.
      symlinkSync(own, join(cwd, 'node_modules/concordat'), 'dir');
      const problems: string[] = [];
      for (const step of steps) {
        if (needsPython(step) && !pythonThere) continue;
        if ('python' in step) {
          writeFileSync(join(cwd, 'document.py'), step.python);
          const { code, error } = await shell(`${python} document.py`, cwd);
          if (code !== 0) problems.push(`the block of Python: ${error}`);
          continue;
        }
        const line = step.line.replace(/\bpython3\b/g, python);
        const { out, error, code } = await once(line, cwd);
        // A disagreement that was explained, or not, is a result.
        const allowed = /concordat explain/.test(line) ? [0, 1, 3] : [0];
        if (!allowed.includes(code!) || error !== '') problems.push(`${step.line}: ${code}: ${error}`);
        if (step.prints !== undefined && printed(out) !== printed(step.prints))
          problems.push(`${step.line} prints\n${out}`);
      }
      expect(problems.join('\n')).toBe('');
    },
  );

  it('are found by npx too', async () => {
    const { out, code } = await new Promise<{ out: string; code: number | null }>(done => {
      const child = spawn('npx', ['--no-install', 'concordat', '--version'], { cwd: folder });
      let out = '';
      child.stdout.on('data', data => {
        out += data;
      });
      child.on('close', code => done({ out, code }));
    });
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect([code, out]).toEqual([0, expect.stringContaining(version)]);
  });
});

it('decisions have a number each, in their name, their title and the list', () => {
  const decisions = [...documents].filter(([path]) => /^docs\/decisions\/\d/.test(path));
  const lines = decisions.map(([path, text], index) => {
    const name = posix.basename(path);
    const [, number, title] = /^# (\d+)\. (.*)/.exec(text) ?? [];
    expect([Number(number), Number(name.slice(0, 4))]).toEqual([index + 1, index + 1]);
    return `${number}. [${title}](${name})`;
  });
  expect(
    documents
      .get('docs/decisions/README.md')!
      .split('\n')
      .filter(line => /^\d/.test(line)),
  ).toEqual(lines);
});

it('scripts of npm that the documents name are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const named = [...documents].flatMap(([path, text]) =>
    [...text.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => [path, run ?? short] as const,
    ),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter(([, name]) => !scripts[name])).toEqual([]);
});

it('examples of the documents run on the installed package', async () => {
  const place = mkdtempSync(join(folder, 'examples-'));
  try {
    const strip = (text: string) => transformSync('example.ts', text, {}).code;
    writeFileSync(join(place, 'plain.mjs'), strip(readFileSync(join(root, 'test/project/plain.ts'), 'utf8')));
    const examples = pages.flatMap(([path, text]) =>
      path.startsWith('docs/reference/') ? [] : fromMarkdown(path, text),
    );
    expect(examples.length).toBeGreaterThan(30);
    const bodies = examples.map(
      ({ path, line, code }) => `await run('${path}:${line}', async () => {\n${testBody(code)}\n});`,
    );
    const program = `import assert from 'node:assert/strict';
import { plain } from './plain.mjs';
const expect = value => ({ toEqual: wanted => assert.deepEqual(value, wanted) });
console.log = () => {};
const run = (place: string, body: () => Promise<void>) =>
  body().catch(error => process.stdout.write(\`\${place}: \${error.message}\\n\`));
${bodies.join('\n')}
process.exit();`;
    writeFileSync(join(place, 'examples.mjs'), strip(program));
    const { out, error, code } = await shell(`node ${place}/examples.mjs`, place);
    expect([out, error, code]).toEqual(['', '', 0]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
