/** Options that take a function, or the signal of an AbortController: any other value is refused in a sentence. */
import * as concordat from 'concordat';
import * as box from 'concordat/box';
import { describe, expect, it } from 'vitest';
import { apiOf, entries } from './api.ts';
import { readFiles } from './source.ts';

const items = [...entries().values()].flatMap(path => apiOf(path));
const declared = new Map(items.map(({ name, declaration }) => [name, declaration]));

/** Names of types of functions, which need not be exported by an entry. */
const callable = new Set(
  [...readFiles('dist', '.d.ts').values()].flatMap(text =>
    [...text.matchAll(/^export (?:declare )?type (\w+) = \(.*=>/gm)].map(([, name]) => name),
  ),
);

/** Whether a type is that of something to be called or listened to. */
const isCalled = (type: string): boolean => /=>|\bAbortSignal\b/.test(type) || callable.has(type);

/** The members of a type of options that are called, with those of what it extends. */
function calledOptions(type: string): string[] {
  const text = declared.get(type) ?? '';
  const [, base] = /^interface \w+ extends (\w+)/.exec(text) ?? [];
  const own = [...text.matchAll(/^\s+(?:readonly )?(\w+)\?: (.+);$/gm)];
  return [
    ...own.filter(([, , member]) => isCalled(member)).map(([, name]) => name),
    ...(base ? calledOptions(base) : []),
  ];
}

/** Each public function with each of its options that is called. */
const options = items
  .filter(item => item.isFunction)
  .flatMap(({ name, declaration }) =>
    [...new Set(declaration.match(/\b\w+Options\b/g))].flatMap(calledOptions).map(option => [name, option]),
  );

/** What stands before the options. */
const given: Readonly<Record<string, readonly unknown[]>> = {
  explain: [
    [1, 2],
    [2, 1],
  ],
  compare: [
    [
      [1, 2],
      [3, 4],
    ],
    [[1]],
  ],
  probe: [
    [4, 4],
    [2, 2],
  ],
  pythonModules: [['numpy']],
  runPython: ['pass', {}],
};

it('there are such options', () => {
  expect(options.map(each => each.join(' ')).sort()).toEqual(
    expect.arrayContaining(['explain onProgress', 'runPython signal']),
  );
});

describe.each(options)('%s with the option %s', (name, option) => {
  it.each([[5], ['f'], [true], [null], [[]], [{}], [Symbol('f')]])('refuses %s', async value => {
    const call = { ...concordat, ...box }[name] as (...all: unknown[]) => unknown;
    const error: concordat.ConcordatError = await (async () =>
      call(...given[name], { [option]: value }))().then(
      () => expect.fail('is taken'),
      each => each,
    );
    expect(error).toBeInstanceOf(concordat.ConcordatError);
    expect(error.fields).toMatchObject({ function: name, argument: option });
    expect(error.message).toMatch(
      new RegExp(`^${name}: ${option} is .+; it must be (a function|the signal)`),
    );
  });
});

it('scope and stencil refuse what is no function', () => {
  for (const call of [concordat.scope, concordat.stencil] as ((value: unknown) => unknown)[])
    expect(() => call(5)).toThrow(/ is 5; it must be a function/);
});
