/** `concordat explain`: prints why one array differs from another. Exit code 0 equal, 1 explained, 3 not explained. */
import { type ExplainResult, explain } from '../diagnosis/index.ts';
import { ConcordatError, show } from '../errors.ts';
import { luminance } from '../io/index.ts';
import { readInput } from './input.ts';
import { readKernel } from './kernels.ts';
import type { LimitFlags } from './limits.ts';
import { progressBar } from './progress.ts';
import { clause, errorText, fixLines, jsonLines } from './report.ts';
import { type Line, print, styled } from './terminal.ts';

/** The options of the command. */
export interface ExplainFlags extends LimitFlags {
  image?: string;
  kernel?: string;
  rtol?: string;
  atol?: string;
  json?: boolean;
}

/** Runs the command; returns its exit code. */
export async function runExplain(a: string, b: string, flags: ExplainFlags): Promise<number> {
  const [first, second] = [await readInput(a, flags), await readInput(b, flags)];
  const kernel = flags.kernel === undefined ? undefined : await readKernel('explain', flags.kernel, flags);
  const picture = flags.image === undefined ? undefined : await readInput(flags.image, flags);
  // A colour picture under a 2-D kernel is convolved as `compare` does it.
  const image = picture?.ndim === 3 && kernel?.ndim === 2 ? luminance(picture) : picture;
  const tolerances = { ...tolerance('rtol', flags.rtol), ...tolerance('atol', flags.atol) };
  const bar = progressBar('searching');
  let found: ExplainResult;
  try {
    found = explain(first, second, { image, kernel, ...tolerances, onProgress: bar.update });
  } finally {
    bar.stop();
  }
  print(flags.json ? jsonLines(found) : report(found));
  if (found.equal) return 0;
  return found.findings.length > 0 ? 1 : 3;
}

/** A tolerance as it was typed. */
function tolerance(name: 'rtol' | 'atol', typed: string | undefined): { rtol?: number; atol?: number } {
  if (typed === undefined) return {};
  const value = typed.trim() === '' ? NaN : Number(typed);
  if (value >= 0 && Number.isFinite(value)) return { [name]: value };
  throw new ConcordatError(
    'option',
    `explain: --${name} is ${show(typed)}; it must be a number of 0 or more`,
    {
      function: 'explain',
      argument: name,
      value: typed,
    },
  );
}

function report({ equal, maxAbsError, findings, alternatives, text, remark }: ExplainResult): Line[] {
  const remarks = remark ? [`  ${remark}`] : [];
  if (equal) return [[styled('green', '✓'), ` equal ${errorText(maxAbsError!)}`], ...remarks];
  if (findings.length === 0) {
    const [first, ...others] = text.replace(/`(\w+)`/g, '--$1').split('\n');
    return [[styled('red', '✗'), ` ${first}`], ...others.map(line => `  ${line}`), ...remarks];
  }
  const others = alternatives.map(other => `  these arrays alone also allow: ${clause(other)}`);
  const found: Line = [styled('yellow', '✗'), ` ${clause(findings)}`];
  return [found, ...fixLines(findings, '  '), ...others, ...remarks];
}
