import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Spec } from 'vega';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { renderPng, renderSvg, type VegaSpecification } from '../../src/figure/index.ts';
import { root } from '../project/source.ts';

const picture = join(root, 'examples/house.png');
const pictureUrl = `data:image/png;base64,${readFileSync(picture).toString('base64')}`;
/** How every PNG begins in base64. */
const png = 'iVBOR';

let site = '';
const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end('[{"text": "secret"}]');
});
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const ofData = (data: object): VegaSpecification => ({
  width: 99,
  height: 20,
  data: [{ name: 'lines', ...data }],
  marks: [{ type: 'text', from: { data: 'lines' }, encode: { enter: { text: { field: 'text' } } } }],
});

const ofMark = (type: string, channels: Readonly<Record<string, unknown>>): VegaSpecification => {
  const size = { x: 0, y: 0, width: 99, height: 99, ...channels };
  const enter = Object.fromEntries(Object.entries(size).map(([name, value]) => [name, { value }]));
  return { width: 99, height: 99, marks: [{ type, encode: { enter } }] };
};

describe('a specification that names a file or an address', () => {
  const refusal = /^renderSvg: the specification names .* a figure reads no file and no address/;

  it.each([
    ['data in a file', () => ofData({ url: join(root, 'package.json') })],
    ['data in a file by its URL', () => ofData({ url: pathToFileURL(join(root, 'package.json')).href })],
    ['data at an address', () => ofData({ url: `${site}/data.json` })],
    ['data at an address without a protocol', () => ofData({ url: `${site.slice(5)}/data.json` })],
    ['data at an address from a signal', () => ofData({ url: { signal: `'${site}/' + 'data.json'` } })],
    ['a picture in a file', () => ofMark('image', { url: picture })],
    ['a picture in a file by its URL', () => ofMark('image', { url: pathToFileURL(picture).href })],
    ['a picture at an address', () => ofMark('image', { url: `${site}/picture.png` })],
  ])('is refused: %s', async (_, specification) => {
    const expected = { name: 'ConcordatError', code: 'value', message: expect.stringMatching(refusal) };
    await expect(renderSvg(specification())).rejects.toMatchObject(expected);
    await expect(renderPng(specification())).rejects.toMatchObject(expected);
    expect(asked).toEqual([]);
  });

  it('is drawn where it holds what it names', async () => {
    expect(await renderSvg(ofMark('image', { url: pictureUrl }))).toContain(png);
    const text = await renderSvg(ofData({ url: 'data:application/json,[{"text": "Hamburgefonts"}]' }));
    expect(text).toMatch(/<path fill="#[^"]*" stroke="none" d="[^"]{60,}"/);
  });

  it.each(['fill', 'stroke', 'text', 'font', 'path', 'href', 'tooltip', 'description', 'cursor'])(
    'gets no picture of a file by markup in %s',
    async channel => {
      const markup = `"'/></g></text><image xlink:href="${picture}" width="9" height="9"/>`;
      // Drawn without the picture or not at all.
      for (const type of ['rect', 'text', 'path', 'symbol'])
        expect(await renderSvg(ofMark(type, { text: 'a', [channel]: markup })).catch(String)).not.toContain(
          png,
        );
    },
  );

  it('reads nothing that a picture within a data URL names', async () => {
    const draw = (inside: string) => {
      const xlink = 'xmlns:xlink="http://www.w3.org/1999/xlink"';
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${xlink} width="99" height="99">${inside}</svg>`;
      const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
      return renderPng(ofMark('image', { url }));
    };
    const square = '<rect width="9" height="9" fill="red"/>';
    const named = `<image width="99" height="99" xlink:href="${picture}"/>`;
    expect(await draw(square + named)).toEqual(await draw(square));
    expect(await draw(square)).not.toEqual(await draw(''));
  });
});

it('a specification has a type that is as good as that of vega, on both sides', () => {
  expectTypeOf<VegaSpecification>().toExtend<Spec>();
  expectTypeOf<Spec>().toExtend<VegaSpecification>();
});
