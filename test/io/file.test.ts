import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { array } from '../../src/array/convert.ts';
import { ConcordatError } from '../../src/errors.ts';
import {
  decode,
  encodeNpy,
  encodeNpz,
  encodePng,
  readArray,
  writeArray,
  writeFileWhole,
} from '../../src/io/index.ts';
import { errorOf, fixturePath, laterErrorOf, unpack } from './fixtures.ts';

const base = fs.mkdtempSync(join(tmpdir(), 'concordat-io-'));
let folder: string;
let count = 0;
beforeEach(() => {
  folder = join(base, String(count++));
  fs.mkdirSync(folder);
});
afterAll(() => fs.rmSync(base, { recursive: true }));

const at = (name: string) => join(folder, name);
function put(name: string, content: Uint8Array | string): string {
  fs.writeFileSync(at(name), content);
  return at(name);
}
/** Whether files are closed to this user when their permissions say so; they are not to root. */
const isRoot = process.getuid?.() === 0;
/** Whether another user may start this Node: it may lie where only root gets. */
const runsForOthers =
  isRoot && spawnSync(process.execPath, ['-e', '0'], { uid: 65534, gid: 65534 }).status === 0;

describe('readArray', () => {
  const png = encodePng({ data: new Uint8Array([1, 2, 3, 4]), shape: [2, 2] });

  test('reads each format, by path and by URL', async () => {
    const images = unpack('images.zip');
    expect((await readArray(put('a.npy', encodeNpy([1, 2])))).toArray()).toEqual([1, 2]);
    expect((await readArray(pathToFileURL(put('a b.png', png)))).toArray()).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect((await readArray(put('a.JPG', images.get('grey.jpg')!))).shape).toEqual([37, 53]);
    expect((await readArray(`${fixturePath('arrays.npz')}:kernel`)).toArray()).toEqual([[1, 0, -1]]);
  });

  test('goes by the content, whatever the name', async () => {
    for (const name of ['image', 'image.npy', 'image.jpg', 'image.txt'])
      expect((await readArray(put(name, png))).shape).toEqual([2, 2]);
  });

  test('a file whose own name looks like a choice from npz', async () => {
    expect((await readArray(put('a.npz:b', encodeNpy([7])))).toArray()).toEqual([7]);
  });

  const text = 'hello there';
  test.each<[name: string, content: Uint8Array | string | null, reason: RegExp]>([
    ['missing.npy', null, /does not exist; give the path of an npy, npz, PNG or JPEG file/],
    ['missing.npz:a', null, /missing\.npz' does not exist/],
    ['', null, /is a directory; name an npy, npz, PNG or JPEG file in it/],
    ['empty.npy', '', /is empty; it must be an npy, npz, PNG or JPEG file/],
    ['wrong.npy', text, /is not npy: it must begin with '\\x93NUMPY'/],
    ['wrong.png', text, /is not PNG/],
    ['wrong.jpeg', text, /is not JPEG/],
    ['wrong.npz', text, /is not a whole ZIP archive/],
    ['wrong.txt', text, /is not npy, npz, PNG or JPEG: it begins with 'hello th'/],
    ['wrong', new Uint8Array([0, 1, 255]), /it begins with bytes 0 1 255/],
    ['a.gif', 'GIF89a', /is a GIF file; convert it to PNG/],
    ['a.npy', Uint8Array.from([0x89, 72, 68, 70, 13, 10]), /is an HDF5 file; convert it to npy/],
    ['broken.png', png.subarray(0, 30), /is cut short/],
    ['broken.npy', encodeNpy([1]).subarray(0, 130), /is cut short: 2 bytes of elements/],
    ['a.npz', encodeNpz({ a: [1], b: [2] }), /name one as 'file\.npz:name' \(it has 'a', 'b'\)/],
  ])('%s', async (name, content, reason) => {
    if (content !== null) put(name, content);
    const error = await laterErrorOf(readArray(at(name)));
    expect(error.code).toBe('file');
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(`readArray: '${at(name.replace(/:.*/, ''))}' `);
  });

  test('the only array of an npz file needs no name', async () => {
    expect((await readArray(put('one.npz', encodeNpz({ a: [1, 2] })))).toArray()).toEqual([1, 2]);
    expect((await laterErrorOf(readArray(put('none.npz', encodeNpz({}))))).message).toContain(
      'is an npz file without an array in it',
    );
  });

  test('a choice that is not there, or from a file that is no npz', async () => {
    put('a.npz', encodeNpz({ a: [1] }));
    expect((await laterErrorOf(readArray(`${at('a.npz')}:b`))).message).toContain(
      "has no array 'b'; it has 'a'",
    );
    put('c.npz', png);
    expect((await laterErrorOf(readArray(`${at('c.npz')}:b`))).message).toContain('is not an npz file');
  });

  test('devices without end are not read', async () => {
    if (fs.existsSync('/dev/zero'))
      expect((await laterErrorOf(readArray('/dev/zero'))).message).toContain('is a device or a pipe');
  });

  test('a path through a file, a name with a line break, a file that is closed', async () => {
    const path = put('a.npy', encodeNpy([1]));
    expect((await laterErrorOf(readArray(join(path, 'b.npy')))).message).toContain('not a directory');
    expect((await laterErrorOf(readArray(at('two\nlines.npy')))).code).toBe('file');
    fs.chmodSync(path, 0);
    if (!isRoot) expect((await laterErrorOf(readArray(path))).message).toContain('permission is denied');
  });

  test('what is no path', async () => {
    for (const wrong of ['', 'a\0b', 5, null, new URL('http://example.org/a.npy')])
      expect((await laterErrorOf(readArray(wrong as never))).message).toContain(
        'it must be the path of a file',
      );
  });
});

test('decode goes by the bytes, and names the file where it knows it', () => {
  const npz = encodeNpz({ a: [1], b: [2] });
  expect(decode(npz, 'x.npz:b').toArray()).toEqual([2]);
  expect(decode(Buffer.from(encodeNpy([3])), 'x.png').toArray()).toEqual([3]);
  expect(errorOf(() => decode(npz)).message).toMatch(/^decode: the data is an npz file/);
  expect(errorOf(() => decode(new Uint8Array(0), 'x.png')).message).toBe(
    "decode: 'x.png' is empty; it must be an npy, npz, PNG or JPEG file",
  );
  expect(errorOf(() => decode(new Uint8Array(9), 'x.png')).message).toContain("decode: 'x.png' is not PNG");
  expect(errorOf(() => decode('x.png' as never)).code).toBe('value');
});

describe('writeArray', () => {
  test('writes by extension what readArray reads', async () => {
    const image = array({ data: new Uint8Array([10, 20, 30, 40]), shape: [2, 2] });
    for (const name of ['a.npy', 'a.png', 'a.NPY']) {
      await writeArray(at(name), image);
      expect((await readArray(at(name))).toArray()).toEqual(image.toArray());
    }
    await writeArray(pathToFileURL(at('a.jpeg')), image);
    expect((await readArray(at('a.jpeg'))).shape).toEqual([2, 2, 3]);
  });

  test('a wrong extension or array leaves no file', async () => {
    expect((await laterErrorOf(writeArray(at('a.tiff'), [1]))).message).toContain(
      'must end in .npy, .png, .jpg',
    );
    expect((await laterErrorOf(writeArray(at('a.png'), [[0.5]]))).message).toContain(
      'encodePng: image is float64',
    );
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});

describe('writeFileWhole', () => {
  test('writes bytes and text, and replaces what was there', async () => {
    await writeFileWhole(at('a'), 'grün');
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('grün');
    await writeFileWhole(at('a'), new Uint8Array([1, 2]).buffer);
    expect([...fs.readFileSync(at('a'))]).toEqual([1, 2]);
    expect(fs.readdirSync(folder)).toEqual(['a']);
  });

  test('keeps permissions and symbolic links', async () => {
    fs.chmodSync(put('real', 'old'), 0o600);
    fs.symlinkSync('real', at('link'));
    await writeFileWhole(at('link'), 'new');
    expect(fs.lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(at('real'), 'utf8')).toBe('new');
    expect(fs.statSync(at('real')).mode & 0o777).toBe(0o600);
  });

  test('writes into devices as they are', async () => {
    if (!fs.existsSync('/dev/null')) return;
    await writeFileWhole('/dev/null', 'x');
    expect(fs.statSync('/dev/null').isFile()).toBe(false);
  });

  test('a failure names the path, keeps what was there, and leaves nothing else', async () => {
    put('file', 'old');
    expect((await laterErrorOf(writeFileWhole(folder, 'x'))).message).toContain(
      'is a directory; name a file in it',
    );
    const missing = await laterErrorOf(writeFileWhole(at('no/such/a.png'), 'x'));
    expect(missing.message).toContain(`there is no directory '${at('no/such')}'; make it first`);
    expect((await laterErrorOf(writeFileWhole(at('file/a'), 'x'))).message).toContain('not a directory');
    expect((await laterErrorOf(writeFileWhole(at('x'.repeat(300)), 'x'))).message).toContain(
      'name is too long',
    );
    expect((await laterErrorOf(writeFileWhole(at('file'), 5 as never))).code).toBe('value');
    expect(fs.readdirSync(folder)).toEqual(['file']);
    expect(fs.readFileSync(at('file'), 'utf8')).toBe('old');
  });

  test('a link to nothing stays a link, and what it names is made', async () => {
    fs.symlinkSync('real', at('link'));
    await writeFileWhole(at('link'), 'new');
    expect(fs.lstatSync(at('link')).isSymbolicLink()).toBe(true);
    expect(fs.readFileSync(at('real'), 'utf8')).toBe('new');
    expect(fs.readdirSync(folder).sort()).toEqual(['link', 'real']);
  });

  test('links to links to nothing, through folders that are links', async () => {
    fs.mkdirSync(at('far'));
    fs.mkdirSync(at('far/inner'));
    fs.symlinkSync('far/inner', at('near'));
    fs.symlinkSync('../second', at('far/inner/first'));
    fs.symlinkSync(at('far/third'), at('far/second'));
    await writeFileWhole(at('near/first'), 'new');
    expect(fs.readFileSync(at('far/third'), 'utf8')).toBe('new');
    expect(fs.readdirSync(at('far')).sort()).toEqual(['inner', 'second', 'third']);
    expect(fs.readdirSync(at('near'))).toEqual(['first']);
  });

  test('a link into a folder that is missing, and links in a circle', async () => {
    fs.symlinkSync('no/such', at('link'));
    fs.symlinkSync('circle', at('circle'));
    expect((await laterErrorOf(writeFileWhole(at('link'), 'x'))).message).toContain(
      `there is no directory '${at('no')}'`,
    );
    expect((await laterErrorOf(writeFileWhole(at('circle'), 'x'))).message).toContain('in a circle');
  });

  test.runIf(isRoot)('keeps the owner and the right to run as the owner', async () => {
    fs.chownSync(put('file', 'old'), 1234, 2345);
    fs.chmodSync(at('file'), 0o4751);
    await writeFileWhole(at('file'), 'new');
    const { uid, gid, mode } = fs.statSync(at('file'));
    expect([uid, gid, mode & 0o7777]).toEqual([1234, 2345, 0o4751]);
    expect(fs.readFileSync(at('file'), 'utf8')).toBe('new');
  });

  test('is on the disk before it takes the name, and the name is before the promise settles', async () => {
    const order: string[] = [];
    const opened = await fs.promises.open(put('any', ''));
    const handles = Object.getPrototypeOf(opened);
    await opened.close();
    const { sync } = handles;
    const { rename } = fs.promises;
    try {
      handles.sync = async function (this: fs.promises.FileHandle) {
        order.push((await this.stat()).isFile() ? 'file' : 'folder');
        return sync.call(this);
      };
      fs.promises.rename = async (from, to) => {
        order.push('rename');
        return rename(from, to);
      };
      await writeFileWhole(at('file'), 'new');
    } finally {
      handles.sync = sync;
      fs.promises.rename = rename;
    }
    expect(order).toEqual(['file', 'rename', 'folder']);
  });

  test('a write that fails half-way leaves what was there', async () => {
    const path = put('file', 'old');
    const opened = await fs.promises.open(path);
    const handles = Object.getPrototypeOf(opened);
    await opened.close();
    const { writeFile } = handles;
    try {
      handles.writeFile = async function (this: fs.promises.FileHandle) {
        await this.write('ha');
        throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
      };
      expect((await laterErrorOf(writeFileWhole(path, 'half of it'))).message).toContain('the disk is full');
    } finally {
      handles.writeFile = writeFile;
    }
    expect(fs.readdirSync(folder)).toEqual(['file']);
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
  });

  test('many at once: the last one stands, whole', async () => {
    const texts = Array.from({ length: 20 }, (_, k) => String(k).repeat(5000));
    await Promise.all(texts.map(text => writeFileWhole(at('a'), text)));
    expect(texts).toContain(fs.readFileSync(at('a'), 'utf8'));
    expect(fs.readdirSync(folder)).toEqual(['a']);
    expect(process.listeners('exit').some(listener => listener.name === 'removeUnfinished')).toBe(false);
  });
});

describe('a process that is interrupted while it writes', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const built = join(base, 'built');
  beforeAll(() => {
    const options =
      '--ignoreConfig --target es2023 --module nodenext --types node --skipLibCheck --rootDir src';
    const rewrite = '--allowImportingTsExtensions --rewriteRelativeImportExtensions --verbatimModuleSyntax';
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const args = [...options.split(' '), ...rewrite.split(' '), '--outDir', built, 'src/io/write-whole.ts'];
    execFileSync(process.execPath, [compiler, ...args], { cwd: root });
    fs.writeFileSync(join(built, 'package.json'), '{"type": "module"}');
  });

  const module = JSON.stringify(pathToFileURL(join(built, 'io/write-whole.js')).href);

  /** Starts a program that writes a long file, and sends itself a signal as soon as a part of it is on disk. */
  function start(path: string, signal: NodeJS.Signals, before = ''): ChildProcess {
    const program = `
      import { readdirSync, statSync } from 'node:fs';
      import { dirname, join } from 'node:path';
      import { writeFileWhole } from ${module};
      const path = ${JSON.stringify(path)};
      ${before}
      const done = writeFileWhole(path, new Uint8Array(3e8)).catch(() => {});
      const look = () => {
        const begun = readdirSync(dirname(path)).find(name => name.includes(\`-\${process.pid}-\`));
        if (!begun || statSync(join(dirname(path), begun)).size === 0) return setImmediate(look);
        console.log('begun');
        process.kill(process.pid, '${signal}');
      };
      look();
      await done;`;
    return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'pipe' });
  }

  const ended = (child: ChildProcess) => new Promise(resolve => child.on('close', resolve));
  const begun = (child: ChildProcess) =>
    new Promise<string>(resolve => child.stdout!.once('data', chunk => resolve(String(chunk))));

  async function interrupted(path: string, before = '', signal: NodeJS.Signals = 'SIGINT') {
    const child = start(path, signal, before);
    const [output] = await Promise.all([begun(child), ended(child)]);
    expect(output).toContain('begun');
    return child;
  }

  test('leaves what was there and no temporary file, and ends by the signal', async () => {
    const path = put('file', 'old');
    const child = await interrupted(path);
    expect(child.signalCode).toBe('SIGINT');
    expect(fs.readdirSync(folder)).toEqual(['file']);
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
  });

  test('the same where the program ends itself in a handler of its own', async () => {
    const child = await interrupted(at('file'), "process.on('SIGINT', () => process.exit(130));");
    expect(child.exitCode).toBe(130);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test('killed outright it leaves a part, which the next write beside it removes', async () => {
    const path = put('file', 'old');
    await interrupted(path, '', 'SIGKILL');
    expect(fs.readdirSync(folder)).toHaveLength(2);
    expect(fs.readFileSync(path, 'utf8')).toBe('old');
    await writeFileWhole(at('other'), 'new');
    expect(fs.readdirSync(folder).sort()).toEqual(['file', 'other']);
  });

  test('what a process that only pauses is writing is left alone', async () => {
    const child = start(at('file'), 'SIGSTOP');
    await begun(child);
    const [part] = fs.readdirSync(folder);
    await writeFileWhole(at('other'), 'new');
    expect(fs.readdirSync(folder).sort()).toEqual([part, 'other'].sort());
    // It may not have come to its pause yet.
    const wake = setInterval(() => child.kill('SIGCONT'), 100);
    await ended(child);
    clearInterval(wake);
    expect(fs.statSync(at('file')).size).toBe(3e8);
    expect(fs.readdirSync(folder).sort()).toEqual(['file', 'other']);
  });

  test.runIf(isRoot && runsForOthers)(
    'a file of another user, who lets this one write, stays his',
    async () => {
      fs.chmodSync(base, 0o755);
      fs.chmodSync(folder, 0o777);
      fs.chownSync(put('file', 'longer than what is written'), 1234, 1234);
      fs.chmodSync(at('file'), 0o666);
      const program = `
      import { writeFileWhole } from ${module};
      await writeFileWhole(${JSON.stringify(at('file'))}, 'new');`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        uid: 65534,
        gid: 65534,
        stdio: 'inherit',
      });
      await ended(child);
      expect(child.exitCode).toBe(0);
      expect(fs.readFileSync(at('file'), 'utf8')).toBe('new');
      expect([fs.statSync(at('file')).uid, fs.statSync(at('file')).mode & 0o777]).toEqual([1234, 0o666]);
      expect(fs.readdirSync(folder)).toEqual(['file']);
    },
  );

  test('only remains of dead processes go, and nothing that merely looks like them', async () => {
    await interrupted(at('file'), '', 'SIGKILL');
    const [part] = fs.readdirSync(folder);
    const place = part.split('-')[2];
    const [elsewhere, mine, old] = ['0123abcd', `${process.pid}-${place}`, new Date(Date.now() - 2 * 864e5)];
    const names = {
      stays: [
        // A process of another machine, perhaps; one of a former version; this process, now; what is no such file.
        `.concordat-1-${elsewhere}-a.tmp`,
        '.concordat-1-a.tmp',
        `.concordat-${mine}-now.tmp`,
        '.concordat-x-a.tmp',
        'a.tmp',
      ],
      goes: [part, `.concordat-1-${elsewhere}-b.tmp`, '.concordat-1-b.tmp', `.concordat-${mine}-old.tmp`],
    };
    for (const name of names.stays) put(name, '');
    for (const name of names.goes) fs.utimesSync(put(name, ''), old, old);
    fs.mkdirSync(at(`.concordat-1-${elsewhere}-c.tmp`));
    fs.utimesSync(at(`.concordat-1-${elsewhere}-c.tmp`), old, old);
    await writeFileWhole(at('other'), 'new');
    expect(fs.readdirSync(folder).sort()).toEqual(
      [...names.stays, `.concordat-1-${elsewhere}-c.tmp`, 'other'].sort(),
    );
  });

  test('a program that goes on after the signal gets its whole file', async () => {
    const child = await interrupted(at('file'), "process.on('SIGINT', () => {});");
    expect(child.exitCode).toBe(0);
    expect(fs.statSync(at('file')).size).toBe(3e8);
    expect(fs.readdirSync(folder)).toEqual(['file']);
  });
});

test('errors are ConcordatErrors with the facts in fields', async () => {
  const error = await laterErrorOf(readArray(put('empty.npy', '')));
  expect(error).toBeInstanceOf(ConcordatError);
  expect(error.fields).toMatchObject({ function: 'readArray', path: at('empty.npy') });
});
