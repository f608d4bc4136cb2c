/** Every parser of text against hostile texts: linear time, and no error but ours. */
import { describe, expect, it } from 'vitest';
import { zeros } from '../../src/array/create.ts';
import { explainIndex } from '../../src/array/explain-index.ts';
import { scatterAdd } from '../../src/array/scatter-add.ts';
import { readShape } from '../../src/cli/index-command.ts';
import { readKernel } from '../../src/cli/kernels.ts';
import { index, setIndex } from '../../src/dialects/torch/index.ts';
import { oneLine, show } from '../../src/errors.ts';
import { indexSpecification } from '../../src/figure/index.ts';
import { printable, truncate, wrap } from '../../src/figure/text.ts';
import { concatenateBytes } from '../../src/io/bytes.ts';
import { splitMember } from '../../src/io/decode.ts';
import { decode, decodeNpy, decodeNpz, encodeNpz } from '../../src/io/index.ts';
import { hostileTexts, withstands } from './texts.ts';

const x = zeros([2, 3, 4]);
const template = (...pieces: string[]) => Object.assign(pieces, { raw: pieces }) as never;

/** An npy file whose header is the text, in the given format version. */
function npyWith(text: string): Uint8Array {
  const header = new TextEncoder().encode(text);
  const start = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 0, 0, 0, 0);
  new DataView(start.buffer).setUint32(8, header.length, true);
  return concatenateBytes([start, header]);
}

/** Whatever reads text that a person, a file or another program has written. */
const parsers: Readonly<Record<string, (text: string) => unknown>> = {
  'x.at': text => x.at(text),
  'x.at of a template': text => x.at(template(text)),
  'x.at of a template with holes': text => x.at(template(text, text), 0),
  'x.set': text => x.set([text], 1),
  scatterAdd: text => scatterAdd(x, [text], 1),
  'torch.index': text => index(x, text),
  'torch.setIndex': text => setIndex(x, [text], 1),
  explainIndex: text => explainIndex([2, 3], text),
  'explainIndex of a pasted index': text => explainIndex([2, 3], `data[0, ${text}]`),
  'explainIndex with names': text => explainIndex([2, 3], '[ids]', { ids: text }),
  'explainIndex with odd names': text => explainIndex([2, 3], `[${text}]`, { [text]: 1 }),
  'the figure of an index': text => indexSpecification(explainIndex([2, 3], `[ids=${text}]`)),
  'an npy header': text => decodeNpy(npyWith(text.slice(0, 60_000))),
  'a longer npy header': text => decodeNpy(npyWith(text)),
  'the type in an npy header': text =>
    decodeNpy(npyWith(`{'descr': '${text.slice(0, 60_000)}', 'fortran_order': False, 'shape': (2,), }`)),
  'the shape in an npy header': text =>
    decodeNpy(npyWith(`{'descr': '<f8', 'fortran_order': False, 'shape': (${text.slice(0, 60_000)}), }`)),
  'names in an npz file': text => decodeNpz(encodeNpz({ [text.slice(0, 15_000)]: [1] }), { only: [text] }),
  'the name of an array in a file': text => splitMember(text),
  'the name of a file': text => decode(new Uint8Array(20), text),
  'a message': text => show(text),
  'a message of a file': text => oneLine(text),
  'the text of a figure': text => printable(text),
  'a line of a figure': text => truncate(text, 200, 12),
  'lines of a figure': text => wrap(text, 200, 12, 'regular', 3),
};

describe.each(Object.entries(parsers))('%s', (_, parse) => {
  it.each([2_000, 100_000])('withstands %i characters', length => {
    for (const [name, text] of hostileTexts(length)) withstands(name, () => parse(text));
  });
});

describe.each(Object.entries({ shapes: readShape, kernels: (text: string) => readKernel('compare', text) }))(
  'the command: %s',
  (_, read) => {
    it('withstand 100000 characters', async () => {
      for (const [name, text] of hostileTexts(100_000)) {
        let answer: Promise<unknown> = Promise.resolve();
        withstands(name, () => {
          answer = read(text);
          answer.catch(() => {});
        });
        const error = await answer.then(
          () => null,
          each => each,
        );
        withstands(name, () => {
          if (error) throw error;
        });
      }
    });
  },
);

describe('depth', () => {
  const nested = (depth: number) => '['.repeat(depth) + '0'.repeat(depth > 0 ? 1 : 0) + ']'.repeat(depth);

  it('an index array of 32 axes is read, one of 33 is not, and a million brackets are not looked at', () => {
    expect(zeros([1]).at(nested(32)).shape).toHaveLength(32);
    expect(() => zeros([1]).at(nested(33))).toThrow(/more than 32 axes/);
    expect(() => zeros([1]).at(nested(40))).toThrow(/more than 34 brackets inside each other/);
    for (const count of [5_000, 30_000, 1_000_000])
      withstands(`${count} brackets`, () => zeros([1]).at('['.repeat(count)));
  });

  it('lists that contain themselves, or others many times, are refused', () => {
    const endless: unknown[] = [];
    endless.push(endless);
    expect(() => x.at(endless as never)).toThrow(/contains itself/);
    let twice: unknown = [0, 1];
    for (let level = 0; level < 29; level++) twice = [twice, twice];
    withstands('a list of 2^30', () => x.at(twice as never));
    expect(() => x.at(twice as never)).toThrow(/1073741824 entries/);
  });

  it('what has too many terms is refused', () => {
    for (const term of ['None,', 'True,', '...,', '0,', '[0],', ':,'])
      expect(() => x.at(term.repeat(100)), term).toThrow(/too many indices|single ellipsis/);
  });
});
