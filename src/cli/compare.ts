/** `concordat compare`: prints what `compare` finds, and draws its figure. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { subtract } from '../array/arithmetic.ts';
import { array } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { type Boundary, modulo } from '../boundary/table.ts';
import type { ArrayLike } from '../convert/convert.ts';
import { compareEach } from '../diagnosis/compare.ts';
import type { ComparedArrays, RouteFinding } from '../diagnosis/comparison.ts';
import type { Comparison, Explanation, RouteReport } from '../diagnosis/index.ts';
import { ConcordatError, show } from '../errors.ts';
import { specificationOf } from '../figure/comparison.ts';
import { renderPng, renderSvg } from '../figure/index.ts';
import { rowShower, type ShownRow } from '../figure/shown.ts';
import { luminance, writeFileWhole } from '../io/index.ts';
import { isStandardInput, readInput } from './input.ts';
import { namedKernels, readKernel } from './kernels.ts';
import type { LimitFlags } from './limits.ts';
import { type ProgressBar, progressBar } from './progress.ts';
import { clause, errorText, fixLines, jsonLines } from './report.ts';
import { type Line, print, type Styled, styled } from './terminal.ts';

/** The options of the command. */
export interface CompareFlags extends LimitFlags {
  kernel?: string;
  boundary?: string;
  out?: string;
  json?: boolean;
  example?: string;
}

/** Pictures that the command can make by itself. */
export const examplePictures: Readonly<Record<string, ArrayLike>> = {
  halves: Array.from({ length: 10 }, () => [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
};

const usage = (what: string) => new ConcordatError('option', `compare: ${what}`, { function: 'compare' });

async function readImage(
  path: string | undefined,
  example: string | undefined,
  flags: LimitFlags,
): Promise<{ image: NDArray; name: string }> {
  if (example !== undefined) {
    if (path !== undefined) throw usage('give an image or --example, not both');
    if (!Object.hasOwn(examplePictures, example))
      throw usage(
        `--example is ${show(example)}; it must be one of ${Object.keys(examplePictures).map(show).join(', ')}`,
      );
    return { image: array(examplePictures[example]), name: `example ${example}` };
  }
  const read = await readInput(path!, flags);
  const name = isStandardInput(path!) ? 'standard input' : path!;
  if (read.ndim !== 3) return { image: read, name };
  return { image: luminance(read), name: `${name} (luminance of ${read.shape.join('×')})` };
}

/** Runs the command; returns its exit code. */
export async function runCompare(path: string | undefined, flags: CompareFlags): Promise<number> {
  const format = flags.out === undefined ? undefined : figureFormat(flags.out);
  if (flags.out !== undefined && !existsSync(dirname(flags.out)))
    throw usage(`--out is ${show(flags.out)}, but there is no folder ${show(dirname(flags.out))}`);
  if (path === undefined && flags.example === undefined)
    throw usage('an image is missing: a .png, .jpg or .npy file, or --example halves');
  if (flags.kernel === undefined && flags.example === undefined)
    throw usage(
      `--kernel is missing: a name (${Object.keys(namedKernels).join(', ')}), a .npy file, or [[…], […]]`,
    );
  const bar = progressBar('comparing');
  try {
    const compared = await comparing(path, flags, bar);
    if (flags.out !== undefined) {
      bar.update(DRAWING, 'drawing');
      const specification = figureOf(compared, flags.kernel ?? 'sobel-x');
      const drawn = format === 'svg' ? await renderSvg(specification) : await renderPng(specification);
      await writeFileWhole(flags.out, drawn);
    }
    bar.stop();
    if (flags.json) print(jsonLines(toJson(compared, flags.out ?? null)));
    else print([...report(compared), ...(flags.out ? ['', `figure  ${flags.out}`] : [])]);
  } finally {
    bar.stop();
  }
  return 0;
}

/** What of the whole is done when the image is read, and when the figure is to be drawn. */
const [READ, DRAWING] = [0.05, 0.95];

/** A comparison without its large arrays: with what is printed and drawn of them. */
interface Compared extends Pick<Comparison, 'reference' | 'image' | 'kernel'> {
  name: string;
  routes: ComparedRoute[];
}

/** What was found about a route, in numbers and words. */
type Told = Omit<RouteReport, 'image' | 'kernel' | 'result'>;

interface ComparedRoute extends Told {
  shape: readonly number[];
  row: ShownRow | null;
}

async function comparing(path: string | undefined, flags: CompareFlags, bar: ProgressBar): Promise<Compared> {
  bar.update(0, 'reading');
  const { image, name } = await readImage(path, flags.example, flags);
  const kernel = await readKernel('compare', flags.kernel ?? 'sobel-x', flags);
  const show = rowShower();
  const { kept, ...comparison } = compareEach(
    image,
    kernel,
    {
      boundary: (flags.boundary ?? 'periodic') as Boundary,
      onProgress: (done, what) => bar.update(READ + (DRAWING - READ) * done, what),
    },
    (found, given) => {
      const { route, made, result, ...rest } = found;
      return {
        ...rest,
        shape: result.shape,
        row: flags.out === undefined ? null : show(rowOf(found, given), route.tiles),
      };
    },
  );
  return { ...comparison, name, routes: kept };
}

/** A frame around a kernel tells where it lies, but only in a small image can one see it. */
const SMALL = 32;

/** What the figure shows of a route. An image that is repeated is given once. */
function rowOf(
  { route, made, result, ...found }: RouteFinding,
  { image, kernel, reference }: ComparedArrays,
) {
  return {
    name: found.name,
    note: note(found, result === reference),
    image: route.tiles ? image : made.image(),
    kernel: Math.max(...image.shape) > SMALL ? kernel : made.kernel(),
    result,
    difference: size(result) === size(reference) ? subtract(result, reference) : null,
  };
}

function figureFormat(out: string): 'png' | 'svg' {
  const ending = out.toLowerCase().split('.').at(-1);
  if (ending === 'png' || ending === 'svg') return ending;
  throw usage(`--out is ${show(out)}; it must end in .png or .svg`);
}

/** The stable record that `--json` prints; docs/command.md describes it. */
function toJson(comparison: Compared, figure: string | null): object {
  const { name, call, boundary, result } = comparison.reference;
  return {
    reference: { name, call, boundary, shape: result.shape, dtype: result.dtype },
    routes: comparison.routes.map(route => ({
      name: route.name,
      call: route.call,
      equal: route.equal,
      ...(route.agreesByAccident && { agreesByAccident: true }),
      maxAbsError: route.maxAbsError,
      shape: route.shape,
      findings: route.findings,
      alternatives: route.alternatives,
      ...(route.decidedBy && { decidedBy: route.decidedBy }),
      ...(route.remark && { remark: route.remark }),
    })),
    figure,
  };
}

const size = (array: NDArray) => array.shape.join('×');

function report({ name, reference, image, kernel, routes }: Compared): Line[] {
  const width = Math.max(...routes.map(route => route.name.length)) + 2;
  return [
    `image      ${name}, ${size(image)}`,
    `kernel     ${size(kernel)}, boundary '${reference.boundary}'`,
    `reference  ${reference.name}: ${reference.call}`,
    '',
    ...routes.flatMap(route => routeLines(route, route.name === reference.name, width)),
  ];
}

/** One line a route, and below it what fixes it and what the image alone would allow. */
function routeLines(route: ComparedRoute, isReference: boolean, width: number): Line[] {
  const indent = ' '.repeat(width + 2);
  const line = (mark: Styled, text: string): Line => [
    mark,
    ' ',
    styled('bold', route.name.padEnd(width)),
    text,
  ];
  const remark = route.remark ? [`${indent}${route.remark}`] : [];
  if (isReference) return [line(styled('green', '✓'), 'the reference')];
  if (route.equal && !route.agreesByAccident)
    return [
      line(styled('green', '✓'), `agrees with the reference ${errorText(route.maxAbsError!)}`),
      ...remark,
    ];
  if (route.equal)
    return [
      line(
        styled('yellow', '≈'),
        `agrees by accident on this image with this kernel; in general ${clause(route.findings)}`,
      ),
      ...remark,
      ...fixLines(route.findings, indent),
    ];
  const others = route.alternatives.filter(
    other => key(other, route.shape) !== key(route.findings, route.shape),
  );
  const allowed: Line[] = others.length
    ? [[indent, styled('dim', `this image alone would also allow: ${others.map(clause).join(' | ')}`)]]
    : [];
  // What a route does to this shape may be all that there is to say.
  if (route.findings.length === 0 && route.remark) return [line(styled('red', '✗'), route.remark)];
  return [
    line(styled('red', '✗'), clause(route.findings)),
    ...remark,
    ...allowed,
    ...fixLines(route.findings, indent),
  ];
}

/** What an explanation is made of, without what a probe adds to it; offsets around a period count as one. */
const key = (findings: Explanation, shape: readonly number[]): string =>
  JSON.stringify(
    findings.map(({ text: _text, fix: _fix, ...fact }) => ({
      ...fact,
      ...(fact.kind === 'shift' && {
        offset: fact.offset.map((step, axis) => step && modulo(step, shape[axis])),
        rule: undefined,
      }),
      equivalent: undefined,
    })),
  );

const figureOf = ({ name, reference, routes }: Compared, kernel: string) =>
  specificationOf(
    `One ${reference.boundary} convolution, six ways`,
    `${name}, kernel ${kernel}`,
    routes.flatMap(({ row }) => row ?? []),
  );

function note(route: Told, isReference: boolean): string {
  if (isReference) return 'the reference';
  if (route.agreesByAccident) return `agrees by accident: ${clause(route.findings)}`;
  if (route.equal) return `agrees with the reference ${errorText(route.maxAbsError!)}`;
  return route.findings.length === 0 && route.remark ? route.remark : clause(route.findings);
}
