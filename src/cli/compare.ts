/** `concordat compare`: prints what `compare` finds, and draws its figure. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { subtract } from '../array/arithmetic.ts';
import { type ArrayLike, array } from '../array/convert.ts';
import type { NDArray } from '../array/ndarray.ts';
import { type Boundary, modulo } from '../boundary/table.ts';
import { type Comparison, compare, type Explanation, type RouteReport } from '../diagnosis/index.ts';
import { ConcordatError, show } from '../errors.ts';
import { comparisonSpecification, renderPng, renderSvg } from '../figure/index.ts';
import { luminance, readArray, writeFileWhole } from '../io/index.ts';
import { namedKernels, readKernel } from './kernels.ts';
import { progressBar } from './progress.ts';
import { clause, errorText, fixLines, jsonLines } from './report.ts';
import { type Line, print, type Styled, styled } from './terminal.ts';

/** The options of the command. */
export interface CompareFlags {
  kernel?: string;
  boundary?: string;
  out?: string;
  json?: boolean;
  example?: string;
}

/** Pictures that the command can make by itself. */
const examples: Record<string, ArrayLike> = {
  halves: Array.from({ length: 10 }, () => [1, 1, 1, 1, 1, 0, 0, 0, 0, 0]),
};

const usage = (what: string) => new ConcordatError('option', `compare: ${what}`, { function: 'compare' });

async function readImage(
  path: string | undefined,
  example: string | undefined,
): Promise<{ image: NDArray; name: string }> {
  if (example !== undefined) {
    if (path !== undefined) throw usage('give an image or --example, not both');
    if (!Object.hasOwn(examples, example))
      throw usage(
        `--example is ${show(example)}; it must be one of ${Object.keys(examples).map(show).join(', ')}`,
      );
    return { image: array(examples[example]), name: `example ${example}` };
  }
  const read = await readArray(path!);
  if (read.ndim !== 3) return { image: read, name: path! };
  return { image: luminance(read), name: `${path} (luminance of ${read.shape.join('×')})` };
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
  const { image, name } = await readImage(path, flags.example);
  const kernel = await readKernel('compare', flags.kernel ?? 'sobel-x');
  const bar = progressBar('comparing');
  let comparison: Comparison;
  try {
    const boundary = (flags.boundary ?? 'periodic') as Boundary;
    comparison = compare(image, kernel, { boundary, onProgress: bar.update });
  } finally {
    bar.stop();
  }
  if (flags.out !== undefined) {
    const specification = figureOf(comparison, name, flags.kernel ?? 'sobel-x');
    const drawn = format === 'svg' ? await renderSvg(specification) : await renderPng(specification);
    await writeFileWhole(flags.out, drawn);
  }
  if (flags.json) print(jsonLines(toJson(comparison, flags.out ?? null)));
  else print([...report(comparison, name), ...(flags.out ? ['', `figure  ${flags.out}`] : [])]);
  return 0;
}

function figureFormat(out: string): 'png' | 'svg' {
  const ending = out.toLowerCase().split('.').at(-1);
  if (ending === 'png' || ending === 'svg') return ending;
  throw usage(`--out is ${show(out)}; it must end in .png or .svg`);
}

/** The stable record that `--json` prints; docs/command.md describes it. */
function toJson(comparison: Comparison, figure: string | null): object {
  const { name, call, boundary, result } = comparison.reference;
  return {
    reference: { name, call, boundary, shape: result.shape, dtype: result.dtype },
    routes: comparison.routes.map(route => ({
      name: route.name,
      call: route.call,
      equal: route.equal,
      ...(route.agreesByAccident && { agreesByAccident: true }),
      maxAbsError: route.maxAbsError,
      shape: route.result.shape,
      findings: route.findings,
      alternatives: route.alternatives,
      ...(route.decidedBy && { decidedBy: route.decidedBy }),
      ...(route.remark && { remark: route.remark }),
    })),
    figure,
  };
}

const size = (array: NDArray) => array.shape.join('×');

function report(comparison: Comparison, name: string): Line[] {
  const { reference, image, kernel, routes } = comparison;
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
function routeLines(route: RouteReport, isReference: boolean, width: number): Line[] {
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
  const { shape } = route.result;
  const others = route.alternatives.filter(other => key(other, shape) !== key(route.findings, shape));
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

/** A frame around a kernel tells where it lies, but only in a small image can one see it. */
const SMALL = 32;

function figureOf(comparison: Comparison, image: string, kernel: string) {
  const reference = comparison.reference.result;
  return comparisonSpecification({
    title: `One ${comparison.reference.boundary} convolution, six ways`,
    subtitle: `${image}, kernel ${kernel}`,
    rows: comparison.routes.map(route => ({
      name: route.name,
      note: note(route, route.name === comparison.reference.name),
      image: route.image,
      kernel: Math.max(...route.kernel.shape) > SMALL ? comparison.kernel : route.kernel,
      result: route.result,
      difference: size(route.result) === size(reference) ? subtract(route.result, reference) : null,
    })),
  });
}

function note(route: RouteReport, isReference: boolean): string {
  if (isReference) return 'the reference';
  if (route.agreesByAccident) return `agrees by accident: ${clause(route.findings)}`;
  if (route.equal) return `agrees with the reference ${errorText(route.maxAbsError!)}`;
  return route.findings.length === 0 && route.remark ? route.remark : clause(route.findings);
}
