import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from './source.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

describe.each(['package-lock.json', 'bench/package-lock.json'])('%s', path => {
  const { packages } = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const installed = Object.entries(packages).filter(([place]) => place !== '');

  it('holds the digest of every package, so that npm refuses an altered one', () => {
    expect(installed.length).toBeGreaterThan(20);
    const without = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
    expect(without.map(([place]) => place)).toEqual([]);
  });

  it('takes every package from the public registry', () => {
    const elsewhere = installed.filter(
      ([, { resolved, link }]) =>
        link || !(resolved ?? 'https://registry.npmjs.org/').startsWith('https://registry.npmjs.org/'),
    );
    expect(elsewhere.map(([place]) => place)).toEqual([]);
  });
});
