/**
 * The share of a long matrix that each commit runs: every n-th of it, the same in every run. `FULL_MATRIX=1` (`npm run
 * test:matrix`) runs all of it.
 *
 * @param first where to begin, so that several matrices of one form do not leave out the same places
 */
export function sampled<T>(all: readonly T[], share: number, first = 0): readonly T[] {
  if (process.env.FULL_MATRIX === '1') return all;
  return all.filter((_, index) => index % share === first % share);
}
