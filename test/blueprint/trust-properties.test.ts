import { resources, type Template } from '../../blueprint/test/template/support/repository';
import type { StageOptions, TrustOptions } from '../../src/options';
import { resolveService } from '../../src/service/resolve';
import { type GitHubRun, lets, tokenOf } from '../support/trust-policy';
import { synthesize } from './support/synthesis';

/** Every run that these make is tried on every role: who may have credentials is said below, by what a run is. */
const NAMES: readonly (readonly [owner: string, repository: string, ownerId: number, repositoryId: number])[] = [
  ['octo-org', 'dns', 1, 2],
  ['octo-org', 'dns', 1, 22],
  ['octo-org', 'dns', 11, 2],
  ['octo-org', 'dns-2', 1, 3],
  ['octo-org', 'my-dns', 1, 4],
  ['octo-org', 'DNS', 1, 5],
  ['octo-org', 'evil', 1, 6],
  ['octo-org', 'names', 1, 2],
  ['octo-org-2', 'dns', 7, 8],
  ['octo', 'dns', 9, 10],
  ['mallory', 'dns', 13, 14],
  // no name of GitHub's holds these signs; a host that allowed them would be no way in either
  ['octo-org@1', 'dns', 15, 16],
  ['octo-org@1/dns@2', 'evil', 15, 17],
  ['octo-*', 'dns', 18, 19],
  ['*', '*', 20, 21],
  ['octo-org', 'd?s', 1, 23],
];

const PLACES: readonly (readonly [context: string, ref: string])[] = [
  ['environment:dev', 'refs/heads/main'],
  ['environment:dev', 'refs/heads/feature'],
  ['environment:dev', 'refs/tags/main'],
  ['environment:prod', 'refs/heads/main'],
  ['environment:dev-2', 'refs/heads/main'],
  ['environment:x/dns@2:environment:dev', 'refs/heads/main'],
  ['environment:*', 'refs/heads/main'],
  ['ref:refs/heads/main', 'refs/heads/main'],
  ['ref:refs/heads/main2', 'refs/heads/main2'],
  ['ref:refs/heads/x/main', 'refs/heads/x/main'],
  ['ref:refs/tags/main', 'refs/tags/main'],
  ['pull_request', 'refs/pull/7/merge'],
  ['pull_request', 'refs/heads/main'],
];

const WORKFLOWS = ['deploy.yml', 'rollback.yml', 'drift.yml', 'diff.yml', 'evil.yml', 'deploy.yml@refs/heads/main'];

/** Subjects that a repository can order of claims of its choice, with names of branches of its choice among them. */
const SUBJECTS = [
  undefined,
  'head_ref:x/dns@3:environment:dev',
  'head_ref:octo-org@1/dns@2:environment:dev',
  'actor:mallory:ref:refs/heads/main',
  'head_ref:x/dns@3:ref:refs/heads/main',
  'head_ref:x/dns@3:pull_request',
];

function* runs(): Iterable<GitHubRun> {
  for (const [owner, repository, ownerId, repositoryId] of NAMES) {
    for (const [context, ref] of PLACES) {
      for (const workflow of WORKFLOWS) {
        for (const subject of SUBJECTS) {
          for (const immutable of [true, false]) {
            yield { owner, repository, ownerId, repositoryId, context, ref, workflow, subject, immutable };
          }
        }
      }
    }
  }
}

const PURPOSES = ['deploy', 'drift', 'diff'] as const;
type Purpose = (typeof PURPOSES)[number];

/** What a run has to be, beside one of the repository, to get a role. */
const MAY: Readonly<Record<Purpose, (run: GitHubRun) => boolean>> = {
  deploy: ({ context, ref, workflow }) =>
    context === 'environment:dev' && ref === 'refs/heads/main' && /^(deploy|rollback)\.yml$/.test(workflow),
  drift: ({ context, ref, workflow }) =>
    context === 'ref:refs/heads/main' && ref === 'refs/heads/main' && workflow === 'drift.yml',
  diff: ({ context, ref, workflow }) =>
    context === 'pull_request' && ref === 'refs/pull/7/merge' && workflow === 'diff.yml',
};

const FILES: Readonly<Record<Purpose, readonly string[]>> = {
  deploy: ['deploy.yml', 'rollback.yml'],
  drift: ['drift.yml'],
  diff: ['diff.yml'],
};

const REPOSITORY = { repository: 'octo-org/dns' };
const NUMBERS = { ...REPOSITORY, ownerId: 1, repositoryId: 2 };

function policies(trust: TrustOptions, stage: Partial<StageOptions> = {}, githubHost?: string) {
  const stages = [{ name: 'dev', account: '111111111111', region: 'eu-west-1', ...stage }];
  const { service } = resolveService({
    name: 'dns',
    trust: { ...trust, pullRequests: true },
    stages,
    ...(githubHost && { workflows: { githubHost } }),
  });
  const template: Template = synthesize(service).templates['dns-dev-deploy-role'];
  const roles = resources({ template }, 'AWS::IAM::Role');
  const policyOf = (purpose: Purpose) =>
    roles.find(([id]) => id.toLowerCase().startsWith(purpose))?.[1].Properties.AssumeRolePolicyDocument;
  const issuer = service.stages[0].trust?.issuer ?? '';
  return { issuer, policies: Object.fromEntries(PURPOSES.map((purpose) => [purpose, policyOf(purpose)])) };
}

const isNamed = ({ owner, repository }: GitHubRun) => `${owner}/${repository}` === REPOSITORY.repository;
const isThisOne = ({ ownerId, repositoryId }: GitHubRun) => ownerId === 1 && repositoryId === 2;

describe.each<[string, TrustOptions, (run: GitHubRun) => boolean]>([
  [
    'the numbers',
    NUMBERS,
    // the claim stands for the repository; the number of its owner stands in the new form of the subject alone
    (run) => isNamed(run) && run.repositoryId === 2 && (isThisOne(run) || !run.immutable),
  ],
  ['the name alone', REPOSITORY, isNamed],
])('of all runs, with %s known', (_title, trust, isTrusted) => {
  const { issuer, policies: byPurpose } = policies(trust);

  test.each(PURPOSES)('those that get the %s role are those of the repository, workflow, place and ref', (purpose) => {
    let admitted = 0;
    const wrong: string[] = [];
    for (const run of runs()) {
      const gets = lets(byPurpose[purpose], issuer, tokenOf(run));
      const may = isTrusted(run) && MAY[purpose](run);
      if (gets) admitted += 1;
      // a subject that the repository itself makes up may match or not: it is of the repository and the workflow
      const admissible = may || (run.subject !== undefined && isTrusted(run) && FILES[purpose].includes(run.workflow));
      const required = may && run.subject === undefined;
      if (gets ? !admissible : required)
        wrong.push(`${gets ? 'admitted' : 'refused'}: ${JSON.stringify(tokenOf(run))}`);
    }
    expect(wrong).toEqual([]);
    expect(admitted).toBeGreaterThan(0);
  });
});

/** Where AWS reads the subject and nothing else, the numbers alone keep others out, and every workflow has them. */
test.each<[string, Partial<StageOptions>, string | undefined]>([
  ['GovCloud', { region: 'us-gov-west-1' }, undefined],
  ['China', { region: 'cn-north-1' }, undefined],
  ['a tenant of ghe.com', {}, 'acme.ghe.com'],
])('in %s no run of another repository or place gets a role', (_title, stage, host) => {
  const { issuer, policies: byPurpose } = policies(NUMBERS, stage, host);
  for (const purpose of PURPOSES) {
    const places = new Set<string>();
    for (const run of runs()) {
      const { aud, sub } = tokenOf(run);
      if (!lets(byPurpose[purpose], issuer, { aud, sub })) continue;
      expect([run.ownerId, run.repositoryId, run.immutable, run.subject]).toEqual([1, 2, true, undefined]);
      places.add(run.context);
    }
    const context = { deploy: 'environment:dev', drift: 'ref:refs/heads/main', diff: 'pull_request' }[purpose];
    expect([...places]).toEqual([context]);
  }
});

test('a server of one’s own sends names: the exact name is trusted, and nothing that only resembles it', () => {
  const { issuer, policies: byPurpose } = policies(REPOSITORY, {}, 'github.acme.example');
  for (const run of runs()) {
    const { aud, sub } = tokenOf({ ...run, immutable: false });
    if (lets(byPurpose.deploy, issuer, { aud, sub })) expect(isNamed(run)).toBe(true);
  }
});

test('the policy of before would have let a sibling in, whose branch is named like the repository', () => {
  const issuer = 'token.actions.githubusercontent.com';
  const run: GitHubRun = {
    owner: 'octo-org',
    ownerId: 1,
    repository: 'evil',
    repositoryId: 6,
    immutable: true,
    context: 'pull_request',
    subject: 'head_ref:x/dns@3:pull_request',
    ref: 'refs/pull/7/merge',
    workflow: 'evil.yml',
  };
  const before = {
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com' },
          StringLike: { [`${issuer}:sub`]: ['repo:octo-org/dns:pull_request', 'repo:octo-org@*/dns@*:pull_request'] },
        },
      },
    ],
  };
  expect(lets(before, issuer, tokenOf(run))).toBe(true);
  expect(lets(policies(REPOSITORY).policies.diff, issuer, tokenOf(run))).toBe(false);
});
