import { type BranchRule, weaknessesOf } from '../../clients/github/protection';
import { exitCodeOf, type Report } from '../../impact/report/report';
import { type OwnedPattern, ownersOf } from './code-owners';

/** What is known of who approves changes on a branch. */
export interface Protection {
  /** Patterns of the CODEOWNERS file of the branch, without those that GitHub skips. */
  readonly patterns: readonly OwnedPattern[];
  readonly rules: readonly BranchRule[];
}

/** A changed file that only a code owner may change. */
export interface GuardedChange {
  readonly path: string;
  /** Who has to approve; nobody where it has no owner. */
  readonly owners: readonly string[];
}

/** What the required check found. */
export interface Verdict {
  /** Absent where the base is no repository of the template yet, so that there is nothing to compare with. */
  readonly impact?: Report;
  readonly guarded: readonly GuardedChange[];
  /** Why the change could be merged without its code owner, a sentence each; only looked for where it needs one. */
  readonly weaknesses: readonly string[];
  readonly passed: boolean;
}

export function verdictOf(impact: Report | undefined, changed: readonly string[], protection: Protection): Verdict {
  const guarded = changed.map((path) => ({ path, owners: ownersOf(path, protection.patterns) }));
  const weaknesses = guarded.length === 0 ? [] : weaknessesOf(protection.rules);
  return {
    impact,
    guarded,
    weaknesses,
    passed:
      weaknesses.length === 0 &&
      guarded.every(({ owners }) => owners.length > 0) &&
      (impact === undefined || exitCodeOf(impact) === 0),
  };
}
