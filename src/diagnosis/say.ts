/** Facts as findings: with their words, and with fixes that hold when all of them are carried out, the last one first. */
import { shapeAfterAxes } from './axes.ts';
import type { Explanation, Fact, Fix } from './finding.ts';
import { type Flavour, flavours } from './flavour.ts';
import { type FactWords, words } from './words.ts';

type Shape = readonly number[];

/** The shape after a fact. */
function shapeAfter(fact: Fact, shape: Shape): Shape {
  if (fact.kind === 'crop' || fact.kind === 'stride') return fact.shape;
  if (fact.kind === 'axes') return shapeAfterAxes(shape, fact);
  if (fact.kind === 'transpose' && fact.of === 'result') return fact.axes.map(axis => shape[axis]);
  return shape;
}

/** The shape to which each fact is applied. */
function shapesOf(facts: readonly Fact[], shape: Shape): Shape[] {
  const shapes = [shape];
  for (const fact of facts) shapes.push(shapeAfter(fact, shapes[shapes.length - 1]));
  return shapes;
}

/** Whether elements are lost, so that nothing before this fact can be undone on the result. */
const loses = (fact: Fact, before: Shape): boolean =>
  fact.kind === 'stride' ||
  (fact.kind === 'crop' &&
    before.some(
      (extent, axis) => fact.shape[axis] <= extent && (fact.start[axis] !== 0 || fact.shape[axis] < extent),
    ));

/** What undoes a fact about the result, as a fact; null for other facts. */
function inverse(fact: Fact): Fact | null {
  if (fact.kind === 'flip') return fact.of === 'result' ? fact : null;
  if (fact.kind === 'axes') return { ...fact, removed: fact.added, added: fact.removed };
  if (fact.kind === 'scale') return { ...fact, factor: 1 / fact.factor };
  if (fact.kind === 'shift')
    return { ...fact, offset: fact.offset.map(step => (step === null ? null : -step)) };
  if (fact.kind !== 'transpose' || fact.of === 'kernel') return null;
  return { ...fact, axes: fact.axes.map((_, axis) => fact.axes.indexOf(axis)) };
}

/** In whose words facts are told, and what they are about. */
interface Words {
  flavour?: Flavour;
  /** The call that computes the reference. */
  reference?: Fix;
  /** The shape of the kernel, where it has fewer axes than the reference. */
  kernel?: Shape;
}

/** The shape of what a fact is about: the kernel, or the result before it. */
const subjectOf = (shapes: readonly Shape[], kernel?: Shape) => (fact: Fact, index: number) =>
  kernel && 'of' in fact && fact.of === 'kernel' ? kernel : shapes[index];

const entryOf = (fact: Fact) => words[fact.kind] as FactWords<Fact>;

/** Whether no finished result can be mended: padding is part of the convolution, or a call of its own. */
const needsAnew = (fact: Fact, flavour: Flavour) =>
  fact.kind === 'boundary' || (fact.kind === 'origin' && !flavours[flavour].padsApart);

const none: Fix = { python: '', typescript: '' };

/** Another boundary is mended by computing the reference itself, and then nothing is left to undo. */
function anew(facts: readonly Fact[], shape: Shape, reference: Fix, kernel?: Shape): Explanation {
  const call = { python: `result = ${reference.python}`, typescript: `result = ${reference.typescript};` };
  const shapes = shapesOf(facts, shape);
  const subject = subjectOf(shapes, kernel);
  const told = facts.findIndex(({ kind }) => kind === 'boundary' || kind === 'origin');
  return facts.map((fact, index) => {
    const { text, fix } = entryOf(fact);
    // The reference may have axes that the call does not give.
    const axes = fact.kind === 'axes' && fact.removed.length > 0;
    const mended = index === told ? call : axes ? fix(fact, 'numpy', shapes[index]) : none;
    return { ...fact, text: text(fact, subject(fact, index)), fix: mended };
  });
}

const joined = (fixes: readonly Fix[]): Fix => ({
  python: fixes.map(fix => fix.python).join('; '),
  typescript: fixes.map(fix => fix.typescript).join(' '),
});

/**
 * Facts in words, with their fixes in the words of a library; `shape` is that of the reference. What a crop or a
 * stride has taken away does not come back: what was done to the result before it is done to the reference, in the
 * line of the crop or stride, and the fix of the earlier fact is empty.
 */
export function say(
  facts: readonly Fact[],
  shape: Shape,
  { flavour = 'numpy', reference, kernel }: Words = {},
): Explanation {
  if (reference && facts.some(fact => needsAnew(fact, flavour))) return anew(facts, shape, reference, kernel);
  const shapes = shapesOf(facts, shape);
  const subject = subjectOf(shapes, kernel);
  const last = facts.findLastIndex((fact, index) => loses(fact, shapes[index]));
  const fixes = facts.map((fact, index) => entryOf(fact).fix(fact, flavour, subject(fact, index)));
  const onReference = facts.slice(0, Math.max(0, last)).map((fact, index): Fix | null => {
    const back = inverse(fact);
    if (!back) return loses(fact, shapes[index]) ? fixes[index] : null;
    const { ofResults } = flavours[flavour];
    const { python, typescript } = entryOf(back).fix(back, ofResults, shapes[index + 1]);
    const rename = (line: string) => line.replaceAll('result', 'reference');
    return { python: rename(python), typescript: rename(typescript) };
  });
  const moved = onReference.filter(fix => fix !== null);
  return facts.map((fact, index) => {
    const text = entryOf(fact).text(fact, subject(fact, index));
    if (index === last && moved.length > 0) return { ...fact, text, fix: joined([...moved, fixes[index]]) };
    if (onReference[index]) return { ...fact, text, fix: { python: '', typescript: '' } };
    return { ...fact, text, fix: fixes[index] };
  });
}
