import { expect, it } from 'vitest';
import { parse, readFiles } from './source.ts';

/** What is started by its place: evaluating it is what it is for. */
const started = ['src/cli/main.ts', 'src/worker/serve.ts'];

/** A statement that stands for itself is kept by every bundler, with all that it reaches. */
it('a source does nothing at its top level but make what it declares', () => {
  const doing = [...readFiles('src', '.ts')].flatMap(([path, text]) =>
    parse(path, text)
      .body.filter(({ type }) => !/^(Import|Export\w*|Variable|Function|Class|TS\w+)Declaration$/.test(type))
      .map(({ start }) => `${path}: ${text.slice(start, start + 40)}`),
  );
  expect(doing.filter(line => !started.some(path => line.startsWith(`${path}:`)))).toEqual([]);
  expect(started.filter(path => !doing.some(line => line.startsWith(`${path}:`)))).toEqual([]);
});
