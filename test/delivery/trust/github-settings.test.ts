import type { BranchRule } from '../../../src/clients/github/protection';
import {
  branchFindings,
  type Environment,
  environmentFindings,
  type Reviewer,
} from '../../../src/delivery/trust/github-settings';

const PLACE = { repository: 'octo-org/dns', branch: 'main' };
const PATH = 'repos/octo-org/dns/environments/prod';
const NAME_REVIEWERS = 'npx udp-service github --reviewer @octo-org/TEAM --apply';
const LIMITED = { deployment_branch_policy: { custom_branch_policies: true }, branches: ['main'] };
const APPROVED: Environment = {
  ...LIMITED,
  protection_rules: [
    { type: 'wait_timer', wait_timer: 5 },
    { type: 'required_reviewers', prevent_self_review: true, reviewers: [{ type: 'Team', reviewer: { id: 7 } }] },
  ],
};

function findings(approval: boolean, actual?: Environment, reviewers: readonly Reviewer[] = []) {
  return environmentFindings({ environment: 'prod', approval }, actual, {
    ...PLACE,
    reviewers,
    nameReviewers: NAME_REVIEWERS,
  });
}

test('an environment as it should be needs nothing', () => {
  expect(findings(false, LIMITED)).toEqual([]);
  expect(findings(true, APPROVED)).toEqual([]);
});

test('one that is not there is made, with its branch and its reviewers', () => {
  const found = findings(true, undefined, [{ type: 'Team', id: 7 }]);
  expect(found.map(({ cause }) => cause)).toEqual(['does not exist', 'does not admit the branch main']);
  expect(found.flatMap(({ changes }) => changes)).toEqual([
    {
      method: 'PUT',
      path: PATH,
      body: {
        wait_timer: 0,
        prevent_self_review: true,
        reviewers: [{ type: 'Team', id: 7 }],
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
      },
    },
    { method: 'POST', path: `${PATH}/deployment-branch-policies`, body: { name: 'main' } },
  ]);
});

test('what stands there is kept: who waits, how long, and who approves', () => {
  const actual = { ...APPROVED, deployment_branch_policy: null, branches: [] };
  const [open, branch] = findings(true, actual, [{ type: 'User', id: 9 }]);
  expect(open.cause).toMatch(/may be used by every branch/);
  expect(open.changes[0].body).toMatchObject({
    wait_timer: 5,
    reviewers: [
      { type: 'Team', id: 7 },
      { type: 'User', id: 9 },
    ],
  });
  expect(branch.changes).toHaveLength(1);
});

test('an approval that nobody gives, and one that everybody gives himself, are found', () => {
  expect(findings(true, LIMITED)).toEqual([
    {
      subject: 'environment prod',
      cause: 'has no reviewers, so GitHub deploys to it without asking anybody',
      remedy: expect.stringMatching(/^Name who approves/),
      command: NAME_REVIEWERS,
      changes: [],
    },
  ]);
  const lenient = [{ type: 'required_reviewers', reviewers: [{ type: 'User', reviewer: { id: 1 } }] }];
  expect(findings(true, { ...LIMITED, protection_rules: lenient })[0].cause).toMatch(/whoever started a deployment/);
});

test('further branches are told and left to a person', () => {
  expect(findings(false, { ...LIMITED, branches: ['main', 'release/*'] })).toEqual([
    {
      subject: 'environment prod',
      cause: expect.stringContaining('release/*'),
      remedy: expect.stringContaining('Environments, prod'),
      changes: [],
    },
  ]);
});

const RULES: BranchRule[] = [
  {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: 1,
      require_code_owner_review: true,
      dismiss_stale_reviews_on_push: true,
      require_last_push_approval: true,
    },
  },
  { type: 'required_status_checks', parameters: { required_status_checks: [{ context: 'build' }] } },
  { type: 'non_fast_forward' },
  { type: 'deletion' },
];

test('a branch whose rules come from anywhere needs nothing', () => {
  expect(branchFindings(RULES, PLACE)).toEqual([]);
});

test.each(RULES.map(({ type }, index) => [type, index] as const))(
  'a branch without the rule %s is found',
  (_type, index) => {
    const [{ subject, changes }] = branchFindings(
      RULES.filter((_, at) => at !== index),
      PLACE,
    );
    expect(subject).toBe('branch main');
    expect(changes).toMatchObject([
      { method: 'POST', path: 'repos/octo-org/dns/rulesets', body: { name: 'udp-service', enforcement: 'active' } },
    ]);
  },
);

test('the ruleset that was made before is changed, and what it sets is enough', () => {
  const [{ changes }] = branchFindings([], { ...PLACE, ruleset: 3 });
  expect(changes).toMatchObject([{ method: 'PUT', path: 'repos/octo-org/dns/rulesets/3' }]);
  expect(branchFindings((changes[0].body as { rules: BranchRule[] }).rules, PLACE)).toEqual([]);
});
