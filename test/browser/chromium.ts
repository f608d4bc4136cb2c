/** Debian's Chromium, and whether it may be missing. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CONCORDAT_CHROMIUM ?? '/usr/bin/chromium';

/** Why the tests in a browser are skipped; undefined where there is one. With CI set it must be there. */
export function missingBrowser(
  path = executablePath,
  required = Boolean(process.env.CI),
): string | undefined {
  if (existsSync(path)) return undefined;
  const message = `there is no Chromium at ${path}`;
  if (required) throw new Error(`${message}; with CI set it must be there`);
  return `SKIPPED the tests in a browser: ${message}; install Debian's chromium or set CONCORDAT_CHROMIUM`;
}

/** Starts it without a window. */
export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
