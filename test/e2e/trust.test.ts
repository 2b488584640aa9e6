import type { Service, Stage } from '../../blueprint/src/template/model';
import { resolveService } from '../../src/service/resolve';
import { synthesize } from '../blueprint/support/synthesis';
import { type Credentials, cdkCli, EmulatedAws } from '../support/emulated-aws';
import { mustRunIn } from '../support/packed';
import { describeWith } from '../support/tools';
import { type GitHubRun, tokenOf } from '../support/trust-policy';

const ROOT = `${__dirname}/../..`;
const ISSUER = 'token.actions.githubusercontent.com';
const PURPOSES = ['deploy', 'drift', 'diff'] as const;
const KINDS = ['deploy', 'file-publishing', 'image-publishing', 'lookup', 'cfn-exec'] as const;
type Purpose = (typeof PURPOSES)[number];

/** What each role may assume, of its own account and region; nothing of another, and never what CloudFormation is. */
const MAY: Readonly<Record<Purpose, readonly string[]>> = {
  deploy: ['deploy', 'file-publishing', 'image-publishing', 'lookup'],
  drift: ['lookup'],
  diff: ['lookup'],
};

const RUN: GitHubRun = {
  owner: 'octo-org',
  ownerId: 123456,
  repository: 'dns',
  repositoryId: 789012,
  immutable: true,
  context: 'environment:dev',
  workflow: 'deploy.yml',
  ref: 'refs/heads/main',
};
const RUNS: Readonly<Record<Purpose, (stage: string) => Partial<GitHubRun>>> = {
  deploy: (stage) => ({ context: `environment:${stage}` }),
  drift: () => ({ context: 'ref:refs/heads/main', workflow: 'drift.yml' }),
  diff: () => ({ context: 'pull_request', workflow: 'diff.yml', ref: 'refs/pull/1/merge' }),
};

const claims = (run: Partial<GitHubRun>) => ({ iss: `https://${ISSUER}`, ...tokenOf({ ...RUN, ...run }) });

describeWith(['moto'], 'roles of GitHub in the emulated AWS, of two stages in two accounts', () => {
  const serviceNamed = (name: string): Service =>
    resolveService({
      name,
      trust: { repository: 'octo-org/dns', ownerId: RUN.ownerId, repositoryId: RUN.repositoryId, pullRequests: true },
      stages: [
        { name: 'dev', account: '111111111111', region: 'eu-west-1' },
        { name: 'prod', account: '222222222222', region: 'us-east-1' },
      ],
    }).service;
  const service = serviceNamed('dns');
  const stages = service.stages as (Stage & { account: string; region: string })[];
  let aws: EmulatedAws;

  async function deploy(of: Service, stage: (typeof stages)[number], createProvider: boolean): Promise<void> {
    const { assembly } = synthesize(of);
    const id = `${stage.name}-deploy-role`;
    const parameter = `${of.name}-${id}:CreateProvider=${createProvider}`;
    const args = ['deploy', id, '--app', assembly.directory, '--require-approval', 'never', '--no-notices'];
    await mustRunIn(assembly.directory, process.execPath, [cdkCli(ROOT), ...args, '--parameters', parameter], {
      env: aws.env(await aws.assumeAccount(stage.account), stage.region),
    });
  }

  beforeAll(async () => {
    aws = await EmulatedAws.start();
    for (const stage of stages) {
      await aws.bootstrap(stage);
      await deploy(service, stage, true);
    }
  }, 240_000);
  afterAll(() => aws?.stop());

  const credentials = (stage: Stage, purpose: Purpose, run = RUNS[purpose](stage.name)): Promise<Credentials> =>
    aws.assumeRoleWithWebIdentity(stage[`${purpose}RoleArn`] ?? '', 'run', claims(run));

  test('another service of the account imports the provider, and the first one leaves it behind', async () => {
    const [dev] = stages;
    await deploy(serviceNamed('ntp'), dev, false);
    const providers = async () =>
      (await aws.call<{ OpenIDConnectProviderList: object[] }>(dev, 'iam', 'list_open_id_connect_providers'))
        .OpenIDConnectProviderList;
    expect(await providers()).toEqual([{ Arn: `arn:aws:iam::${dev.account}:oidc-provider/${ISSUER}` }]);
  }, 120_000);

  test.each<[string, Purpose, Partial<GitHubRun>]>([
    ['of another stage', 'deploy', { context: 'environment:prod' }],
    ['of another workflow', 'deploy', { workflow: 'evil.yml' }],
    ['of another branch', 'drift', { context: 'ref:refs/heads/x', workflow: 'drift.yml', ref: 'refs/heads/x' }],
    ['of another repository', 'diff', { context: 'pull_request', repository: 'evil', repositoryId: 3 }],
    ['of a new repository under the name', 'deploy', { repositoryId: 3 }],
  ])('a run %s gets no credentials', async (_title, purpose, run) => {
    await expect(credentials(stages[0], purpose, run)).rejects.toThrow(/Not authorized to perform sts:Assume/);
  });

  test('each role assumes the bootstrap roles that it may, and no other', async () => {
    const roles = stages.flatMap((stage) => PURPOSES.map((purpose) => ({ stage, purpose })));
    const targets = stages.flatMap((stage) => KINDS.map((kind) => ({ stage, kind })));
    const held = await Promise.all(roles.map(({ stage, purpose }) => credentials(stage, purpose)));
    await aws.enforcePermissions();
    const table: string[] = [];
    for (const [index, { stage, purpose }] of roles.entries()) {
      const answers = await aws.callAs<{ Error?: { Code: string } }>(
        held[index],
        targets.map(({ stage: { account, region }, kind }) => ({
          service: 'sts',
          operation: 'assume_role',
          region,
          arguments: {
            RoleArn: `arn:aws:iam::${account}:role/cdk-hnb659fds-${kind}-role-${account}-${region}`,
            RoleSessionName: 'table',
          },
        })),
      );
      for (const [at, { Error: refusal }] of answers.entries()) {
        const { stage: target, kind } = targets[at];
        table.push(`${stage.name} ${purpose} → ${target.name} ${kind}: ${refusal?.Code ?? 'assumed'}`);
      }
    }
    const expected = roles.flatMap(({ stage, purpose }) =>
      targets.map(({ stage: target, kind }) => {
        const may = target === stage && MAY[purpose].includes(kind);
        return `${stage.name} ${purpose} → ${target.name} ${kind}: ${may ? 'assumed' : 'AccessDenied'}`;
      }),
    );
    expect(table).toHaveLength(60);
    expect(table).toEqual(expected);
  }, 120_000);
});
