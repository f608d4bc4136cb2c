/** What an index does, in words: where each axis of the result comes from, in NumPy and in torch. No data is needed. */
import { ConcordatError, showShape } from '../errors.ts';
import { type Draft, draftIndex, type ResultAxis, settle } from './plan.ts';
import type { IndexLibrary } from './rules.ts';
import { type IndexTerm, indexText, termText } from './term.ts';

/** Where one axis of the result comes from. */
export interface IndexAxis {
  readonly extent: number;
  /** `slice`: an axis of the source; `newaxis`: none; `arrays`: the index arrays. */
  readonly from: 'slice' | 'newaxis' | 'arrays';
  /** The axes of the source: one of a slice, those of all index arrays, none of a new axis. */
  readonly axes: readonly number[];
  readonly text: string;
}

/** How one library reads an index. */
export interface IndexReading {
  /** The shape of the result; null where the library refuses the index. */
  readonly shape: readonly number[] | null;
  readonly axes: readonly IndexAxis[];
  /** Axes of the source that an integer takes away, and the place that it names. */
  readonly taken: readonly { readonly axis: number; readonly place: string }[];
  /** Whether the result is a view; null where there is none. */
  readonly view: boolean | null;
  /** Whether the axes of the index arrays were moved to the front. */
  readonly moved: boolean;
  /** What the library says when it refuses. */
  readonly error: string | null;
}

/** What an index does to an array of a shape. */
export interface IndexExplanation {
  readonly shape: readonly number[];
  /** The index as Python writes it. */
  readonly index: string;
  /** What each axis of the source is indexed by, as Python writes it. */
  readonly terms: readonly string[];
  readonly numpy: IndexReading;
  readonly torch: IndexReading;
  /**
   * `no`: the same result; `silently`: results of one shape whose axes mean something else; `shape`: other shapes;
   * `error`: one of them refuses.
   */
  readonly differ: 'no' | 'silently' | 'shape' | 'error';
  /** Another spelling that leaves the axes where they were, where there is one. */
  readonly instead: string | null;
  /** All of it in lines for people. */
  readonly text: string;
}

/** Explains an index over a shape. */
export function explain(
  caller: string,
  shape: readonly number[],
  terms: readonly IndexTerm[],
): IndexExplanation {
  const numpy = read(caller, shape, terms, 'numpy');
  const torch = read(caller, shape, terms, 'torch');
  const differ = difference(numpy, torch);
  const instead = numpy.reading.moved ? inTwoSteps(terms) : null;
  const parts = {
    shape,
    index: indexText(terms),
    terms: termsByAxis(shape.length, terms),
    numpy: numpy.reading,
    torch: torch.reading,
    differ,
    instead,
  };
  return { ...parts, text: inLines(parts) };
}

interface Read {
  readonly draft: Draft | null;
  readonly reading: IndexReading;
}

function read(
  caller: string,
  shape: readonly number[],
  terms: readonly IndexTerm[],
  library: IndexLibrary,
): Read {
  try {
    const draft = draftIndex(caller, shape, terms, library);
    settle(caller, draft);
    const names = termsByAxis(shape.length, terms);
    const taken = draft.fixed.map(({ axis, place }) => ({
      axis,
      place: /^[A-Za-z_]/.test(names[axis]) ? names[axis] : `${place}`,
    }));
    const { axes, view, moved } = draft;
    const shown = axes.map((axis, k) => axisOf(axis, draft.shape[k], draft, names));
    return {
      draft,
      reading: { shape: draft.shape, axes: shown, taken, view, moved, error: null },
    };
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    const text = error.message.replace(`${caller}: `, '');
    return {
      draft: null,
      reading: { shape: null, axes: [], taken: [], view: null, moved: false, error: text },
    };
  }
}

function axisOf(axis: ResultAxis, extent: number, draft: Draft, names: readonly string[]): IndexAxis {
  if (axis.from === 'newaxis') return { extent, from: 'newaxis', axes: [], text: 'a new axis' };
  if (axis.from === 'slice') {
    const { first, step, count } = axis;
    const all = first === 0 && step === 1 && count === draft.source[axis.axis];
    const last = first + (count - 1) * step;
    const places =
      count === 0
        ? 'no places'
        : count === 1
          ? `place ${first}`
          : `places ${first} to ${last}${step === 1 ? '' : ` in steps of ${step}`}`;
    return {
      extent,
      from: 'slice',
      axes: [axis.axis],
      text: `axis ${axis.axis}, ${all ? 'all of it' : places}`,
    };
  }
  const axes = draft.pending.flatMap(lookup => lookup.axes);
  const dimension = draft.block!.shape.length > 1 ? `dimension ${axis.dimension} of ` : '';
  const text = axes.length
    ? `${dimension}${axes.map(each => `${names[each]} along axis ${each}`).join(' with ')}`
    : 'True or False';
  return { extent, from: 'arrays', axes, text };
}

/** What each axis of the source is indexed by, by NumPy's rules, as far as there are terms. */
function termsByAxis(rank: number, terms: readonly IndexTerm[]): string[] {
  const width = (term: IndexTerm) =>
    term.kind === 'mask' ? term.shape.length : term.kind === 'newaxis' || term.kind === 'ellipsis' ? 0 : 1;
  const used = terms.reduce((sum, term) => sum + width(term), 0);
  const names: string[] = [];
  for (const term of terms) {
    const count = term.kind === 'ellipsis' ? Math.max(0, rank - used) : width(term);
    for (let k = 0; k < count; k++) names.push(term.kind === 'ellipsis' ? ':' : termText(term));
  }
  while (names.length < rank) names.push(':');
  return names;
}

/** Whether two readings give the same elements in the same places. Axes of one element look the same anywhere. */
function difference(a: Read, b: Read): IndexExplanation['differ'] {
  if (!a.draft || !b.draft) return a.draft || b.draft ? 'error' : 'no';
  if (`${a.draft.shape}` !== `${b.draft.shape}`) return 'shape';
  const meaning = ({ shape, axes }: Draft) => JSON.stringify(axes.filter((_, k) => shape[k] !== 1));
  return meaning(a.draft) === meaning(b.draft) || a.draft.shape.includes(0) ? 'no' : 'silently';
}

/** `x[n][:, ids]`: leading integers by themselves, so that they do not count as index arrays. */
function inTwoSteps(terms: readonly IndexTerm[]): string | null {
  const count = terms.findIndex(({ kind }) => kind !== 'integer');
  const rest = terms.slice(count);
  const arrays = rest.filter(({ kind }) => kind === 'integers' || kind === 'mask' || kind === 'integer');
  if (count < 1 || arrays.length !== 1) return null;
  const last = rest.findLastIndex(term => termText(term) !== ':');
  return `${indexText(terms.slice(0, count))}${indexText(rest.slice(0, last + 1), '')}`;
}

function inLines({ shape, index, numpy, torch, differ, instead }: Omit<IndexExplanation, 'text'>): string {
  const same = differ === 'no' && numpy.view === torch.view && numpy.error === null;
  const lines = [`${index} of shape ${showShape(shape)}`, ''];
  lines.push(...readingLines(same ? 'NumPy and torch' : 'NumPy', numpy));
  if (!same) lines.push('', ...readingLines('torch', torch));
  const said = verdict(differ, numpy, torch);
  if (said) lines.push('', said);
  if (instead) lines.push(`${said ? '' : '\n'}To keep the axis where it was: ${instead}`);
  return lines.join('\n');
}

function readingLines(name: string, reading: IndexReading): string[] {
  if (reading.shape === null) return [`${name}: refused: ${reading.error}`];
  const width = Math.max(0, ...reading.axes.map(({ extent }) => `${extent}`.length));
  return [
    `${name}: shape ${showShape(reading.shape)}, a ${reading.view ? 'view' : 'copy'}`,
    ...reading.axes.map(({ extent, text }, k) => `  axis ${k}  ${`${extent}`.padStart(width)}  ${text}`),
    ...reading.taken.map(({ axis, place }) => `  gone    axis ${axis}, taken at ${place}`),
    ...(reading.moved
      ? [
          '  The index arrays do not stand side by side, so their axes come first; an integer counts as one of them.',
        ].map(line => (name === 'torch' ? line.replace('; an integer counts as one of them', '') : line))
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
