/**
 * How often a property is tried, and with which chance: the same cases on every run, ten times as many with
 * CONCORDAT_LONG=1, other ones with CONCORDAT_SEED.
 */
/** Parameters for `fc.assert`. */
export const tries = (numRuns: number) => ({
  numRuns: process.env.CONCORDAT_LONG === '1' ? numRuns * 10 : numRuns,
  seed: Number(process.env.CONCORDAT_SEED ?? 1),
});
