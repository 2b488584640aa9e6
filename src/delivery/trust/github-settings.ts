import { type BranchRule, weaknessesOf } from '../../clients/github/protection';
import type { Stage } from '../../model/model';

/** A call that changes a setting of GitHub. */
export interface Change {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  /** Absent where the path says everything. */
  readonly body?: object;
}

/** A setting that is not as it should be. */
export interface SettingFinding {
  /** What is set: an environment, a branch. */
  readonly subject: string;
  readonly cause: string;
  /** What a person does about it; absent where the changes do it. */
  readonly remedy?: string;
  /** The command that the remedy ends with, to be copied whole. */
  readonly command?: string;
  /** What sets it; nothing where only a person can say what is wanted. */
  readonly changes: readonly Change[];
}

/** The remedy where GitHub shows a setting to administrators alone. */
export const ASK_ADMINISTRATOR = 'Ask an administrator of the repository to run this command';

/** An environment as GitHub's API shows it, with the patterns of branches that may use it. */
export interface Environment {
  readonly protection_rules?: readonly {
    readonly type: string;
    readonly wait_timer?: number;
    readonly prevent_self_review?: boolean;
    readonly reviewers?: readonly { readonly type: string; readonly reviewer: { readonly id: number } }[];
  }[];
  readonly deployment_branch_policy?: { readonly custom_branch_policies: boolean } | null;
  readonly branches: readonly string[];
}

/** Somebody who may approve deployments. */
export interface Reviewer {
  readonly type: 'User' | 'Team';
  readonly id: number;
}

/** What an environment is for. */
export interface EnvironmentUse extends Pick<Stage, 'environment' | 'approval'> {
  /** What a branch gets that may use it, as the end of a sentence. @default - the deploy role */
  readonly gives?: string;
}

/** What an environment lacks so that only the branch uses it, and only with an approval where it needs one. */
export function environmentFindings(
  { environment, approval, gives = 'the deploy role' }: EnvironmentUse,
  actual: Environment | undefined,
  {
    repository,
    branch,
    reviewers,
    nameReviewers,
  }: {
    readonly repository: string;
    readonly branch: string;
    readonly reviewers: readonly Reviewer[];
    /** The command that names reviewers. */
    readonly nameReviewers: string;
  },
): SettingFinding[] {
  const path = `repos/${repository}/environments/${encodeURIComponent(environment)}`;
  const subject = `environment ${environment}`;
  const approvals = actual?.protection_rules?.find(({ type }) => type === 'required_reviewers');
  const present = (approvals?.reviewers ?? []).map(({ type, reviewer }) => ({ type, id: reviewer.id }));
  const added = reviewers.filter(({ type, id }) => !present.some((one) => one.type === type && one.id === id));
  const all = [...present, ...(approval ? added : [])];
  const limited = actual?.deployment_branch_policy?.custom_branch_policies === true;
  const causes = [
    ...(actual === undefined ? ['does not exist'] : []),
    ...(actual !== undefined && !limited ? [`may be used by every branch, whose workflow then gets ${gives}`] : []),
    ...(actual !== undefined && approval && all.length > 0 && approvals?.prevent_self_review !== true
      ? ['lets whoever started a deployment approve it']
      : []),
  ];
  const settings: Change = {
    method: 'PUT',
    path,
    body: {
      wait_timer: actual?.protection_rules?.find(({ type }) => type === 'wait_timer')?.wait_timer ?? 0,
      prevent_self_review: approval || approvals?.prevent_self_review === true,
      reviewers: all,
      deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    },
  };
  const admit: Change = { method: 'POST', path: `${path}/deployment-branch-policies`, body: { name: branch } };
  const others = limited ? (actual?.branches ?? []).filter((name) => name !== branch) : [];
  const isAdmitted = limited && actual?.branches.includes(branch) === true;
  return [
    ...(causes.length > 0 || (approval && added.length > 0)
      ? [{ subject, cause: causes.join('; ') || 'is to have further reviewers', changes: [settings] }]
      : []),
    ...(isAdmitted ? [] : [{ subject, cause: `does not admit the branch ${branch}`, changes: [admit] }]),
    ...(others.length > 0
      ? [
          {
            subject,
            cause: `admits further branches (${others.join(', ')}), whose workflows then get ${gives}`,
            remedy: `Take out each that does not need it, in the settings of the repository: Environments, ${environment}, Deployment branches and tags`,
            changes: [],
          },
        ]
      : []),
    ...(approval && all.length === 0
      ? [
          {
            subject,
            cause: 'has no reviewers, so GitHub deploys to it without asking anybody',
            remedy: 'Name who approves, in place of the last word in capitals:',
            command: nameReviewers,
            changes: [],
          },
        ]
      : []),
  ];
}

/** Name of the ruleset that is made here. */
export const RULESET = 'udp-service';

/** Checks that have to pass before a merge. */
const CHECKS = ['build'];

/** What the rules of the branch lack; `ruleset` is the ID of the one that was made here before. */
export function branchFindings(
  rules: readonly BranchRule[],
  { repository, branch, ruleset }: { readonly repository: string; readonly branch: string; readonly ruleset?: number },
): SettingFinding[] {
  const has = (type: string) => rules.some((rule) => rule.type === type);
  const required = rules
    .filter(({ type }) => type === 'required_status_checks')
    .flatMap(({ parameters }) => parameters?.required_status_checks as { context: string }[])
    .map(({ context }) => context);
  const missing = CHECKS.filter((check) => !required.includes(check));
  const causes = [
    ...weaknessesOf(rules),
    ...(missing.length > 0 ? [`does not require the check ${missing.join(', ')}`] : []),
    ...(has('non_fast_forward') ? [] : ['can be pushed with force, which rewrites what was approved']),
    ...(has('deletion') ? [] : ['can be deleted']),
  ];
  if (causes.length === 0) return [];
  const change: Change = {
    method: ruleset === undefined ? 'POST' : 'PUT',
    path: ruleset === undefined ? `repos/${repository}/rulesets` : `repos/${repository}/rulesets/${ruleset}`,
    body: {
      name: RULESET,
      target: 'branch',
      enforcement: 'active',
      conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
      rules: [
        {
          type: 'pull_request',
          parameters: {
            required_approving_review_count: 1,
            dismiss_stale_reviews_on_push: true,
            require_code_owner_review: true,
            require_last_push_approval: true,
            required_review_thread_resolution: false,
          },
        },
        {
          type: 'required_status_checks',
          parameters: {
            strict_required_status_checks_policy: false,
            required_status_checks: CHECKS.map((context) => ({ context })),
          },
        },
        { type: 'non_fast_forward' },
        { type: 'deletion' },
      ],
    },
  };
  return [{ subject: `branch ${branch}`, cause: causes.join('; '), changes: [change] }];
}

/** What GitHub says of the token of jobs. */
export interface WorkflowPermissions {
  readonly default_workflow_permissions: string;
  readonly can_approve_pull_request_reviews: boolean;
}

/** Whether the token of a job may approve a pull request: then a branch approves itself, by a workflow of its own. */
export function workflowTokenFindings(actual: WorkflowPermissions | undefined, repository: string): SettingFinding[] {
  const subject = 'token of jobs';
  if (actual === undefined) {
    const cause = 'GitHub does not show to this login whether it may approve pull requests';
    return [{ subject, cause, remedy: ASK_ADMINISTRATOR, changes: [] }];
  }
  if (!actual.can_approve_pull_request_reviews) return [];
  return [
    {
      subject,
      cause: 'may approve pull requests, so a branch can approve itself by a workflow of its own',
      changes: [
        {
          method: 'PUT',
          path: `repos/${repository}/actions/permissions/workflow`,
          body: {
            default_workflow_permissions: actual.default_workflow_permissions,
            can_approve_pull_request_reviews: false,
          },
        },
      ],
    },
  ];
}
