import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type UdpServiceProjectOptions, Upgrades } from '../../../src';
import { environmentFindings, workflowTokenFindings } from '../../../src/delivery/trust/github-settings';
import { readUpgradeSecret, secretFindings } from '../../../src/delivery/trust/upgrade-secret';
import { synthesize } from '../../support/synthesized';

const WORKFLOW = '.github/workflows/upgrade.yml';
const UPGRADE = { environment: 'upgrade', secret: 'UPGRADE_TOKEN' };
const REPOSITORY = 'octo-org/dns';

function read(text: string | undefined) {
  const directory = mkdtempSync(join(tmpdir(), 'upgrade-secret-'));
  try {
    if (text !== undefined) {
      mkdirSync(dirname(join(directory, WORKFLOW)), { recursive: true });
      writeFileSync(join(directory, WORKFLOW), text);
    }
    return readUpgradeSecret(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const generated = (options: Partial<UdpServiceProjectOptions> = {}): string | undefined => {
  const text = synthesize(options)[WORKFLOW];
  return text === undefined ? undefined : String(text);
};

test('what the generated workflow reads is found, a token or the key of an app', () => {
  expect(read(generated())).toEqual(UPGRADE);
  const credentials = { appClientId: 'Iv23liAbc', environment: 'bots' };
  expect(read(generated({ upgradeOptions: { credentials } }))).toEqual({
    environment: 'bots',
    secret: 'UPGRADE_APP_PRIVATE_KEY',
  });
  expect(read(generated({ upgrades: Upgrades.NONE }))).toBeUndefined();
});

test('a workflow that reads it in no environment, and one that is no YAML, are told', () => {
  expect(() => read(generated()?.replace(/^ {4}environment: .*\n/m, ''))).toThrow(/UPGRADE_TOKEN in no environment/);
  expect(() => read('jobs: [')).toThrow(/upgrade\.yml: cannot be read/);
});

test('a secret in the environment alone needs nothing', () => {
  expect(secretFindings(UPGRADE, { environment: true, repository: false, organisation: false }, REPOSITORY)).toEqual(
    [],
  );
});

test('one of the repository is deleted where the environment has it, and never else', () => {
  const at = (environment: boolean) =>
    secretFindings(UPGRADE, { environment, repository: true, organisation: false }, REPOSITORY).flatMap(
      ({ changes }) => changes,
    );
  expect(at(true)).toEqual([{ method: 'DELETE', path: 'repos/octo-org/dns/actions/secrets/UPGRADE_TOKEN' }]);
  expect(at(false)).toEqual([]);
});

test('one of the organisation, and what GitHub does not show, are told and left to a person', () => {
  const lent = secretFindings(UPGRADE, { environment: true, repository: false, organisation: true }, REPOSITORY);
  expect(lent).toEqual([
    {
      subject: 'secret UPGRADE_TOKEN',
      cause: expect.stringMatching(/organisation/),
      remedy: expect.stringMatching(/out of its list/),
      changes: [],
    },
  ]);
  expect(secretFindings(UPGRADE, undefined, REPOSITORY)[0].cause).toMatch(/does not show to this login/);
  const missing = secretFindings(UPGRADE, { environment: false, repository: false, organisation: false }, REPOSITORY);
  expect(missing).toMatchObject([
    { remedy: 'Set it:', command: 'gh secret set UPGRADE_TOKEN --env upgrade --repo octo-org/dns' },
  ]);
});

test('a tag that is named like the branch does not count as the branch', () => {
  const actual = { deployment_branch_policy: { custom_branch_policies: true }, branches: ['tag main'] };
  const causes = environmentFindings({ environment: 'upgrade', approval: false }, actual, {
    repository: REPOSITORY,
    branch: 'main',
    reviewers: [],
    nameReviewers: 'npx udp-service github',
  }).map(({ cause }) => cause);
  expect(causes).toEqual([
    'does not admit the branch main',
    expect.stringMatching(/admits further branches \(tag main\)/),
  ]);
});

test('jobs whose token may approve pull requests are found, and what it may by default is kept', () => {
  const permissions = { default_workflow_permissions: 'read', can_approve_pull_request_reviews: true };
  expect(workflowTokenFindings({ ...permissions, can_approve_pull_request_reviews: false }, REPOSITORY)).toEqual([]);
  expect(workflowTokenFindings(permissions, REPOSITORY)[0].changes).toEqual([
    {
      method: 'PUT',
      path: 'repos/octo-org/dns/actions/permissions/workflow',
      body: { default_workflow_permissions: 'read', can_approve_pull_request_reviews: false },
    },
  ]);
  expect(workflowTokenFindings(undefined, REPOSITORY)).toMatchObject([{ changes: [] }]);
});
