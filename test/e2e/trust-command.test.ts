import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { type AwsTarget, EmulatedAws } from '../support/emulated-aws';
import { generateLinked } from '../support/linked';
import { cleanEnv } from '../support/packed';
import { mustRun, type RunResult, run } from '../support/run';
import { describeWith } from '../support/tools';
import { GithubSite } from '../support/workflow-runner';

const ROOT = resolve(__dirname, '../..');
const ACCOUNT = '111111111111';
const DEV: AwsTarget = { account: ACCOUNT, region: 'eu-west-1' };
const PROD: AwsTarget = { account: ACCOUNT, region: 'us-east-1' };
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const ENDPOINT = 'GET repos/octo-org/dns';
const SUBJECT = `${ENDPOINT}/actions/oidc/customization/sub`;
const PROJENRC = `import { UdpServiceProject } from 'projen-udp-service';

// the resolver of the office
new UdpServiceProject({
  name: 'dns',
  stages: [
    { name: 'dev', account: '${ACCOUNT}', region: '${DEV.region}' },
    { name: 'prod', account: '${ACCOUNT}', region: '${PROD.region}' },
  ],
}).synth();
`;

describeWith(['moto', 'aws', 'git'], 'udp-service trust', () => {
  const site = new GithubSite();
  let aws: EmulatedAws;
  let directory: string;
  let definition: string;

  beforeAll(async () => {
    aws = await EmulatedAws.start();
    for (const target of [DEV, PROD]) await aws.bootstrap(target);
    // the modules are links to those of this checkout: nothing may install anything there
    directory = await generateLinked(PROJENRC, { 'package-lock.json': '{}\n', 'bin/npm': '#!/bin/sh\n' });
    chmodSync(join(directory, 'bin/npm'), 0o755);
    definition = readFileSync(join(directory, 'src/template/service.ts'), 'utf8');
    await mustRun('git', ['init', '--quiet'], { cwd: directory });
    await mustRun('git', ['remote', 'add', 'origin', 'git@github.com:octo-org/dns.git'], { cwd: directory });
    gitHubHas({ id: 789012, full_name: 'octo-org/dns', owner: { id: 123456 }, default_branch: 'main' });
  }, 240_000);
  afterAll(async () => {
    await aws?.stop();
    site.close();
    rmSync(directory, { recursive: true, force: true });
  });

  function gitHubHas(
    repository: object,
    subject: object = { use_default: true, sub_claim_prefix: 'repo:octo-org/dns' },
  ) {
    site.change(({ api }) => {
      api[ENDPOINT] = repository;
      api[SUBJECT] = subject;
    });
  }

  async function trust(stage: string, target: AwsTarget): Promise<RunResult> {
    const env = {
      ...cleanEnv(aws.env(await aws.assumeAccount(target.account), target.region)),
      ...site.env(),
      GH_TOKEN: 'test-token',
      PATH: [join(directory, 'bin'), ...site.path, process.env.PATH].join(delimiter),
    };
    const main = join(ROOT, 'lib/cli/main.js');
    return run(process.execPath, [main, 'trust', stage, '--yes'], { cwd: directory, env });
  }

  const resourcesOf = async (target: AwsTarget, stage: string): Promise<string[]> => {
    const { StackResources } = await aws.call<{
      StackResources: { ResourceType: string; PhysicalResourceId: string }[];
    }>(target, 'cloudformation', 'describe_stack_resources', { StackName: `dns-${stage}-deploy-role` });
    // moto lists what a condition leaves out, without a type
    return StackResources.filter(({ ResourceType }) => ResourceType)
      .map(({ ResourceType, PhysicalResourceId }) => `${ResourceType} ${PhysicalResourceId}`)
      .sort();
  };
  const options = () => readFileSync(join(directory, '.projenrc.ts'), 'utf8');

  test('finds the numbers, writes them down, and deploys roles and provider', async () => {
    const { code, output } = await trust('dev', DEV);
    if (code !== 0) throw new Error(output);
    expect(options()).toBe(
      PROJENRC.replace(
        '  ],\n})',
        "  ],\n  trust: { repository: 'octo-org/dns', ownerId: 123456, repositoryId: 789012 },\n})",
      ),
    );
    expect(existsSync(join(directory, 'src/template/stacks/deploy-role-stack.ts'))).toBe(true);
    expect(await resourcesOf(DEV, 'dev')).toEqual([
      `AWS::IAM::OIDCProvider ${PROVIDER}`,
      'AWS::IAM::Role dns-dev-deploy',
      'AWS::IAM::Role dns-dev-drift',
    ]);
    expect(output).toContain(`The provider ${PROVIDER} belongs to this stack.`);
    expect(output).toContain('GitHub may deploy the stage dev.');
  }, 120_000);

  test('of another stage in the account uses the provider that is there, and writes nothing anew', async () => {
    const before = options();
    const { code, output } = await trust('prod', PROD);
    if (code !== 0) throw new Error(output);
    expect(output).toContain(`The provider ${PROVIDER} is there already.`);
    expect(await resourcesOf(PROD, 'prod')).toEqual([
      'AWS::IAM::Role dns-prod-deploy',
      'AWS::IAM::Role dns-prod-drift',
    ]);
    expect(options()).toBe(before);
  }, 120_000);

  test.each<[string, () => unknown, RegExp]>([
    [
      'the name belongs to another repository by now',
      () => gitHubHas({ id: 5, full_name: 'octo-org/dns', owner: { id: 123456 }, default_branch: 'main' }),
      /trust\.repositoryId 789012: is not what GitHub says, 5\./,
    ],
    [
      'the repository has another name by now',
      () => gitHubHas({ id: 789012, full_name: 'octo-org/names', owner: { id: 123456 }, default_branch: 'main' }),
      /trust\.repository octo-org\/dns: is not what GitHub says, "octo-org\/names"/,
    ],
    [
      'its tokens have a subject of their own',
      () =>
        gitHubHas(
          { id: 789012, full_name: 'octo-org/dns', owner: { id: 123456 }, default_branch: 'main' },
          { use_default: false, include_claim_keys: ['repo', 'job_workflow_ref'] },
        ),
      /subject of its own \(repo, job_workflow_ref\).*gh api --method PUT repos\/octo-org\/dns/,
    ],
    [
      'GitHub does not show it',
      () => site.change(({ api }) => delete api[ENDPOINT]),
      /github\.com\/octo-org\/dns: GitHub shows no such repository to you/,
    ],
  ])(
    'nothing is deployed where %s',
    async (_title, prepare, message) => {
      prepare();
      const { code, stderr, stdout } = await trust('dev', DEV);
      expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
      expect(stdout).not.toContain('cdk deploy');
    },
    60_000,
  );

  test('nothing is deployed with the credentials of another account', async () => {
    gitHubHas({ id: 789012, full_name: 'octo-org/dns', owner: { id: 123456 }, default_branch: 'main' });
    const { code, stderr, stdout } = await trust('dev', { account: '222222222222', region: DEV.region });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`lies in the account ${ACCOUNT}`)]);
    expect(stdout).not.toContain('cdk deploy');
  }, 60_000);

  test('options that a program makes are left to a person', async () => {
    writeFileSync(join(directory, '.projenrc.ts'), options().replace(/ {2}trust: .*\n/, '  trust: trustOf(),\n'));
    chmodSync(join(directory, 'src/template/service.ts'), 0o644);
    writeFileSync(join(directory, 'src/template/service.ts'), definition);
    const { code, stderr } = await trust('dev', DEV);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(
        /not one object that is written out\. Write trust: \{ repository: 'octo-org\/dns', ownerId: 123456/,
      ),
    ]);
  }, 60_000);
});
