/**
 * Draws the picture that ships with the project: examples/house.png and examples/house.jpg, 256 × 192 pixels.
 * Nothing in it is symmetric (sun, tree and door to the left; chimney, smoke and fence to the right), so a flip, a
 * transpose or a shift shows at a glance. Bricks, tiles and grass give a derivative something to find. The same
 * picture every time: what looks scattered follows the golden ratio.
 *
 *     npm run build && node scripts/draw-house.js
 */
import { writeFileSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { encodeJpeg, encodePng } from '../dist/io/index.js';
import {
  across,
  bricks,
  down,
  ellipse,
  fixed,
  glow,
  gradient,
  line,
  numbers,
  path,
  rect,
  scatter,
  times,
} from './svg.js';

const [width, height] = [256, 192];

const definitions = `<defs>
  ${gradient('sky', down, '0 #3f7fc4, 0.55 #8fbfe6, 1 #fbe6c4')}
  ${gradient('hill', down, '0 #7fa6a0, 1 #a9c29a')}
  ${gradient('grass', down, '0 #8ab552, 0.5 #5f9440, 1 #3d6e31')}
  ${gradient('wall', across, '0 #f1d3ae, 0.6 #dcb48a, 1 #c4976c')}
  ${gradient('side', across, '0 #9c6f4c, 1 #835a3e')}
  ${gradient('roof', down, '0 #b5523c, 1 #8a3428')}
  ${gradient('door', across, '0 #2f6f73, 1 #1f4d55')}
  ${gradient('glass', 'x1="0" y1="0" x2="1" y2="1"', '0 #dcefff, 0.5 #7ba7cf, 1 #3d6592')}
  ${gradient('trunk', across, '0 #8d6440, 1 #4c3320')}
  ${gradient('path', down, '0 #d9c9a3, 1 #b39f78')}
  ${glow('sun', '0 #fffdf0 1, 0.32 #fff3b0 1, 0.38 #ffe27a 0.55, 1 #ffe9a8 0')}
  ${glow('puff', '0 #ffffff 0.95, 0.6 #f2f2f5 0.75, 1 #dfe3ea 0')}
  <clipPath id="front"><rect x="88" y="92" width="112" height="64"/></clipPath>
  <clipPath id="gable"><path d="M200 94 L214 53 L226 93 H224 V150 L200 156 Z"/></clipPath>
  <clipPath id="tiles"><path d="M80 95 L92 52 H214 L204 95 Z"/></clipPath>
  <clipPath id="stack"><rect x="172" y="30" width="17" height="34"/></clipPath>
</defs>`;

const sky = [
  rect(0, 0, width, height, 'url(#sky)'),
  ellipse(40, 32, 44, 44, 'url(#sun)'),
  ...numbers('108 26 20, 124 22 17, 140 27 15, 92 29 12').map(([x, y, r]) =>
    ellipse(x, y, r, r * 0.42, 'url(#puff)', 0.9),
  ),
  path('M0 118 Q40 84 92 112 T180 108 T256 94 V150 H0 Z', 'url(#hill)'),
  path('M0 128 Q60 108 120 122 T256 112 V150 H0 Z', '#8fb07a', 'opacity="0.8"'),
].join('');

// Blades grow towards the viewer.
const ground =
  path('M0 138 Q128 130 256 136 V192 H0 Z', 'url(#grass)') +
  times(620, i => {
    const [u, v] = [scatter(i), scatter(i, 0.7548776662) ** 1.3];
    const [x, y, long] = [u * 262 - 3, 139 + v * 54, 2 + 4.5 * v];
    const lean = (scatter(i, 0.569840291) - 0.5) * long;
    const colour = ['#a5cc66', '#2f5f2a', '#77a848', '#c3dc7d'][i % 4];
    return line(
      `M${fixed(x)} ${fixed(y)} l${fixed(lean)} ${fixed(-long)}`,
      colour,
      fixed(0.5 + 0.5 * v),
      'opacity="0.75"',
    );
  });

const shadow = path('M200 156 L224 150 L256 158 V172 L208 166 Z', '#1e3a20', 'opacity="0.42"');

const walk =
  path(
    'M97 157 H121 C118 168 96 172 74 178 C58 183 50 188 48 192 H4 C14 182 40 174 62 169 C84 164 94 162 97 157 Z',
    'url(#path)',
  ) +
  times(46, i => {
    const t = scatter(i);
    const [x, y] = [109 - 78 * t + (scatter(i, 0.7548776662) - 0.5) * (20 + 20 * t), 160 + 29 * t ** 0.8];
    return ellipse(x, y, 1.6 + 2.2 * t, 0.8 + 1.2 * t, i % 3 ? '#97845f' : '#efe3c4', 0.7);
  });

const house = [
  // The wall to the right of the corner lies in shade.
  path('M200 94 L214 53 L226 93 H224 V150 L200 156 Z', 'url(#side)'),
  `<g clip-path="url(#gable)">${bricks(199, 54, 5, 21, 7, 5, '#5d3d28')}</g>`,
  rect(88, 92, 112, 64, 'url(#wall)'),
  `<g clip-path="url(#front)">${bricks(88, 92, 12, 13, 10, 5, '#9b6f4c')}</g>`,
  rect(88, 92, 112, 7, '#4a2c1c', 'opacity="0.38"'),
  rect(88, 151, 112, 5, '#7d7468'),
  times(14, i => line(`M${92 + i * 8} 151 v5`, '#5a534a', 0.7)),
].join('');

const roof =
  path('M80 95 L92 52 H214 L204 95 Z', 'url(#roof)') +
  `<g clip-path="url(#tiles)">${times(8, row =>
    times(22, column => {
      const [x, y] = [78 + column * 6.2 + (row % 2) * 3.1, 50 + row * 6];
      const tone = scatter(row * 22 + column);
      const tile = path(
        `M${fixed(x)} ${y} h6.2 v4 q-3.1 4 -6.2 0 Z`,
        tone > 0.5 ? '#d8765a' : '#5f1f1a',
        `opacity="${fixed(Math.abs(tone - 0.5) * 0.7)}"`,
      );
      return tile + line(`M${fixed(x)} ${y + 4} q3.1 4 6.2 0`, '#521a14', 0.8, 'opacity="0.7"');
    }),
  )}</g>` +
  line('M91.5 52 H214.5', '#e39a7c', 2) +
  line('M204 96 L214 52 L227 95', '#5b2018', 2.2) +
  line('M79 95.5 H205', '#f6ead6', 2);

const chimney =
  rect(172, 30, 17, 34, '#a4553f') +
  `<g clip-path="url(#stack)">${bricks(172, 31, 4, 9, 6, 4, '#e3c4a8')}${rect(182, 28, 8, 40, '#2c120c', 'opacity="0.35"')}</g>` +
  rect(169.5, 27, 22, 4.5, '#6d3527') +
  numbers('183 22 6, 190 15 8, 201 11 10, 216 9 12, 234 8 14')
    .map(([x, y, r], i) => ellipse(x, y, r, r * 0.72, 'url(#puff)', 0.95 - 0.13 * i))
    .join('');

const door = [
  rect(97, 112, 24, 44, '#f6ead6'),
  rect(99.5, 114.5, 19, 41.5, 'url(#door)'),
  ...numbers('102 118 6 12, 110.5 118 6 12, 102 134 6 17, 110.5 134 6 17').map(
    ([x, y, w, h]) => rect(x, y, w, h, '#17393f') + rect(x + 0.8, y + 0.8, w - 0.8, h - 0.8, '#3b8085'),
  ),
  ellipse(116.5, 136, 1.3, 1.3, '#f7d774'),
  rect(94, 155, 30, 3.5, '#cfc5b4'),
  path('M93 111 L109 101 L125 111 Z', '#8a3428', 'stroke="#f6ead6" stroke-width="1.2"'),
].join('');

const windows = [
  rect(146, 107, 36, 30, '#fbf2e2'),
  rect(148.5, 109.5, 31, 25, 'url(#glass)'),
  path('M150 132 L166 110 H172 L156 134 Z', '#ffffff', 'opacity="0.35"'),
  rect(163, 109, 2, 26, '#fbf2e2'),
  rect(148, 121, 32, 2, '#fbf2e2'),
  rect(136, 107, 9, 30, '#2f6f73'),
  rect(183, 107, 9, 30, '#275d62'),
  times(8, i => line(`M137 ${109.5 + i * 3.5} h7 M184 ${109.5 + i * 3.5} h7`, '#163f44', 0.9)),
  rect(143, 137, 42, 3, '#e5d6bd'),
  times(12, i =>
    ellipse(
      145.5 + i * 3.4,
      136 - scatter(i) * 2.5,
      2,
      2,
      ['#d9435f', '#f2b632', '#e8e4f0', '#4f8a3a'][i % 4],
    ),
  ),
].join('');

// Leaves lie on a spiral of golden angles; those that face the sun are lighter.
const tree =
  path('M36 150 C39 134 37 122 34 110 L47 110 C45 124 46 136 51 150 Z', 'url(#trunk)') +
  line('M41 122 L30 108 M42 118 L55 104', '#5f4229', 2.6) +
  ellipse(43, 151, 16, 3, '#1e3a20', 0.4) +
  ellipse(40, 88, 22, 20, '#437f33') +
  times(240, i => {
    const k = (i * 89) % 240;
    const [r, angle] = [Math.sqrt((k + 0.5) / 240), k * 2.399963];
    const [x, y] = [40 + 31 * r * Math.cos(angle), 88 + 27 * r * Math.sin(angle) + 3 * Math.sin(3 * angle)];
    const light = (40 - x) / 62 + (88 - y) / 54 + (scatter(i, 0.7548776662) - 0.5) * 1.1;
    const colour = light > 0.35 ? '#a9cf58' : light > 0.05 ? '#6ea53c' : light > -0.3 ? '#437f33' : '#285528';
    return ellipse(x, y, 3.4, 2.6, colour);
  });

const fence =
  line('M222 147 L256 150 M222 157 L256 161', '#d8cdb8', 2.2) +
  times(5, i => {
    const [x, y] = [224 + i * 7.4, 141 + i * 0.9];
    return (
      path(
        `M${x} ${y + 22} V${y + 3} l2.2 -4 l2.2 4 V${y + 22} Z`,
        '#fffaf0',
        'stroke="#8f8468" stroke-width="0.6"',
      ) + rect(x + 3, y + 3, 1.4, 19, '#b9ae95')
    );
  });

const scene = sky + ground + shadow + walk + house + chimney + roof + door + windows + tree + fence;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${definitions}${scene}</svg>`;

const { pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render();
const colours = pixels.filter((_, index) => index % 4 !== 3);
const save = (name, bytes) => writeFileSync(new URL(`../examples/${name}`, import.meta.url), bytes);
const picture = { data: Uint8Array.from(colours), shape: [height, width, 3] };
save('house.png', encodePng(picture));
save('house.jpg', encodeJpeg(picture, { quality: 92 }));
