/** `concordat index`: prints what an index does to a shape, in NumPy and in torch, and draws it. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { explainIndex } from '../array/explain-index.ts';
import { ConcordatError, show } from '../errors.ts';
import { indexSpecification, renderPng, renderSvg } from '../figure/index.ts';
import { writeFileWhole } from '../io/index.ts';
import { namesFile, readInput } from './input.ts';
import type { LimitFlags } from './limits.ts';
import { jsonLines } from './report.ts';
import { print } from './terminal.ts';

/** The options of the command. */
export interface IndexFlags extends LimitFlags {
  out?: string;
  json?: boolean;
}

const usage = (what: string) => new ConcordatError('option', `index: ${what}`, { function: 'index' });

/** A shape that is written out, `(2, 3, 50)` or 2x3x50, or that of a file. */
export async function readShape(text: string, flags: LimitFlags = {}): Promise<readonly number[]> {
  if (namesFile(text, /\.(npy|npz|png|jpe?g)$/i)) return (await readInput(text, flags)).shape;
  const whole = text.trim();
  const inner = /^[([].*[)\]]$/s.test(whole) ? whole.slice(1, -1) : whole;
  const extents = inner.split(/[,x×]/).map(extent => extent.trim());
  // Python's (5,): a comma may stand at the end.
  if (extents.at(-1) === '') extents.pop();
  if (!extents.every(extent => /^\d+$/.test(extent)))
    throw usage(`the shape is ${show(text)}; write it as '(2, 3, 50)' or 2x3x50, or name a .npy file`);
  return extents.map(Number);
}

function formatOf(out: string): 'png' | 'svg' {
  const ending = out.toLowerCase().split('.').at(-1);
  if (ending !== 'png' && ending !== 'svg') throw usage(`--out is ${show(out)}; it must end in .png or .svg`);
  if (!existsSync(dirname(out)))
    throw usage(`--out is ${show(out)}, but there is no folder ${show(dirname(out))}`);
  return ending;
}

/** What names stand for, from words such as `ids=[2, 3, 4]`. */
function readNames(words: readonly string[]): Record<string, string> {
  const names = new Map<string, string>();
  for (const word of words) {
    const [, name, value] = /^\s*([\p{L}_][\p{L}\p{M}\p{N}_.]*)\s*=(.*)$/su.exec(word) ?? [];
    if (name === undefined) throw usage(`${show(word)} says of no name what it is; write ids=[2,3,4]`);
    if (names.has(name)) throw usage(`${show(name)} is given twice; give it once`);
    names.set(name, value);
  }
  return Object.fromEntries(names);
}

/** Runs the command; returns its exit code. An index that a library refuses is a result like any other. */
export async function runIndex(
  shape: string,
  index: string,
  names: readonly string[],
  flags: IndexFlags,
): Promise<number> {
  const format = flags.out === undefined ? undefined : formatOf(flags.out);
  const found = explainIndex(await readShape(shape, flags), index, readNames(names));
  if (flags.out !== undefined) {
    const specification = indexSpecification(found);
    const drawn = format === 'svg' ? await renderSvg(specification) : await renderPng(specification);
    await writeFileWhole(flags.out, drawn);
  }
  if (flags.json) print(jsonLines({ ...found, figure: flags.out ?? null }));
  else print([...found.text.split('\n'), ...(flags.out ? ['', `figure  ${flags.out}`] : [])]);
  return 0;
}
