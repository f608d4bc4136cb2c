/**
 * Draws a Vega specification: Vega lays it out as SVG, resvg turns its text into outlines with the shipped font, so
 * that no font of the machine is needed or used. Both are large and are loaded when the first figure is drawn.
 */
import type { Spec } from 'vega';
import { slice } from '../array/views.ts';
import { ConcordatError, checkOptions, show } from '../errors.ts';
import { encodePng } from '../io/png.ts';
import { fromElements } from '../views/view.ts';
import { closedLoader } from './closed-loader.ts';
import type { VegaSpecification } from './specification.ts';

const fontFiles = ['Regular', 'SemiBold'].map(
  weight => new URL(`../../assets/fonts/Inter-${weight}.otf`, import.meta.url),
);

/** resvg draws no text, and says nothing, when a font is missing; so it is looked for first. */
async function fontOptions() {
  const [{ fileURLToPath }, { access }] = await Promise.all([import('node:url'), import('node:fs/promises')]);
  for (const file of fontFiles)
    await access(file).catch(cause => {
      const message = `renderSvg: the font ${fileURLToPath(file)} is missing; install the package again`;
      throw new ConcordatError('file', message, { function: 'renderSvg', path: fileURLToPath(file) }, cause);
    });
  return {
    loadSystemFonts: false,
    fontFiles: fontFiles.map(file => fileURLToPath(file)),
    sansSerifFamily: 'Inter',
  };
}

/**
 * Draws a figure as SVG. Text is outlines and pictures keep hard pixels, so it looks the same everywhere. No file and no
 * address that a specification names is read: it holds its data, and its pictures as data URLs.
 *
 * @param specification what `comparisonSpecification` gives, or any Vega 6 specification
 * @returns the text of an SVG file
 * @throws ConcordatError when the specification cannot be drawn, or names a file or an address; when the font that ships
 *   with the package is missing
 * @example
 * import { renderSvg } from 'concordat/figure';
 * const svg = await renderSvg({ width: 40, height: 30, description: 'Nothing' });
 * svg.includes('<title>Nothing</title>'); // => true
 */
export async function renderSvg(specification: VegaSpecification): Promise<string> {
  if (specification === null || typeof specification !== 'object')
    throw new ConcordatError(
      'value',
      `renderSvg: specification is ${show(specification)}; it must be what comparisonSpecification gives`,
      { function: 'renderSvg', argument: 'specification' },
    );
  const font = await fontOptions();
  const [vega, { Resvg }] = await Promise.all([import('vega'), import('@resvg/resvg-js')]);
  const { loader, refused } = closedLoader(vega.loader(), 'renderSvg');
  try {
    const view = new vega.View(vega.parse(specification as Spec), { renderer: 'none', loader });
    const svg = await view.toSVG();
    view.finalize();
    const refusal = refused();
    if (refusal) throw refusal;
    return finish(new Resvg(svg, { font }).toString(), specification.description ?? '');
  } catch (error) {
    if (error instanceof ConcordatError) throw error;
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new ConcordatError(
      'value',
      `renderSvg: the specification cannot be drawn (${reason}); it must be one of Vega 6 with a width and a height`,
      { function: 'renderSvg', argument: 'specification' },
      error,
    );
  }
}

/** Options of `renderPng`. */
export interface RenderPngOptions {
  /** Pixels of the file per pixel of the figure; 2 when not given. */
  scale?: number;
}

/**
 * Draws a figure as PNG.
 *
 * @param specification what `comparisonSpecification` gives, or any Vega 6 specification
 * @param options `scale`: pixels of the file per pixel of the figure
 * @returns the bytes of a PNG file
 * @throws ConcordatError when the scale is not above 0 and at most 8, and as `renderSvg` does
 * @example
 * import { renderPng } from 'concordat/figure';
 * import { decodePng } from 'concordat/io';
 * const bytes = await renderPng({ width: 40, height: 30, padding: 0 }, { scale: 2 });
 * decodePng(bytes).shape; // => [60, 80, 3]
 */
export async function renderPng(
  specification: VegaSpecification,
  options: RenderPngOptions = {},
): Promise<Uint8Array> {
  checkOptions('renderPng', options, ['scale']);
  const { scale = 2 } = options;
  if (!(typeof scale === 'number' && scale > 0 && scale <= 8))
    throw new ConcordatError(
      'value',
      `renderPng: scale is ${show(scale)}; it must be above 0 and at most 8`,
      {
        function: 'renderPng',
        argument: 'scale',
        value: scale,
      },
    );
  const svg = await renderSvg(specification);
  const { Resvg } = await import('@resvg/resvg-js');
  const drawn = new Resvg(svg, {
    font: { loadSystemFonts: false },
    fitTo: { mode: 'zoom', value: scale },
    background: 'white',
  });
  const { pixels, width, height } = drawn.render();
  const colours = fromElements('uint8', new Uint8Array(pixels), [height, width, 4]);
  // Figures are opaque: without the fourth channel, and packed harder than resvg does, a file is half as large.
  return encodePng(slice(colours, null, null, [0, 3]));
}

/**
 * Makes resvg's SVG ready for use. Browsers want `pixelated` for hard pixels and resvg its older name; a picture that
 * is shown again refers to its first appearance; a title gives readers of text what the outlines no longer hold.
 */
function finish(svg: string, description: string): string {
  const seen = new Set<string>();
  const head = `<title>${escapeText(description)}</title>\n    <style>${pixelated}</style>`;
  return svg
    .replace(/<image ([^<>]*)\/>/g, (_, attributes: string) => {
      const id = `picture-${hash(attributes)}`;
      if (seen.has(id)) return `<use xlink:href="#${id}"/>`;
      seen.add(id);
      return `<image id="${id}" image-rendering="optimizeSpeed" ${attributes.replace('base64, ', 'base64,')}/>`;
    })
    .replace(/ d="[^"]*"/g, path => path.replace(/(\.\d\d)\d+/g, '$1'))
    .replace(/^ *<path [^<>]*visibility="hidden"[^<>]*\/>\n/gm, '')
    .replace(/<svg ([^<>]*)>/, (_, attributes: string) => `<svg role="img" ${attributes}>\n    ${head}`);
}

/**
 * Names a text by its content, so that figures in one page do not refer to each other's pictures. Two 32-bit FNV-1a
 * hashes from different starts. Source: G. Fowler, L. C. Noll, P. Vo, IETF draft-eastlake-fnv.
 */
function hash(text: string): string {
  const half = (start: number) => {
    let value = start;
    for (let place = 0; place < text.length; place++)
      value = Math.imul(value ^ text.charCodeAt(place), 0x01000193);
    return (value >>> 0).toString(36);
  };
  return half(0x811c9dc5) + half(0x1234567);
}

// The at-rule hides from resvg, which does not read them, a value that it does not know.
const pixelated = '@media all { image { image-rendering: pixelated } }';

const escapeText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\p{Cn}]/gu, ' ')
    .replace(/[&<>]/g, character => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!);
