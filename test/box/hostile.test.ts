/** Scripts that mean harm, or are only careless: no call hangs, fills memory, leaves a process or gives other data. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPython } from '../../src/box/index.ts';
import { appears, failure, gone, place, skipped } from './support.ts';

const linux = existsSync('/proc/self/stat');
const folder = 'import os\nfolder = os.path.dirname(__file__)\n';

describe.skipIf(skipped)('what a script leaves in place of its outputs', () => {
  it.each([
    ['a pipe', `os.mkfifo(path)`, /is no regular file/],
    ['a link to a device without end', `os.symlink('/dev/zero', path)`, /is a link/],
    ['a link to a file', `open(path + '2', 'w').close(); os.symlink(path + '2', path)`, /is a link/],
    ['a directory', `os.mkdir(path)`, /is no regular file/],
    ['a socket', `import socket; socket.socket(socket.AF_UNIX).bind(path)`, /is no regular file/],
    ['a file of a terabyte', `open(path, 'wb').truncate(2**40)`, /has 1099511627776 bytes; the limit is/],
    ['a file of zeros', `open(path, 'wb').write(bytes(1000))`, /npz|ZIP/i],
  ])('is refused: %s', async (_, make, message) => {
    for (const file of ['outputs.npz', 'report.json']) {
      const path = `path = os.path.join(folder, '${file}')\n`;
      const report = `open(os.path.join(folder, 'report.json'), 'w').write('{"names": ["y"]}')\n`;
      const other = file === 'report.json' ? '' : report;
      const started = Date.now();
      const error = await failure(`${folder}${other}${path}${make}\nos._exit(0)`, { timeout: 20_000 });
      expect([error.code, error.fields.reason]).toEqual(['process', 'outputs']);
      expect(error.message).toMatch(file === 'outputs.npz' || !/zeros/.test(_) ? message : /no outputs/);
      expect(Date.now() - started).toBeLessThan(15_000);
    }
  });

  it.each(['os.mkfifo', 'os.mkdir', 'lambda path: os.symlink("/dev/zero", path)'])(
    'is replaced by the outputs, and by the report of a failure: %s',
    async make => {
      const both = `${folder}for name in ('outputs.npz', 'report.json'):
    (${make})(os.path.join(folder, name))
`;
      const { outputs } = await runPython(`${both}outputs['y'] = 5`, {}, { timeout: 20_000 });
      expect(outputs['y'].item()).toBe(5n);
      const error = await failure(`${both}raise ValueError('no')`, { timeout: 20_000 });
      expect(error.message).toMatch(/failed at line 5 .* no$/);
    },
  );

  it.each(['{', 'null', '3', '[]', '{"line": {}, "reason": []}', '{"line": "\\x1b"}', '\\xff'])(
    'a broken report is no riddle: %s',
    async report => {
      const write = `open(os.path.join(folder, 'report.json'), 'wb').write(b'${report}')\n`;
      expect((await failure(`${folder}${write}os._exit(3)`)).message).toBe(
        'runPython: the script failed (exit code 3)',
      );
      expect((await failure(`${folder}${write}os._exit(0)`)).message).toBe(
        'runPython: the script ended early and left no outputs',
      );
    },
  );

  it('takes no more bytes than were asked for', async () => {
    const script = 'import numpy as np\noutputs["y"] = np.zeros(2**22)';
    expect((await runPython(script, {}, { maxBytes: 2 ** 25 })).outputs['y'].size).toBe(2 ** 22);
    expect((await failure(script, { maxBytes: 2 ** 20 })).message).toMatch(/has 335\d+ bytes; the limit is/);
  });

  it('is removed, though it is closed, deep or full', async () => {
    const script = `import os
outputs['y'] = 1
os.mkdir('closed'); open('closed/file', 'w').close(); os.chmod('closed', 0)
for _ in range(1500):
    os.mkdir('d' * 20); os.chdir('d' * 20)`;
    expect((await runPython(script, {})).outputs['y'].item()).toBe(1n);
  });
});

/** A script that starts a process in a session of its own, whose parent ends at once, and notes its number. */
const daemon = (note: string, environment = 'os.environ') => `import os, sys, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        with open('${note}.part', 'w') as f: f.write('%d' % os.getpid())
        os.rename('${note}.part', '${note}')
        os.execve('/bin/sleep', ['sleep', '60'], dict(${environment}))
    os._exit(0)
os.wait()
while not os.path.exists('${note}'): time.sleep(0.01)
`;

describe.skipIf(skipped || !linux)('a process in a session of its own ends with the call', () => {
  it.each([
    ['when the script is done', `outputs['y'] = 1`, {}],
    ['when the script fails', `raise ValueError`, {}],
    ['when the script ends past Python', `os._exit(0)`, {}],
    ['when the script kills itself', `os.kill(os.getpid(), 9)`, {}],
    ['when the script kills its group', `os.killpg(0, 9)`, {}],
    ['at the timeout', `time.sleep(60)`, { timeout: 3000 }],
    ['when too much is printed', `while True: print('x' * 100000)`, {}],
    ['when the script kills its parent', `os.kill(os.getppid(), 9); time.sleep(60)`, {}],
    ['when the script stops its parent', `os.kill(os.getppid(), 19); time.sleep(60)`, { timeout: 3000 }],
  ])('%s', async (title, end, options) => {
    const note = join(place, 'daemon');
    await runPython(daemon(note) + end, {}, options).catch(error =>
      expect(error.code, title).toBe('process'),
    );
    expect(await gone(await appears(note))).toBe(true);
  });

  it('even where it has another environment', async () => {
    const note = join(place, 'daemon');
    await runPython(`${daemon(note, '{}')}outputs['y'] = 1`, {});
    expect(await gone(await appears(note))).toBe(true);
    const stopped = `${daemon(note, '{}')}os.kill(os.getppid(), 19); time.sleep(60)`;
    expect((await failure(stopped, { timeout: 3000 })).fields.reason).toBe('timeout');
    expect(await gone(await appears(note))).toBe(true);
  });

  it('and so do many, which start others meanwhile', async () => {
    const note = join(place, 'many');
    const script = `import os, time
ids = []
for _ in range(20):
    child = os.fork()
    if child == 0:
        os.setsid()
        for _ in range(200):
            if os.fork() == 0: time.sleep(0.05); os._exit(0)
        time.sleep(60)
    ids.append(child)
with open('${note}', 'w') as f: f.write(' '.join(map(str, ids)))
outputs['y'] = 1`;
    await runPython(script, {});
    expect(await gone(await appears(note))).toBe(true);
  });
});

describe.skipIf(skipped)('names of arrays are what they were', () => {
  const echo = `outputs.update(inputs)\nprint(ascii(sorted(inputs)))`;

  it.each([
    [['x', 'x.npy']],
    [['x.npy', 'x', 'x.npy.npy']],
    [['a\0b', 'a', 'a\0c']],
    [['\ud800', '\udc00', '\ufffd']],
    [['', '0', '1', '0.npy', '../x', '/x', 'x/', '.', 'constructor', 'é', 'e\u0301']],
    [['y'.repeat(30_000)]],
  ])('%j', async names => {
    const inputs = Object.fromEntries(names.map((name, number) => [name, number]));
    const { outputs } = await runPython(echo, inputs);
    expect(Object.fromEntries(Object.entries(outputs).map(([name, x]) => [name, x.item()]))).toEqual(inputs);
  });

  it('whatever they are', async () => {
    const units = fc.array(fc.integer({ min: 0, max: 0xffff }).map(code => String.fromCharCode(code)));
    const names = fc.sample(
      units.map(parts => parts.join('')),
      { numRuns: 300, seed: 1 },
    );
    const inputs = Object.fromEntries(names.map((name, number) => [name, number]));
    const { outputs } = await runPython(echo, inputs);
    expect(Object.fromEntries(Object.entries(outputs).map(([name, x]) => [name, x.item()]))).toEqual(inputs);
  });
});

describe.skipIf(skipped)('the environment', () => {
  const names = 'import os; print(*sorted(os.environ))';
  const printed = async (options = {}) =>
    (await runPython(names, {}, { outputs: [], ...options })).stdout.trim().split(' ');

  it('is a chosen list, without what may be secret', async () => {
    const secrets = [
      'AWS_SECRET_ACCESS_KEY',
      'GITHUB_TOKEN',
      'DATABASE_URL',
      'NPM_CONFIG__AUTH',
      'NODE_OPTIONS',
    ];
    const before = { ...process.env };
    for (const name of secrets) process.env[name] = '';
    try {
      const given = await printed();
      expect(given).toContain('PATH');
      for (const name of secrets) expect(given).not.toContain(name);
      expect(await printed({ env: { GITHUB_TOKEN: 'x', PATH: undefined } })).toContain('GITHUB_TOKEN');
      expect(await printed({ env: { PATH: undefined } })).not.toContain('PATH');
    } finally {
      for (const name of secrets)
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
    }
  });
});

describe.skipIf(skipped)('wrong arguments are errors of ours', () => {
  it.each<[RegExp, unknown, object | null, unknown]>([
    [/signal is \{\}; it must be the signal of an AbortController/, '', { signal: {} }, {}],
    [/signal is null/, '', { signal: null }, {}],
    [/signal is/, '', { signal: { aborted: false } }, {}],
    [/inputs is null; it must be an object of arrays by name/, '', {}, null],
    [/inputs is 5/, '', {}, 5],
    [/inputs is \[1\]/, '', {}, [1]],
    [/inputs is a Map/, '', {}, new Map()],
    [/inputs is/, '', {}, new Float64Array(2)],
    [/script is null/, null, {}, {}],
    [/half of a surrogate pair/, 'x = "\ud800"', {}, {}],
    [/failed .*null bytes/, 'x\0', {}, {}],
    [/outputs is 5; it must be a list of names/, '', { outputs: 5 }, {}],
    [/outputs is \[5\]/, '', { outputs: [5] }, {}],
    [/maxBytes is -1/, '', { maxBytes: -1 }, {}],
    [/env is null; it must be an object/, '', { env: null }, {}],
    [/env has the name 'A=B'/, '', { env: { 'A=B': 'x' } }, {}],
    [/env\.A is 5/, '', { env: { A: 5 } }, {}],
    [/env\.A is/, '', { env: { A: 'x\0' } }, {}],
    [/cannot be started .*E2BIG\)$/, '', { env: { A: 'x'.repeat(2 ** 24) } }, {}],
    [/python is/, '', { python: 'a\0b' }, {}],
    [/cannot be started/, '', { python: '/' }, {}],
    [/timeout is '5'/, '', { timeout: '5' }, {}],
    [/options are null/, '', null, {}],
  ])('%s', async (message, script, options, inputs) => {
    expect((await failure(script as string, options as object, inputs as object)).message).toMatch(message);
  });

  it('a temporary folder that cannot be used', async () => {
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = join(place, 'none');
    try {
      const error = await failure('outputs["y"] = 1');
      expect(error.fields.reason).toBe('folder');
      expect(error.message).toMatch(/no directory can be made in .*none' \(ENOENT\); .* TMPDIR/);
    } finally {
      process.env['TMPDIR'] = before;
    }
  });
});
