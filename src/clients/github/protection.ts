import { list, members, object, optional, type Reader, text } from './answer';

/** A rule that holds for a branch, as GitHub's API tells it (`repos/…/rules/branches/…`). */
export interface BranchRule {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export const BRANCH_RULES: Reader<readonly BranchRule[]> = list(object({ type: text, parameters: optional(members) }));

/** What a rule `pull_request` has to say, and what is possible where none says it. */
const NEEDED: readonly (readonly [
  holds: (parameters: Readonly<Record<string, unknown>>) => boolean,
  missing: string,
])[] = [
  [
    ({ require_code_owner_review }) => require_code_owner_review === true,
    'no rule requires the review of code owners, so that nobody has to approve such a change (require_code_owner_review)',
  ],
  [
    ({ required_approving_review_count: count }) => typeof count === 'number' && count >= 1,
    'no rule requires an approval (required_approving_review_count)',
  ],
  [
    ({ dismiss_stale_reviews_on_push: dismissed }) => dismissed === true,
    'an approval holds for what is pushed after it (dismiss_stale_reviews_on_push)',
  ],
  [
    ({ require_last_push_approval: required }) => required === true,
    'whoever pushed last may approve it, so that a push onto the branch of a bot counts as reviewed by its own author (require_last_push_approval)',
  ],
];

/** Why code owners are not asked on a branch, a sentence each; none where they are. */
export function weaknessesOf(rules: readonly BranchRule[]): string[] {
  const parameters = rules.filter(({ type }) => type === 'pull_request').map((rule) => rule.parameters ?? {});
  if (parameters.length === 0) return ['no rule requires a pull request, so that a push needs nobody'];
  return NEEDED.filter(([holds]) => !parameters.some(holds)).map(([, missing]) => missing);
}
