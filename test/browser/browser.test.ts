import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeJpeg } from '../../src/io/index.ts';
import { root } from '../project/source.ts';
import { families } from '../runners/cases.ts';
import { facts } from '../worker/facts.ts';
import { keptFacts } from '../worker/kept-facts.ts';
import { makeBundle } from './bundle.ts';
import { launch, missingBrowser } from './chromium.ts';
import type { Answer, Task } from './page.ts';
import { picture } from './picture.ts';
import { serve } from './server.ts';

const isolation = {
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
};
const noWasm = { 'content-security-policy': "script-src 'self'" };
const html = '<link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';
const patience = 120_000;

const missing = missingBrowser();
if (missing) console.warn(missing);

describe.skipIf(missing)('in a browser, from one import of the bundle', () => {
  let [folder, page] = ['', ''];
  let browser: Browser;
  beforeAll(async () => {
    folder = makeBundle();
    const bundle = await rolldown({ input: join(root, 'test/browser/page.ts'), logLevel: 'silent' });
    page = (await bundle.generate({ codeSplitting: false })).output[0].code;
    browser = await launch();
  }, patience);
  afterAll(async () => {
    await browser?.close();
  });

  /** Opens the page, and gives what it posts and what the console said. */
  async function visit(headers: Record<string, string>, task: Partial<Task>) {
    const said: string[] = [];
    let site: Awaited<ReturnType<typeof serve>> | undefined;
    const context = await browser.newContext();
    try {
      const answer = await new Promise<Answer>((resolve, reject) => {
        const start = async () => {
          site = await serve({
            folder,
            texts: { '/': html, '/page.js': page },
            headers,
            posted: body => resolve(JSON.parse(body)),
          });
          const tab = await context.newPage();
          tab.on('console', message => said.push(`${message.type()}: ${message.text()}`));
          tab.on('pageerror', reject);
          const whole: Task = {
            runner: 'wasm',
            share: 0.15,
            inWorker: false,
            asksWorker: false,
            onlyHandles: false,
            ...task,
          };
          await tab.goto(`${site.origin}/#${encodeURIComponent(JSON.stringify(whole))}`);
        };
        start().catch(reject);
        setTimeout(
          reject,
          patience,
          new Error(`no answer; the console said ${JSON.stringify(said)}`),
        ).unref();
      });
      return { answer, said };
    } finally {
      await context.close();
      await site?.close();
    }
  }

  const expectAgreement = (answer: Answer): void => {
    expect(answer.error).toBeUndefined();
    expect(answer.reports?.flatMap(report => report.failures)).toEqual([]);
    expect(answer.reports?.map(report => report.family)).toEqual(Object.keys(families));
  };

  it.each([
    ['on a plain page', {}, {}, { isolated: false, inDocument: true, threads: 1 }],
    [
      'on a page that is cross-origin isolated',
      isolation,
      {},
      { isolated: true, inDocument: true, threads: 1 },
    ],
    ['in a Web Worker', {}, { inWorker: true }, { isolated: false, inDocument: false, threads: 1 }],
    [
      'in an isolated Web Worker',
      isolation,
      { inWorker: true },
      { isolated: true, inDocument: false, threads: 2 },
    ],
  ])(
    'all runners agree %s',
    async (_, headers, task, where) => {
      const { answer, said } = await visit(headers, task);
      expectAgreement(answer);
      expect(answer).toMatchObject(where);
      expect(said).toEqual([]);
    },
    patience,
  );

  it(
    'works where a content-security policy forbids WebAssembly, and warns once',
    async () => {
      const { answer, said } = await visit(noWasm, { runner: 'auto' });
      expectAgreement(answer);
      // The interpreter alone has nothing to miss.
      const compiles = existsSync(join(root, 'src/runtime/compiled.ts'));
      const warnings = said.filter(line => /^warning: .*wasm-unsafe-eval/.test(line));
      expect(warnings).toHaveLength(compiles ? 1 : 0);
    },
    patience,
  );

  it.each([
    ['a plain page', {}],
    ['an isolated page', isolation],
  ])(
    'a worker answers for the functions of the package, and JPEG is written, on %s',
    async (_, headers) => {
      const { answer } = await visit(headers, { share: 0, asksWorker: true });
      expect(answer.error).toBeUndefined();
      expect(answer.worker).toEqual(facts);
      expect(answer.jpeg).toEqual([...encodeJpeg(picture)]);
    },
    patience,
  );

  it(
    'a page gets results through handles, and loads nothing that computes',
    async () => {
      const { answer, said } = await visit({}, { onlyHandles: true });
      expect(answer.error).toBeUndefined();
      expect(answer.kept).toEqual(JSON.parse(JSON.stringify(keptFacts)));
      const loaded = answer.loaded ?? [];
      const paths = loaded.map(([path]) => path);
      expect(paths).toContain('/worker/index.js');
      expect(paths).not.toContain('/shared/core.js');
      expect(loaded.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(40_000);
      expect(said).toEqual([]);
    },
    patience,
  );
});

describe('a machine without a browser', () => {
  it('skips these tests loudly, but not in CI', () => {
    expect(missingBrowser('/nowhere/chromium', false)).toMatch(/^SKIPPED .*\/nowhere\/chromium/);
    expect(() => missingBrowser('/nowhere/chromium', true)).toThrow(/must be there/);
    expect(missingBrowser(process.execPath, true)).toBeUndefined();
  });
});
