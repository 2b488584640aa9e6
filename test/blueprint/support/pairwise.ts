/** The dimensions of a matrix: the values of each by its name. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;

/** One value of every dimension. */
export type Case<D extends Dimensions> = { readonly [K in keyof D]: D[K][number] };

/**
 * Cases in which every allowed pair of values occurs at least once: far fewer than all combinations, and most faults
 * take no more than two settings to show.
 */
export function pairwise<D extends Dimensions>(dimensions: D, allowed: (candidate: Case<D>) => boolean): Case<D>[] {
  const numbers = new Map<string, number>();
  const numberOf = (pair: string) => numbers.get(pair) ?? numbers.set(pair, numbers.size).size - 1;
  const candidates = combinations(dimensions)
    .filter(allowed)
    .map((values) => ({ values, pairs: pairs(values).map(numberOf) }));
  const covered = new Uint8Array(numbers.size);
  const gain = (candidate: { pairs: number[] }) => candidate.pairs.reduce((sum, pair) => sum + 1 - covered[pair], 0);
  const chosen: Case<D>[] = [];
  while (covered.includes(0)) {
    let best = candidates[0];
    let bestGain = gain(best);
    for (const candidate of candidates) {
      const candidateGain = gain(candidate);
      if (candidateGain > bestGain) {
        best = candidate;
        bestGain = candidateGain;
      }
    }
    chosen.push(best.values);
    for (const pair of best.pairs) {
      covered[pair] = 1;
    }
  }
  return chosen;
}

function combinations<D extends Dimensions>(dimensions: D): Case<D>[] {
  return Object.entries(dimensions).reduce<Record<string, string>[]>(
    (partial, [name, values]) => partial.flatMap((item) => values.map((value) => ({ ...item, [name]: value }))),
    [{}],
  ) as Case<D>[];
}

function pairs(candidate: Readonly<Record<string, string>>): string[] {
  const settings = Object.entries(candidate).map(([name, value]) => `${name}=${value}`);
  return settings.flatMap((first, index) => settings.slice(index + 1).map((second) => `${first}&${second}`));
}
