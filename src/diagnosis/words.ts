/** The words of findings, and the lines that fix them. One entry a kind. */
import { boundaryName } from '../boundary/table.ts';
import type { Fact, FindingKind, Fix, Stride } from './finding.ts';
import { type Flavour, flavours, pythonTuple } from './flavour.ts';
import { epsilonOf } from './tolerance.ts';

const range = (count: number) => Array.from({ length: count }, (_, axis) => axis);
const list = (items: readonly (number | string)[]) => `[${items.join(', ')}]`;
const axisWords = (axes: readonly number[]) =>
  axes.length === 1 ? `axis ${axes[0]}` : `axes ${pythonTuple(axes)}`;

export type FactWords<F extends Fact> = {
  /** `before` is the shape to which the fact was applied. */
  text: (fact: F, before: readonly number[]) => string;
  fix: (fact: F, flavour: Flavour, before: readonly number[]) => Fix;
};
type Words = { [K in FindingKind]: FactWords<Extract<Fact, { kind: K }>> };

/** Where a stride stops along each axis; null where it goes on to the end. */
const stops = (
  { stride, offset, shape }: Pick<Stride, 'stride' | 'offset' | 'shape'>,
  before: readonly number[],
): (number | null)[] =>
  stride.map((step, axis) =>
    offset[axis] + step * shape[axis] < before[axis] ? offset[axis] + step * (shape[axis] - 1) + 1 : null,
  );

/** The offset that undoes a shift; where any offset fits, none is the simplest. */
const undo = (offset: readonly (number | null)[]) => offset.map(step => (step ? -step : 0));

export const words: Words = {
  axes: {
    text: ({ removed, added }) =>
      [
        ...(added.length
          ? [`the result has ${axisWords(added)} of extent 1, which the reference lacks`]
          : []),
        ...(removed.length ? [`the result lacks ${axisWords(removed)} of the reference, of extent 1`] : []),
      ].join(', and '),
    fix: ({ removed, added }, _flavour, before) => {
      const index = (axes: readonly number[], word: string) => {
        const parts = range(Math.max(-1, ...axes) + 1).map(axis => (axes.includes(axis) ? word : ':'));
        return parts.length > 0 ? list(parts) : '';
      };
      const typescript =
        removed.length > 0
          ? `result = reshape(result, ${list(before)});`
          : `result = squeeze(result, { axis: ${list(added)} });`;
      return { python: `result = result${index(added, '0')}${index(removed, 'None')}`, typescript };
    },
  },
  flip: {
    text: ({ of, axes }, before) =>
      of === 'kernel' && axes.length === before.length
        ? 'the kernel is flipped, as between convolution and correlation'
        : `the ${of} is flipped along ${axisWords(axes)}`,
    fix: ({ of, axes }, flavour, { length: rank }) => {
      const python = `${of} = ${flavours[flavour].flip(of, axes, rank)}`;
      return { python, typescript: `${of} = flip(${of}, { axis: ${list(axes)} });` };
    },
  },
  transpose: {
    text: ({ of, axes }) => `the ${of} is transposed, axes in the order ${pythonTuple(axes)}`,
    fix: ({ of, axes }, flavour, { length: rank }) => {
      const inverse = range(rank).map(axis => axes.indexOf(axis));
      const python = `${of} = ${flavours[flavour].transpose(of, inverse)}`;
      return { python, typescript: `${of} = transpose(${of}, ${list(inverse)});` };
    },
  },
  shift: {
    text: ({ offset, periodic, rule }) => {
      if (!periodic)
        return `the result is shifted by ${pythonTuple(offset)}; the part that became free is not compared`;
      const half = rule?.includes('H') ? 'half the image' : 'half the kernel';
      return `the result is rolled by ${pythonTuple(offset)}${rule ? `, ${half}: ${rule}` : ''}`;
    },
    fix: ({ offset, periodic }, flavour, { length: rank }) => {
      const back = undo(offset);
      const { roll, rolled } = flavours[flavour];
      const python = roll(back, rank);
      const typescript = `${rolled} = roll(${rolled}, ${list(back)}, { axis: ${list(range(rank))} });`;
      if (periodic) return { python, typescript };
      const remark = 'right but for the rows and columns that enter at the other end';
      return { python: `${python}  # ${remark}`, typescript: `${typescript} // ${remark}` };
    },
  },
  boundary: {
    text: ({ from, to }) => `the edges are continued by '${to}', not by '${from}'`,
    // Padding mends no finished result: the reference is computed anew, by the call that `say` is given.
    fix: () => ({ python: '', typescript: '' }),
  },
  origin: {
    text: ({ from, to }) =>
      `tap ${pythonTuple(to)} of the kernel lies over the output pixel, not ${pythonTuple(from)}: an even number of taps has no middle`,
    // torch correlates, so that its padding before the image is what lies behind the origin of a flipped kernel.
    fix: ({ from, to, boundary }, flavour) => {
      if (!flavours[flavour].padsApart) return { python: '', typescript: '' };
      const longer = 'pads by the longer half before, not behind';
      const reach = to.map((before, axis): [number, number] => [before, from[axis]]);
      if (boundaryName('torch.nn.functional.pad', boundary)) {
        const flat = [...reach].reverse().flat();
        return {
          python: `reach = ${pythonTuple(flat)}  # ${longer}`,
          typescript: `reach = ${list(flat)}; // ${longer}`,
        };
      }
      const rows = reach.map(pythonTuple).join(', ');
      return {
        python: `reach = ((0, 0), (0, 0), ${rows})  # ${longer}`,
        typescript: `reach = ${list(reach.map(list))}; // ${longer}`,
      };
    },
  },
  crop: {
    text: ({ start, shape }, before) => {
      const grown = start.some((first, axis) => first < 0 || shape[axis] > before[axis]);
      return grown
        ? `the result has shape ${pythonTuple(shape)}, the reference ${pythonTuple(before)}: it begins at ${pythonTuple(start)} of the reference`
        : `the result is cropped to shape ${pythonTuple(shape)}, from ${pythonTuple(start)} of the reference on`;
    },
    fix: ({ start, shape }, flavour, before) => {
      // Along each axis the longer of the two is cut: what the result has too much, or what it has lost.
      const grown = before.map((extent, axis) => shape[axis] > extent);
      const cutOf = (which: boolean) =>
        before.map((extent, axis): [number, number] | null => {
          if (grown[axis] !== which || (start[axis] === 0 && shape[axis] === extent)) return null;
          return which ? [-start[axis], extent - start[axis]] : [start[axis], start[axis] + shape[axis]];
        });
      const lines = (['result', 'reference'] as const).flatMap(name => {
        const cut = cutOf(name === 'result');
        if (cut.every(range => range === null)) return [];
        const parts = cut.map(range => (range ? range.join(':') : ':'));
        const ranges = cut.map(range => (range ? list(range) : 'null'));
        return [
          {
            python: `${name} = ${name}${flavours[flavour].slices(parts)}`,
            typescript: `${name} = slice(${name}, ${ranges.join(', ')});`,
          },
        ];
      });
      const lost = cutOf(false).some(range => range !== null);
      const remark = 'the cropped part is lost in the result';
      return {
        python: lines.map(line => line.python).join('; ') + (lost ? `  # ${remark}` : ''),
        typescript: lines.map(line => line.typescript).join(' ') + (lost ? ` // ${remark}` : ''),
      };
    },
  },
  stride: {
    text: ({ stride, offset, shape }, before) => {
      const kept = `only every ${pythonTuple(stride)}-th output is kept, from ${pythonTuple(offset)} on`;
      const toTheEnd = stops({ stride, offset, shape }, before).every(stop => stop === null);
      return toTheEnd ? kept : `${kept}, ${pythonTuple(shape)} of them`;
    },
    fix: ({ stride, offset, shape }, flavour, before) => {
      const ends = stops({ stride, offset, shape }, before);
      const python = stride.map((step, axis) => `${offset[axis]}:${ends[axis] ?? ''}:${step}`);
      const ranges = stride.map((step, axis) => list([offset[axis], ends[axis] ?? 'null', step]));
      return {
        python: `reference = reference${flavours[flavour].slices(python)}`,
        typescript: `reference = slice(reference, ${ranges.join(', ')});`,
      };
    },
  },
  scale: {
    text: ({ factor }) =>
      factor === -1 ? 'the sign is changed' : `every value is multiplied by ${scaleName(factor)}`,
    fix: ({ factor }) => {
      if (factor === -1) return { python: 'result = -result', typescript: 'result = negate(result);' };
      const inverse = 1 / factor;
      if (Number.isInteger(inverse) && !Number.isInteger(factor))
        return {
          python: `result = result * ${inverse}`,
          typescript: `result = multiply(result, ${inverse});`,
        };
      return { python: `result = result / ${factor}`, typescript: `result = divide(result, ${factor});` };
    },
  },
  precision: {
    text: ({ from, to, how }) =>
      how === 'computed' && epsilonOf(from) > epsilonOf(to)
        ? `the reference has the digits of ${from} only; the values have those of ${to}`
        : how === 'computed'
          ? `the values have the digits of ${to} only; the reference has those of ${from}`
          : `the values are ${how === 'rounded' ? 'rounded and clipped' : 'truncated and wrapped'} to ${to}; the reference is ${from}`,
    fix: ({ from, to }, flavour) => {
      const narrow = epsilonOf(from) > epsilonOf(to) && epsilonOf(to) > 0;
      const [type, whose] = narrow ? [to, 'the reference'] : [from, 'the result'];
      const { cast } = flavours[flavour];
      return {
        python: `image, kernel = ${cast('image', type)}, ${cast('kernel', type)}  # before computing ${whose}`,
        typescript: `image = astype(image, '${type}'); kernel = astype(kernel, '${type}'); // before computing ${whose}`,
      };
    },
  },
};

/** `0.125 (1/8)`. */
function scaleName(factor: number): string {
  const inverse = 1 / factor;
  return Number.isInteger(inverse) && !Number.isInteger(factor) ? `${factor} (1/${inverse})` : String(factor);
}
