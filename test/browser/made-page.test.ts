/** A page made by a bundler, which takes the worker along, in a browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { describe, expect, it } from 'vitest';
import { installed } from '../project/installed.ts';
import { launch, missingBrowser } from './chromium.ts';
import { serve } from './server.ts';

const program = `
import { startWorker } from 'concordat/worker';
const remote = startWorker();
const rise = await remote.stencil(x => x.offset(1).sub(x), { boundary: 'edge' });
const y = await remote.scipy.ndimage.convolve1d(await rise([1, 4, 9]), [1, 1]);
fetch('/answer', { method: 'POST', body: JSON.stringify([y.shape, [...(await y.fetch()).data]]) });`;

describe.skipIf(missingBrowser())('a page that a bundler makes', () => {
  it('has its worker beside it, and gets what that computes', async () => {
    const root = mkdtempSync(join(installed(), 'page-'));
    const browser = await launch();
    let site: Awaited<ReturnType<typeof serve>> | undefined;
    try {
      writeFileSync(join(root, 'index.html'), '<script type="module" src="/main.js"></script>');
      writeFileSync(join(root, 'main.js'), program);
      await build({ root, logLevel: 'silent', build: { outDir: 'made' } });
      const answer = await new Promise<string>((resolve, reject) => {
        const visit = async () => {
          site = await serve({ folder: join(root, 'made'), texts: {}, headers: {}, posted: resolve });
          const tab = await browser.newPage();
          tab.on('pageerror', reject);
          await tab.goto(`${site.origin}/index.html`);
        };
        visit().catch(reject);
      });
      expect(JSON.parse(answer)).toEqual([[3], [8, 5, 0]]);
    } finally {
      await browser.close();
      await site?.close();
      rmSync(root, { recursive: true, force: true });
    }
  }, 120_000);
});
