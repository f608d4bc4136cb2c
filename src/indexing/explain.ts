/** What an index does: where each axis of the result comes from, in NumPy and in torch. No data is needed. */

import { ConcordatError, oneLine } from '../errors.ts';
import { sizeOf } from '../extents.ts';
import type { IndexAxis, IndexExplanation, IndexReading } from './explanation.ts';
import { type Draft, draftIndex, type IndexPlan, type ResultAxis, settleEntries } from './plan.ts';
import { firstRepeat, type Repeat } from './repeated.ts';
import type { IndexLibrary } from './rules.ts';
import { assumedOf, inLines } from './say.ts';
import { axesTaken } from './slot.ts';
import { indexText, type ParsedTerm, termText } from './term.ts';

/** Blocks with more elements are not searched for repeated places. */
const MOST_SEARCHED = 2 ** 24;

/** Explains an index over a shape; `name` is what the array is called. */
export function explainTerms(
  caller: string,
  shape: readonly number[],
  terms: readonly ParsedTerm[],
  name = 'x',
): IndexExplanation {
  const numpy = read(caller, shape, terms, 'numpy');
  const torch = read(caller, shape, terms, 'torch');
  const parts = {
    shape,
    index: indexText(terms, name),
    terms: termsByAxis(shape.length, terms).map(nameOf),
    numpy: numpy.reading,
    torch: torch.reading,
    differ: difference(numpy, torch),
    assumed: assumedOf(shape, termsByAxis(shape.length, terms)),
    repeats: repeatOf(numpy.plan ?? torch.plan, terms),
    instead: numpy.reading.moved ? inTwoSteps(terms, name) : null,
  };
  return { ...parts, text: inLines(parts) };
}

interface Read {
  readonly plan: IndexPlan | null;
  readonly reading: IndexReading;
}

function read(
  caller: string,
  shape: readonly number[],
  terms: readonly ParsedTerm[],
  library: IndexLibrary,
): Read {
  try {
    const draft = draftIndex(caller, shape, terms, library);
    const plan = settleEntries(caller, draft);
    const byAxis = termsByAxis(shape.length, terms);
    const taken = draft.fixed.map(({ axis, place }) => {
      const term = byAxis[axis];
      const named = term?.kind === 'integer' && typeof term.value !== 'number';
      return { axis, place: named ? nameOf(term) : `${place}` };
    });
    const { axes, view, moved } = draft;
    const shown = axes.map((axis, k) => axisOf(axis, draft.shape[k], draft, byAxis));
    return { plan, reading: { shape: draft.shape, axes: shown, taken, view, moved, error: null } };
  } catch (error) {
    if (!(error instanceof ConcordatError)) throw error;
    const text = error.message.replace(`${caller}: `, '');
    return {
      plan: null,
      reading: { shape: null, axes: [], taken: [], view: null, moved: false, error: text },
    };
  }
}

function axisOf(
  axis: ResultAxis,
  extent: number,
  draft: Draft,
  byAxis: readonly (ParsedTerm | null)[],
): IndexAxis {
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
  const text = axes.length ? `${dimension}${arraysText(axes, byAxis)}` : 'True or False';
  return { extent, from: 'arrays', axes, text };
}

/** The index arrays and the axes that they index; the axes of one mask together. */
function arraysText(axes: readonly number[], byAxis: readonly (ParsedTerm | null)[]): string {
  const groups: number[][] = [];
  for (const axis of axes) {
    const last = groups.at(-1);
    const term = byAxis[axis];
    if (last && term?.kind === 'mask' && byAxis[last[0]] === term) last.push(axis);
    else groups.push([axis]);
  }
  return groups
    .map(group => {
      const term = byAxis[group[0]];
      const along = group.length > 1 ? `over axes ${group.join(', ')}` : `along axis ${group[0]}`;
      return term?.kind === 'mask' ? `where ${nameOf(term)} is True, ${along}` : `${nameOf(term)} ${along}`;
    })
    .join(' with ');
}

/** The place that is named several times, where the index arrays are known and not too large to look. */
function repeatOf(plan: IndexPlan | null, terms: readonly ParsedTerm[]): Repeat | null {
  if (!plan?.block || terms.some(term => 'unknown' in term && term.unknown)) return null;
  const size = sizeOf(plan.block.shape);
  return size > MOST_SEARCHED ? null : firstRepeat(plan);
}

const nameOf = (term: ParsedTerm | null): string => (term ? oneLine(termText(term)) : ':');

/** What each axis of the source is indexed by, by NumPy's rules, as far as there are terms; null for a whole axis. */
function termsByAxis(rank: number, terms: readonly ParsedTerm[]): (ParsedTerm | null)[] {
  const used = terms.reduce((sum, term) => sum + axesTaken(term), 0);
  const byAxis: (ParsedTerm | null)[] = [];
  for (const term of terms) {
    const whole = term.kind === 'ellipsis';
    const count = whole ? Math.max(0, rank - used) : axesTaken(term);
    for (let k = 0; k < count; k++) byAxis.push(whole ? null : term);
  }
  while (byAxis.length < rank) byAxis.push(null);
  return byAxis;
}

/** Whether two readings give the same elements in the same places. Axes of one element look the same anywhere. */
function difference(a: Read, b: Read): IndexExplanation['differ'] {
  if (!a.plan || !b.plan) return a.plan || b.plan ? 'error' : 'no';
  if (`${a.plan.shape}` !== `${b.plan.shape}`) return 'shape';
  const meaning = ({ shape, axes }: IndexPlan) => JSON.stringify(axes.filter((_, k) => shape[k] !== 1));
  return meaning(a.plan) === meaning(b.plan) || a.plan.shape.includes(0) ? 'no' : 'silently';
}

/** `x[n][:, ids]`: leading integers by themselves, so that they do not count as index arrays. */
function inTwoSteps(terms: readonly ParsedTerm[], name: string): string | null {
  const count = terms.findIndex(({ kind }) => kind !== 'integer');
  const rest = terms.slice(count);
  const arrays = rest.filter(({ kind }) => kind === 'integers' || kind === 'mask' || kind === 'integer');
  if (count < 1 || arrays.length !== 1) return null;
  const last = rest.findLastIndex(term => termText(term) !== ':');
  return `${indexText(terms.slice(0, count), name)}${indexText(rest.slice(0, last + 1), '')}`;
}
