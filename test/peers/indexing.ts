/** Generated indexes, written for Python and for this library, and what both say of them. */

import { readFileSync } from 'node:fs';
import { imaginaryPart, realPart } from '../../src/array/arithmetic.ts';
import { array, astype } from '../../src/array/convert.ts';
import { NDArray } from '../../src/array/ndarray.ts';
import { flip, reshape, slice, transpose } from '../../src/array/views.ts';
import { runPython } from '../../src/box/index.ts';
import { ConcordatError } from '../../src/errors.ts';
import { sizeOf } from '../../src/extents.ts';
import type { IndexTerm } from '../../src/indexed/index-terms.ts';
import { type DType, isComplex } from '../../src/kernels/dtype.ts';

/** A term in both languages; `text` where ours can read it as text. */
export interface DrawnTerm {
  readonly python: string;
  readonly ours: IndexTerm;
  readonly text?: string;
}

export type Layout = 'plain' | 'transposed' | 'flipped' | 'gaps';

export interface IndexCase {
  readonly library: 'numpy' | 'torch';
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly layout: Layout;
  /** As it is written in Python. */
  readonly index: string;
  readonly operation: 'read' | 'set' | 'add';
  readonly value?:
    | { readonly kind: 'alias'; readonly copy: boolean }
    | { readonly kind: 'numbers'; readonly shape: readonly number[]; readonly dtype: DType };
  readonly terms: readonly DrawnTerm[];
  /** How it is written here. */
  readonly form: 'terms' | 'text' | 'template';
}

/** The numbers that both sides start from. */
export function numbers(shape: readonly number[], dtype: DType, start = 0): NDArray {
  const flat = Float64Array.from({ length: sizeOf(shape) }, (_, k) => start + k);
  if (dtype === 'bool')
    return reshape(
      array(
        flat.map(x => Number(x % 3 === 1)),
        { dtype },
      ),
      shape,
    );
  if (!isComplex(dtype)) return reshape(astype(array(flat), dtype), shape);
  const pairs = Float64Array.from({ length: 2 * flat.length }, (_, k) => flat[k >> 1] * (k % 2 ? 2 : 1));
  const wide = new NDArray('complex128', { data: pairs }, [flat.length]);
  return reshape(astype(wide, dtype), shape);
}

export function sourceOf({ shape, dtype, layout }: Pick<IndexCase, 'shape' | 'dtype' | 'layout'>): NDArray {
  if (layout === 'transposed') return transpose(numbers([...shape].reverse(), dtype));
  if (layout === 'flipped') return flip(numbers(shape, dtype), { axis: 0 });
  if (layout !== 'gaps') return numbers(shape, dtype);
  const last = shape.length - 1;
  const wide = numbers(
    shape.map((extent, axis) => (axis === last ? 2 * extent : extent)),
    dtype,
  );
  return slice(wide, ...shape.map((_, axis) => (axis === last ? ([null, null, 2] as const) : null)));
}

/** A template with every term that is not text in a hole, as a call site would make it. */
export function templateOf(terms: readonly DrawnTerm[]): [TemplateStringsArray, ...IndexTerm[]] {
  const strings = [''];
  const holes: IndexTerm[] = [];
  terms.forEach(({ text, ours }, k) => {
    if (k > 0) strings[strings.length - 1] += ', ';
    const bound = text === undefined ? null : /^(-?\d*):(-?\d+)$/.exec(text);
    if (bound) {
      strings[strings.length - 1] += `${bound[1]}:`;
      holes.push(Number(bound[2]));
      strings.push('');
    } else if (text === undefined) {
      holes.push(ours);
      strings.push('');
    } else strings[strings.length - 1] += text;
  });
  return [Object.assign(strings, { raw: strings }) as unknown as TemplateStringsArray, ...holes];
}

export type Answer =
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | {
      readonly kind: 'array';
      readonly shape: readonly number[];
      readonly dtype: DType;
      readonly view: boolean | null;
      readonly re: Float64Array;
      readonly im: Float64Array;
    };

/** What Python says of all cases, in one process. */
export async function askPython(cases: readonly IndexCase[]): Promise<Answer[]> {
  const text = JSON.stringify(cases.map(({ terms: _terms, form: _form, ...rest }) => rest));
  const script = readFileSync(new URL('./indexing.py', import.meta.url), 'utf8');
  const inputs = { cases: new TextEncoder().encode(text) };
  const { outputs } = await runPython(script, inputs, { timeout: 600_000 });
  const bytes = outputs['answers'].toTypedArray() as Uint8Array;
  const [re, im] = [outputs['re'].toTypedArray(), outputs['im'].toTypedArray()] as Float64Array[];
  let next = 0;
  return (JSON.parse(new TextDecoder().decode(bytes)) as Answer[]).map(answer => {
    if (answer.kind === 'error') return answer;
    const from = next;
    next += sizeOf(answer.shape);
    return { ...answer, re: re.subarray(from, next), im: im.subarray(from, next) };
  });
}

/** What is wrong with ours, in words; undefined when both say the same. */
export function disagreement(answer: Answer, source: NDArray, compute: () => NDArray): string | undefined {
  let ours: NDArray;
  try {
    ours = compute();
  } catch (error) {
    if (!(error instanceof ConcordatError)) return `ours threw ${error}`;
    if (answer.kind !== 'error')
      return `ours threw ${error.message}, theirs gave ${answer.dtype} [${answer.shape}]`;
    // Newer NumPy refuses what 1.24 warns of.
    const warned = answer.name === 'DeprecationWarning';
    const name = warned ? 'IndexError' : answer.name;
    // ufunc.at forgets to say what is wrong with a slice.
    if (answer.name === 'SystemError') return undefined;
    if (error.fields.python !== name)
      return `theirs raised ${answer.name}: ${answer.message}, ours ${error.message}`;
    const words = answer.message.trimEnd();
    // torch names its C++ class here.
    if (words.startsWith('expand(')) return undefined;
    return warned || error.message.includes(words)
      ? undefined
      : `theirs said ${words}, ours ${error.message}`;
  }
  if (answer.kind === 'error')
    return `theirs raised ${answer.name}: ${answer.message}, ours gave ${ours.dtype} [${ours.shape}]`;
  if (`${ours.shape}` !== `${answer.shape}`) return `shape [${ours.shape}], not [${answer.shape}]`;
  if (ours.dtype !== answer.dtype) return `dtype ${ours.dtype}, not ${answer.dtype}`;
  const view = ours.storage === source.storage;
  if (answer.view !== null && view !== answer.view) return `${view ? 'a view' : 'a copy'}, theirs is not`;
  const [re, im] = [realPart(ours), imaginaryPart(ours)].map(part => astype(part, 'float64').toTypedArray());
  for (let k = 0; k < re.length; k++)
    if (re[k] !== answer.re[k] || im[k] !== answer.im[k])
      return `element ${k} is ${re[k]}, ${im[k]}, not ${answer.re[k]}, ${answer.im[k]}`;
  return undefined;
}

/** A case in words. */
export const describe = ({ shape, dtype, layout, index, operation, value, form }: IndexCase): string =>
  `${operation} (${shape}) ${dtype} ${layout} [${index}] as ${form}` +
  (value ? ` = ${value.kind === 'alias' ? 'x[::-1]' : `(${value.shape}) ${value.dtype}`}` : '');
