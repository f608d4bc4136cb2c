import type * as ResvgModule from '@resvg/resvg-js';
import type { Spec } from 'vega';
import { describe, expect, it, vi } from 'vitest';
import { comparisonSpecification, renderPng, renderSvg } from '../../src/figure/index.ts';
import { diverging, NOT_FINITE } from '../../src/figure/palette.ts';
import { decodePng } from '../../src/io/png.ts';
import { matrix, route, sixRoutes, valuesOf } from './routes.ts';

/** The colours of a rectangle of a picture, each once. */
function coloursIn(
  picture: ReturnType<typeof decodePng>,
  x: number,
  y: number,
  width: number,
  height: number,
): string[] {
  const [, columns, channels] = picture.shape;
  const found = new Set<string>();
  for (let row = y; row < y + height; row++)
    for (let column = x; column < x + width; column++) {
      const place = (row * columns + column) * channels;
      found.add(String(picture.data.subarray(place, place + 3)));
    }
  return [...found];
}

describe('a figure as PNG', () => {
  // Every element has another colour than its neighbours.
  const result = matrix(10, 10, (i, j) => ((i * 3 + j * 7) % 10) - 4.5 + (i === 4 && j === 4 ? NaN : 0));
  const specification = comparisonSpecification({ title: 'Pixels', rows: [route(10, 10, { result })] });
  const [, , panel] = valuesOf(specification, 'images');
  const colour = (value: number) =>
    String(diverging[Number.isNaN(value) ? NOT_FINITE : Math.round((value / 4.5 + 1) * 120)]);

  it.each([1, 2, 3])('has hard pixels at scale %d', async scale => {
    const picture = decodePng(await renderPng(specification, { scale }));
    expect(picture.shape).toEqual(
      [specification.height as number, specification.width as number, 3].map((n, k) =>
        k < 2 ? n * scale : n,
      ),
    );
    const side = (panel.width / 10) * scale;
    for (const [i, row] of (result.toArray() as number[][]).entries())
      for (const [j, value] of row.entries())
        expect(
          coloursIn(picture, panel.x * scale + j * side, panel.y * scale + i * side, side, side),
        ).toEqual([colour(value)]);
  });

  it('is drawn at scale 2 when nothing else is asked for', async () => {
    expect(decodePng(await renderPng(specification)).shape[1]).toBe(2 * (specification.width as number));
  });

  it.each([0, -1, 9, NaN, '2'])('refuses scale %j', async scale => {
    await expect(renderPng(specification, { scale: scale as number })).rejects.toThrow(
      /scale is .*above 0 and at most 8/,
    );
  });
});

describe('a figure as SVG', () => {
  const figure = { ...sixRoutes(10, 10), title: 'A < B & "C" $& \u0000\u0007 日本' };
  const specification = comparisonSpecification(figure);

  it('has outlines for text, hard pixels and a title', async () => {
    const svg = await renderSvg(specification);
    expect(svg).not.toMatch(/<text|font-family|NaN|undefined/);
    expect(svg).toContain('image-rendering: pixelated');
    expect(svg.match(/<image [^>]*>/g)!.every(tag => tag.includes('image-rendering="optimizeSpeed"'))).toBe(
      true,
    );
    expect(svg).toMatch(/<title>A &lt; B &amp; "C" \$&amp; {4}日本\. An image/);
  });

  it('has an outline for every line of text, in its own weight', async () => {
    const lines = valuesOf(specification, 'labels').flatMap(({ text }) => text as string[]);
    const filled = (svg: string) => svg.match(/<path fill="#[^"]*" stroke="none" d="[^"]{60,}"/g) ?? [];
    expect(filled(await renderSvg(specification)).length).toBeGreaterThan(0.7 * lines.length);
    const outline = async (fontWeight: number) => {
      const enter = {
        text: { value: 'Hamburgefonts' },
        font: { value: 'Inter' },
        fontWeight: { value: fontWeight },
      };
      const specification = { width: 99, height: 20, marks: [{ type: 'text', encode: { enter } }] };
      const svg = await renderSvg(specification as Spec);
      return filled(svg)[0];
    };
    expect(await outline(400)).toBeDefined();
    expect(await outline(600)).not.toBe(await outline(400));
  });

  it('has each picture once', async () => {
    const svg = await renderSvg(specification);
    const urls = [...svg.matchAll(/href="(data:[^"]*)"/g)].map(match => match[1]);
    expect(new Set(urls).size).toBe(urls.length);
    const uses = [...svg.matchAll(/<use xlink:href="#([^"]*)"/g)].map(match => match[1]);
    expect(urls.length + uses.length).toBe(valuesOf(specification, 'images').length);
    for (const id of uses) expect(svg).toContain(`<image id="${id}"`);
  });

  it('is the same with all fonts of the machine, and every time', async () => {
    const alone = await renderSvg(specification);
    expect(await renderSvg(specification)).toBe(alone);
    let calls = 0;
    vi.doMock('@resvg/resvg-js', async original => {
      const { Resvg } = await original<typeof ResvgModule>();
      class WithFonts extends Resvg {
        constructor(svg: string, options: ResvgModule.ResvgRenderOptions) {
          super(svg, { ...options, font: { ...options.font, loadSystemFonts: true } });
          calls++;
        }
      }
      return { Resvg: WithFonts };
    });
    vi.resetModules();
    const { renderSvg: again } = await import('../../src/figure/render.ts');
    expect(await again(specification)).toBe(alone);
    expect(calls).toBe(1);
    vi.doUnmock('@resvg/resvg-js');
  });
});
