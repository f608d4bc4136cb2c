/**
 * Colours of levels. Levels 0 to 240 run from the lowest value of a scale to the highest: 240 has many divisors, so the
 * middle, halves, thirds, quarters and fifths of a side are levels themselves, and a rounding error does not show
 * there as another shade. The level after the last is NaN or infinity.
 */

/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/** The highest level of a scale. */
export const TOP_LEVEL = 240;
/** The level of what is no finite number. */
export const NOT_FINITE = 241;

/** Stands out against greys, blues and reds, also for those who do not tell red from green. */
const notFinite = '#ffe100';

/**
 * Dark blue through white to dark red. Lightness alone tells how far a value is from zero, blue against red which way,
 * and no colour-blindness but the total one confuses the two. Source: C. Brewer, colorbrewer2.org, RdBu with 11
 * classes, with pure white in the middle.
 */
const blueWhiteRed =
  '#053061 #2166ac #4393c3 #92c5de #d1e5f0 #ffffff #fddbc7 #f4a582 #d6604d #b2182b #67001f'.split(' ');

const parse = (hex: string): Colour =>
  [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Colour;

/** The colour as an SVG attribute writes it. */
export const cssColour = (colour: Colour): string =>
  `#${colour.map(part => part.toString(16).padStart(2, '0')).join('')}`;

/** A palette that is linear, in sRGB, between evenly spaced stops. */
function palette(stops: readonly string[]): readonly Colour[] {
  const colours = stops.map(parse);
  const scale = Array.from({ length: TOP_LEVEL + 1 }, (_, level) => {
    const place = (level / TOP_LEVEL) * (stops.length - 1);
    const [below, above] = [colours[Math.floor(place)], colours[Math.ceil(place)]];
    return below.map((part, k) => Math.round(part + (above[k] - part) * (place % 1))) as unknown as Colour;
  });
  return [...scale, parse(notFinite)];
}

/** Zero is white, negative blue, positive red. */
export const diverging = palette(blueWhiteRed);
/** Black to white. */
export const grey = palette(['#000000', '#ffffff']);

/** Whether text on this colour should be dark. Source: relative luminance of WCAG 2, at equal contrast to both. */
export function isLight(colour: Colour): boolean {
  const [r, g, b] = colour.map(part => (part / 255) ** 2.2);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.18;
}
