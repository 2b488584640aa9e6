import type { Behaviour } from './behaviour';

/**
 * The behaviours that a stage has: what its options say, and else what its baseline began with.
 *
 * @param baseline date of the repository's creation, as `YYYY-MM`
 */
export function resolveBehaviours(
  given: Readonly<Record<string, boolean | undefined>>,
  baseline: string,
  behaviours: readonly Behaviour[],
): string[] {
  return behaviours
    .filter(({ name, since }) => given[name] ?? since <= baseline)
    .map(({ name }) => name)
    .sort();
}
