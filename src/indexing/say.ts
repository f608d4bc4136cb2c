/** The words of an explanation of an index. */
import { oneLine, showShape } from '../errors.ts';
import type { IndexExplanation, IndexReading } from './explanation.ts';
import { type ParsedTerm, termText } from './term.ts';

/** All of an explanation in lines. */
export function inLines(explanation: Omit<IndexExplanation, 'text'>): string {
  const { shape, index, numpy, torch, differ, instead, assumed } = explanation;
  const same = differ === 'no' && numpy.view === torch.view && numpy.error === null;
  const lines = [`${index} of shape ${showShape(shape)}`, ''];
  lines.push(
    ...readingLines(same ? 'NumPy and torch' : 'NumPy', numpy, '; an integer counts as one of them'),
  );
  if (!same) lines.push('', ...readingLines('torch', torch));
  const said = verdict(differ, numpy, torch);
  if (said) lines.push('', said);
  if (instead) lines.push(`${said ? '' : '\n'}To keep the axis where it was: ${instead}`);
  const repeat = repeatText(explanation);
  if (repeat) lines.push('', repeat);
  if (assumed.length) lines.push('', ...assumed);
  return lines.join('\n');
}

/** What becomes of a place that is named several times. */
export function repeatText({ repeats, index }: Pick<IndexExplanation, 'repeats' | 'index'>): string | null {
  if (!repeats) return null;
  const { axes, place, times } = repeats;
  const where =
    axes.length > 1
      ? `Place (${place.join(', ')}) of axes ${axes.join(', ')}`
      : `Place ${place[0]} of axis ${axes[0]}`;
  return (
    `${where} is named ${times === 2 ? 'twice' : `${times} times`}: ${oneLine(index, 60)} += 1 counts it once. ` +
    'numpy.add.at, index_put_(accumulate=True) in torch, and scatterAdd here count it every time.'
  );
}

/** What is taken for granted of the terms of each axis: names are integers, and arrays whose shape alone is known fit. */
export function assumedOf(shape: readonly number[], byAxis: readonly (ParsedTerm | null)[]): string[] {
  const lines: string[] = [];
  const names = new Map<string, number>();
  byAxis.forEach((term, axis) => {
    if (term?.kind === 'integer' && typeof term.value !== 'number')
      names.set(oneLine(term.value.name, 40), axis);
  });
  const last = [...names].at(-1);
  if (last) {
    const [name, axis] = last;
    const listed = [...names.keys()].slice(0, 4).join(', ') + (names.size > 4 ? ' and others' : '');
    const taken =
      names.size > 1 ? 'are taken for integers, one place each' : 'is taken for an integer, one place';
    lines.push(
      `${listed} ${taken}. If ${names.size > 1 ? 'one' : 'it'} is an array, add what it is: '${name}=[0, 1]', ` +
        `'${name}=int(2)' for any two places, or '${name}=bool(${shape[axis] ?? 3})' for a mask.`,
    );
  }
  for (const term of new Set(byAxis)) {
    if (term?.kind === 'mask' && term.unknown)
      lines.push(
        `${termText(term)} is taken to be True everywhere; its axis has as many elements as it has True places, ${term.data.length} at most.`,
      );
    if (term?.kind === 'integers' && term.unknown)
      lines.push(`The places in ${termText(term)} are taken to lie on their axis; any of them may repeat.`);
  }
  return lines;
}

/** `beside`: what else the library takes for an index array. */
function readingLines(name: string, reading: IndexReading, beside = ''): string[] {
  if (reading.shape === null) return [`${name}: refused: ${reading.error}`];
  const width = reading.axes.reduce((most, { extent }) => Math.max(most, `${extent}`.length), 0);
  return [
    `${name}: shape ${showShape(reading.shape)}, a ${reading.view ? 'view' : 'copy'}`,
    ...reading.axes.map(({ extent, text }, k) => `  axis ${k}  ${`${extent}`.padStart(width)}  ${text}`),
    ...reading.taken.map(({ axis, place }) => `  gone    axis ${axis}, taken at ${place}`),
    ...(reading.moved
      ? [`  The index arrays do not stand side by side, so their axes come first${beside}.`]
      : []),
  ];
}

function verdict(
  differ: IndexExplanation['differ'],
  numpy: IndexReading,
  torch: IndexReading,
): string | null {
  switch (differ) {
    case 'silently':
      return 'The two differ SILENTLY: the shapes are equal, the axes are not the same ones. torch takes integers first and leaves the others in place.';
    case 'shape':
      return `The two differ: NumPy gives ${showShape(numpy.shape!)}, torch ${showShape(torch.shape!)}.`;
    case 'error':
      return `Only ${numpy.shape ? 'NumPy' : 'torch'} takes this index.`;
    case 'no':
      return numpy.view === torch.view
        ? null
        : 'The elements are the same; one result is a view, the other a copy.';
  }
}
