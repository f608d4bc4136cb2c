/** Asks the real libraries: all expressions in one Python process. */

import { readFileSync } from 'node:fs';
import { arrayOf, type NDArray } from '../../src/array/ndarray.ts';
import { runPython } from '../../src/box/index.ts';
import { ConcordatError } from '../../src/errors.ts';
import { fromElements } from '../../src/views/view.ts';

/** An expression, and the arrays that it names. */
export interface Question {
  /** A Python expression over `arrays` and np, signal, ndimage, scipy, torch, F, cv2, t (torch.from_numpy). */
  readonly python: string;
  readonly arrays: Readonly<Record<string, NDArray>>;
}

/** What Python made of it: arrays, an exception, a module that is not there, or a result we have no type for. */
export type Answer =
  | { readonly kind: 'values'; readonly arrays: readonly NDArray[] }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'unsupported'; readonly name: string; readonly message: string }
  | { readonly kind: 'missing'; readonly modules: readonly string[] };

/** The answers in the order of the questions, and the versions that gave them. */
export interface Answers {
  readonly answers: readonly Answer[];
  readonly versions: Readonly<Record<string, string>>;
}

type Told = Exclude<Answer, { kind: 'values' }> | { kind: 'values'; keys: string[] };

const driver = readFileSync(new URL('./driver.py', import.meta.url), 'utf8');

/** Evaluates every question in one process. A machine without Python or NumPy answers `missing` to all of them. */
export async function evaluate(questions: readonly Question[], python?: string): Promise<Answers> {
  const inputs: Record<string, NDArray> = {};
  const cases = questions.map(({ python: expression, arrays }, number) => {
    const keys = Object.entries(arrays).map(([name, array]) => {
      const key = `c${number}_${name}`;
      inputs[key] = array;
      return [name, key];
    });
    return { python: expression, arrays: Object.fromEntries(keys) };
  });
  const text = new TextEncoder().encode(JSON.stringify(cases));
  inputs['cases'] = arrayOf(fromElements('uint8', text, [text.length]));
  try {
    const options = { timeout: 600_000, outputs: ['answers'], ...(python && { python }) };
    const { outputs } = await runPython(driver, inputs, options);
    const told = JSON.parse(new TextDecoder().decode(outputs['answers'].toTypedArray() as Uint8Array));
    const answers = told.answers.map((answer: Told) =>
      answer.kind === 'values' ? { kind: 'values', arrays: answer.keys.map(key => outputs[key]) } : answer,
    );
    return { answers, versions: told.versions };
  } catch (error) {
    const reason = error instanceof ConcordatError ? error.fields.reason : undefined;
    if (reason !== 'python' && reason !== 'numpy') throw error;
    const modules = [reason === 'python' ? 'Python' : 'numpy'];
    return { answers: questions.map(() => ({ kind: 'missing', modules })), versions: {} };
  }
}
