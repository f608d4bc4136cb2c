/** Long text as any argument of any public function: it is refused, or taken, at once. */
import * as concordat from 'concordat';
import * as figure from 'concordat/figure';
import * as io from 'concordat/io';
import * as numpy from 'concordat/numpy';
import * as opencv from 'concordat/opencv';
import * as scipy from 'concordat/scipy';
import * as torch from 'concordat/torch';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../members.ts';
import { withstands } from './texts.ts';

type Function = (...given: unknown[]) => unknown;

/** A function to call: classes are called with `new`. */
function callable(member: Function): Function {
  const isClass = /^class\b/.test(Function.prototype.toString.call(member));
  return isClass ? (...given) => Reflect.construct(member, given) : member;
}

/** What writes files, or changes what this process does. */
const apart = /\.(writeArray|writeFileWhole|ConcordatError)$/;

/** What really computes something of the arguments beside the text. */
const thorough = /\.(compare|explain)$/;

const functions = Object.entries({ concordat, figure, io, numpy, opencv, scipy, torch })
  .flatMap(([name, module]) => membersOf(module, `${name}.`))
  .filter(([name, member]) => typeof member === 'function' && !apart.test(name))
  .map(([name, member]): [string, Function] => [name, callable(member as Function)]);

const x = concordat.array([
  [1, 2],
  [3, 4],
]);
const usual: readonly unknown[] = [x, 1, {}];
const texts = [' '.repeat(1e5), 'a'.repeat(1e6), '[\n'.repeat(5e5)];

/** Calls in which text stands in one place and what is usual in the others, or inside of lists and options. */
function* calls(text: string): Generator<unknown[]> {
  const forms: unknown[] = [
    text,
    [text],
    [[text, text]],
    { [text]: text },
    { data: text, shape: [text] },
    { dtype: text, mode: text, axis: text, boundary: text, boundaries: [text], method: text, window: text },
  ];
  for (const form of forms) {
    yield [form];
    for (let place = 0; place < 4; place++)
      for (const other of usual) {
        const given: unknown[] = [x, x, other, other].slice(0, Math.max(2, place + 1));
        given[place] = form;
        yield given;
      }
  }
}

it('there are functions', () => expect(functions.length).toBeGreaterThan(150));

describe.each(functions)('%s', (name, call) => {
  it('answers at once', () => {
    for (const text of texts)
      for (const given of calls(text))
        withstands(
          `${name} of ${given.length} with ${text.length} of ${JSON.stringify(text.slice(0, 2))}`,
          () => {
            const answer = call(...given);
            if (answer instanceof Promise) answer.catch(() => {});
          },
          thorough.test(name) ? 3000 : 200,
        );
  });
});
