/** Writes bench/RESULTS.md from the reports that are kept. */
import type { Report } from './report.ts';
import { aimCells, figureCells, markdownTable, remarks } from './table.ts';

const listOf = (record: Readonly<Record<string, string>>): string =>
  Object.entries(record)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');

/** One sentence of where the figures of a report are from. */
function origin({ machine, versions, date, rounds }: Report): string {
  return (
    `${machine.processors} processors (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system}, ` +
    `Node ${machine.node}, ${listOf(versions)}; ${rounds} rounds, ${date}.`
  );
}

function section(report: Report): string {
  const notes = [...report.notes, ...remarks(report)];
  const parts = [
    `## ${report.workload}: ${report.title}`,
    origin(report),
    markdownTable(figureCells(report)),
    ...(notes.length > 0 ? [notes.map(note => `- ${note}`).join('\n')] : []),
    ...(report.aims.length > 0 ? [markdownTable(aimCells(report.aims))] : []),
  ];
  return parts.join('\n\n');
}

/**
 * The text of RESULTS.md: a section for each workload, in the order of `names`. What stood there `before` stays, of workloads
 * without a report, and the history after the figures.
 */
export function resultsText(reports: readonly Report[], names: readonly string[], before: string): string {
  const head = `# Timings

Written by \`npm run bench -- --write\`; \`README.md\` beside this file says how to read it. Milliseconds unless said:
the median of the rounds, the minimum in parentheses. "÷ ours" is the row's median divided by that of our own first row of the
same case and thread count: above 1, ours is faster. Ratios hold within one table; the machine's own speed varies.`;
  const start = before.search(/^## History\b/m);
  const history = start < 0 ? '' : before.slice(start);
  const earlier = (start < 0 ? before : before.slice(0, start)).split(/^(?=## )/m);
  const sections = names.map(name => {
    const report = reports.find(({ workload }) => workload === name);
    return report ? section(report) : (earlier.find(text => text.startsWith(`## ${name}:`)) ?? '').trim();
  });
  return `${[head, ...sections, history.trim()].filter(part => part !== '').join('\n\n')}\n`;
}
