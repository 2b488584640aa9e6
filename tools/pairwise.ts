/** The dimensions of a matrix: the values of each by its name. */
export type Dimensions = Readonly<Record<string, readonly string[]>>;

/** One value of every dimension. */
export type Case<D extends Dimensions> = { readonly [K in keyof D]: D[K][number] };

/** Pairs from which the next case is tried to be made: more find smaller matrices and take longer. */
const ATTEMPTS = 25;

/**
 * Cases in which every allowed pair of values occurs at least once: far fewer than all combinations, and most faults
 * take no more than two settings to show.
 *
 * Each case is grown from a pair that no case holds yet, value by value; combinations are never listed, because there
 * are millions of them.
 *
 * @param allowed whether a case may become a sensible one; dimensions that are not decided yet are absent from it
 */
export function pairwise<D extends Dimensions>(
  dimensions: D,
  allowed: (candidate: Partial<Case<D>>) => boolean,
): Case<D>[] {
  const uncovered = new Set(allPairs(dimensions));
  const gain = (values: Values) => pairs(values).filter((pair) => uncovered.has(pair)).length;
  /** What one more value brings: the pairs that it makes with those before. */
  const added = (values: Values, name: string, value: string) =>
    Object.keys(values).filter((other) => uncovered.has(pair(other, values[other], name, value))).length;

  /** The values with every other dimension decided so that they bring the most; nothing where that is not allowed. */
  const complete = (values: Values): Values | undefined => {
    if (!allowed(values as Partial<Case<D>>)) {
      return undefined;
    }
    const open = Object.keys(dimensions).find((name) => !(name in values));
    if (open === undefined) {
      return values;
    }
    const best = dimensions[open]
      .map((value) => ({ value, gain: added(values, open, value) }))
      .sort((a, b) => b.gain - a.gain);
    for (const { value } of best) {
      const completed = complete({ ...values, [open]: value });
      if (completed) {
        return completed;
      }
    }
    return undefined;
  };

  const chosen: Values[] = [];
  while (uncovered.size > 0) {
    const candidates: Values[] = [];
    for (const pair of [...uncovered].slice(0, ATTEMPTS)) {
      const candidate = complete(JSON.parse(pair) as Values);
      if (candidate) {
        candidates.push(candidate);
      } else {
        uncovered.delete(pair);
      }
    }
    const [best] = candidates.map((values) => ({ values, gain: gain(values) })).sort((a, b) => b.gain - a.gain);
    if (best) {
      chosen.push(best.values);
      for (const pair of pairs(best.values)) {
        uncovered.delete(pair);
      }
    }
  }
  return chosen.map(
    (values) => Object.fromEntries(Object.keys(dimensions).map((name) => [name, values[name]])) as Case<D>,
  );
}

type Values = Readonly<Record<string, string>>;

function allPairs(dimensions: Dimensions): string[] {
  const names = Object.keys(dimensions).sort();
  return names.flatMap((first, index) =>
    names
      .slice(index + 1)
      .flatMap((second) =>
        dimensions[first].flatMap((a) => dimensions[second].map((b) => JSON.stringify({ [first]: a, [second]: b }))),
      ),
  );
}

/** The pairs of a case, each in the one form in which it is known. */
function pairs(values: Values): string[] {
  const names = Object.keys(values).sort();
  return names.flatMap((first, index) =>
    names.slice(index + 1).map((second) => pair(first, values[first], second, values[second])),
  );
}

/** Two settings in their one form, whichever of them comes first. */
function pair(first: string, a: string, second: string, b: string): string {
  return first < second ? JSON.stringify({ [first]: a, [second]: b }) : JSON.stringify({ [second]: b, [first]: a });
}
