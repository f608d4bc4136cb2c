/** What a misspelt word may have meant. */

/** Longer words than this are no slip of the finger. */
const LONGEST = 40;

/** ` (did you mean WORD?)` for the candidate that is close to a word; nothing where none is. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const plain = word.replace(/^-+/, '').toLowerCase();
  if (plain.length < 2 || plain.length > LONGEST) return '';
  const begins = (candidate: string) => Number(candidate.replace(/^-+/, '')[0] === plain[0]);
  const near = candidates
    .map(candidate => ({ candidate, distance: distanceBetween(plain, candidate.replace(/^-+/, '')) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .sort((a, b) => a.distance - b.distance || begins(b.candidate) - begins(a.candidate));
  const begun = candidates.filter(candidate => candidate.replace(/^-+/, '').startsWith(plain));
  const found = near[0]?.candidate ?? (begun.length === 1 ? begun[0] : undefined);
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

/** How many letters must be put in, left out, exchanged, or swapped with the next to get from one word to the other. */
function distanceBetween(a: string, b: string): number {
  let [older, old] = [[] as number[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const exchanged = old[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(old[j] + 1, row[j - 1] + 1, exchanged);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], older[j - 2] + 1);
    }
    [older, old] = [old, row];
  }
  return old[b.length];
}
