/** Every function of the package is found by its name. */
import { describe, expect, it } from 'vitest';
import * as numpy from '../../src/dialects/numpy/index.ts';
import * as opencv from '../../src/dialects/opencv/index.ts';
import * as scipy from '../../src/dialects/scipy/index.ts';
import * as torch from '../../src/dialects/torch/index.ts';
import * as library from '../../src/index.ts';
import * as io from '../../src/io/index.ts';
import { functionOf, telling } from '../../src/worker/functions.ts';
import * as figure from '../../src/worker/specifications.ts';
import { apiOf, entries } from '../project/api.ts';

const modules = { ...library, numpy, scipy, torch, opencv, io, figure };
const isClass = (value: unknown) => /^class\b/.test(String(value));

/** The functions of a module and of the modules in it, by name. */
function functionsOf(module: object, path = ''): [name: string, value: unknown][] {
  return Object.entries(module).flatMap(([name, value]) => {
    if (typeof value === 'function')
      return isClass(value) ? [] : [[`${path}${name}`, value] as [string, unknown]];
    return typeof value === 'object' && value !== null ? functionsOf(value, `${path}${name}.`) : [];
  });
}

describe('a function of the package', () => {
  const functions = functionsOf(modules);

  it('is one of many, of every entry that a browser has', () => {
    expect(functions.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'add',
        'scipy.ndimage.convolve',
        'torch.nn.functional.conv2d',
        'numpy.linalg.svd',
      ]),
    );
    const inBrowsers = [...entries().keys()].filter(name => !/\/(box|worker)$|^concordat$/.test(name));
    expect(inBrowsers.map(name => name.slice('concordat/'.length)).sort()).toEqual(
      ['numpy', 'scipy', 'torch', 'opencv', 'io', 'figure'].sort(),
    );
  });

  it.each(functions)('is found by its name: %s', async (name, value) => {
    expect(await functionOf(name)).toBe(value);
  });

  it.each([
    'nothing',
    'add.name',
    'scipy',
    'scipy.ndimage',
    'scipy.nothing.at',
    'constructor',
    'NDArray',
    '',
    '.',
  ])('is refused where there is none: %j', async name => {
    await expect(functionOf(name)).rejects.toThrow(/: the package has no function of that name/);
  });

  it('tells how far it has come where its options say so', () => {
    const items = [...entries().values()].flatMap(path => apiOf(path));
    const declared = new Map(items.map(({ name, declaration }) => [name, declaration]));
    const tells = items
      .filter(({ isFunction, name }) => isFunction && name !== 'startWorker')
      .filter(({ declaration }) =>
        [...declaration.matchAll(/\b\w+Options\b/g)].some(([type]) =>
          declared.get(type)?.includes('onProgress?'),
        ),
      )
      .map(({ name }) => name);
    expect(Object.keys(telling).sort()).toEqual(tells.sort());
  });
});
