/** Pieces of SVG as strings, and evenly scattered numbers, for scripts that draw. */

const golden = (Math.sqrt(5) - 1) / 2;
/** Evenly scattered numbers in 0..1, a different sequence for every `step`. */
export const scatter = (index, step = golden) => (index * step) % 1;
export const times = (count, draw) => Array.from({ length: count }, (_, index) => draw(index)).join('');
export const fixed = number => Number(number.toFixed(2));
/** Rows of numbers from `1 2 3, 4 5 6`. */
export const numbers = text => text.split(', ').map(row => row.split(' ').map(Number));
export const rect = (x, y, w, h, fill, more = '') =>
  `<rect x="${fixed(x)}" y="${fixed(y)}" width="${fixed(w)}" height="${fixed(h)}" fill="${fill}" ${more}/>`;
export const ellipse = (x, y, rx, ry, fill, opacity = 1) =>
  `<ellipse cx="${fixed(x)}" cy="${fixed(y)}" rx="${fixed(rx)}" ry="${fixed(ry)}" fill="${fill}" opacity="${fixed(opacity)}"/>`;
export const path = (d, fill, more = '') => `<path d="${d}" fill="${fill}" ${more}/>`;
export const line = (d, stroke, w, more = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${w}" ${more}/>`;
/** The stops of a gradient from `place colour opacity, ...`. */
const stops = text =>
  text
    .split(', ')
    .map(stop => stop.split(' '))
    .map(
      ([at, colour, opacity = 1]) =>
        `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`,
    )
    .join('');
export const gradient = (id, direction, text) =>
  `<linearGradient id="${id}" ${direction}>${stops(text)}</linearGradient>`;
export const glow = (id, text) => `<radialGradient id="${id}">${stops(text)}</radialGradient>`;
export const down = 'x1="0" y1="0" x2="0" y2="1"';
export const across = 'x1="0" y1="0" x2="1" y2="0"';

/** A wall of bricks in running bond; each has its own tone over whatever lies below. */
export const bricks = (x0, y0, columns, rows, w, h, mortar) =>
  times(rows, row =>
    times(columns, column => {
      const i = row * columns + column;
      const tone = scatter(i, 0.7548776662);
      const x = x0 + (column - (row % 2) / 2) * w;
      const brick = rect(
        x,
        y0 + row * h,
        w - 0.9,
        h - 0.9,
        tone > 0.5 ? '#fff0d8' : '#8a5533',
        `opacity="${fixed(Math.abs(tone - 0.5) * 0.62)}"`,
      );
      return (
        brick +
        line(
          `M${fixed(x)} ${fixed(y0 + row * h + h - 0.5)} h${w} m-0.4 0 v${-h}`,
          mortar,
          0.7,
          'opacity="0.5"',
        )
      );
    }),
  );
