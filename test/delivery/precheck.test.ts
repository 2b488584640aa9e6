import { checkAddresses } from '../../src/delivery/precheck/addresses';
import { checkBootstrap } from '../../src/delivery/precheck/bootstrap';
import { checkImages } from '../../src/delivery/precheck/images';
import { checkKeptImages } from '../../src/delivery/precheck/kept-images';
import type { Checked } from '../../src/delivery/precheck/problem';
import { checkReferences } from '../../src/delivery/precheck/references';
import { precheckMarkdown, precheckText } from '../../src/delivery/precheck/report';
import { checkRoles } from '../../src/delivery/precheck/roles';
import { precheck } from '../../src/delivery/precheck/run';
import { checkStacks } from '../../src/delivery/precheck/stacks';
import { ACCOUNT, accessWith, assemblyOf, REGION, refusal, stackWith, taskDefinition } from './support/fakes';

const told = ({ problems }: Checked) => problems.map(({ subject, cause, remedy }) => `${subject}: ${cause}. ${remedy}`);
const GONE = refusal('ValidationError', 'Stack with id echo-dev-service does not exist');
const STACK = assemblyOf(stackWith({}));

describe('bootstrap', () => {
  const check = (answer: object, overrides = {}) =>
    checkBootstrap({ assembly: STACK, access: accessWith({ 'ssm get-parameter': answer }, overrides) });

  test('is new enough', async () => {
    expect(await check({ Parameter: { Value: '8' } })).toEqual({ problems: [], unknown: [] });
  });
  test('is missing: the command that makes it, with trust where another account asks', async () => {
    const caller = { account: '999988887777', arn: 'arn:aws:iam::999988887777:role/x', partition: 'aws' };
    const [text] = told(await check(refusal('ParameterNotFound'), { caller }));
    expect(text).toContain('there is none');
    expect(text).toContain(`npx cdk bootstrap aws://${ACCOUNT}/${REGION} --trust 999988887777`);
  });
  test('is too old', async () => {
    expect(told(await check({ Parameter: { Value: '7' } }))[0]).toContain('its version is 7, and the stacks need 8');
  });
  test('with a qualifier of its own is named by it', async () => {
    const bootstrap = { parameter: '/cdk-bootstrap/team/version', version: 6 };
    const assembly = assemblyOf(stackWith({}, { bootstrap }));
    const access = accessWith({ 'ssm get-parameter': refusal('ParameterNotFound') });
    expect(told(await checkBootstrap({ assembly, access }))[0]).toContain(
      '--qualifier team --toolkit-stack-name CDKToolkit-team',
    );
  });
  test('may not be read: that is not known', async () => {
    expect(await check(refusal('AccessDenied'))).toMatchObject({ problems: [], unknown: [expect.anything()] });
  });
});

test('a role that cannot be assumed is named with who cannot', async () => {
  const assume = (options: readonly string[]) =>
    options[1].includes('publishing') ? refusal('AccessDenied') : { Credentials: {} };
  const access = accessWith({ 'sts assume-role': assume });
  const [text, ...others] = told(await checkRoles({ assembly: STACK, access }));
  expect(text).toContain(
    `role arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-file-publishing-role: arn:aws:iam::${ACCOUNT}:user/somebody cannot assume it`,
  );
  expect(others).toEqual([]);
});

describe('stacks', () => {
  const check = (StackStatus: string, EnableTerminationProtection = false) =>
    checkStacks({
      assembly: STACK,
      access: accessWith({
        'cloudformation describe-stacks': { Stacks: [{ StackId: 'id', StackStatus, EnableTerminationProtection }] },
      }),
    });

  test.each([
    ['UPDATE_IN_PROGRESS', /Wait until the other operation/],
    ['UPDATE_ROLLBACK_FAILED', /npx cdk rollback dev-service/],
    ['DELETE_FAILED', /delete-stack/],
  ])('%s would refuse a change', async (status, remedy) => {
    expect(told(await check(status))[0]).toMatch(remedy);
  });
  test('ROLLBACK_COMPLETE is deleted by the CDK, unless it is protected', async () => {
    expect(told(await check('ROLLBACK_COMPLETE'))).toEqual([]);
    expect(told(await check('ROLLBACK_COMPLETE', true))[0]).toContain('--no-enable-termination-protection');
  });
  test.each(['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])('%s takes one', async (status) => {
    expect(told(await check(status))).toEqual([]);
  });
});

describe('addresses', () => {
  const balancer = (AllocationId: string | object) => ({
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: { SubnetMappings: [{ SubnetId: 'subnet-1', AllocationId }] },
  });
  const assembly = assemblyOf(stackWith({ Nlb: balancer('eipalloc-1') } as never));
  const attached = {
    Addresses: [{ PublicIp: '192.0.2.1', AllocationId: 'eipalloc-1', AssociationId: 'a', NetworkInterfaceId: 'eni-1' }],
  };
  const own = (id: string) => ({
    'cloudformation list-stack-resources': {
      StackResourceSummaries: [
        { ResourceType: 'AWS::ElasticLoadBalancingV2::LoadBalancer', PhysicalResourceId: 'arn' },
      ],
    },
    'elbv2 describe-load-balancers': {
      LoadBalancers: [{ AvailabilityZones: [{ LoadBalancerAddresses: [{ AllocationId: id }] }] }],
    },
  });

  test('that do not exist here', async () => {
    const access = accessWith({
      'cloudformation list-stack-resources': GONE,
      'ec2 describe-addresses': { Addresses: [] },
    });
    const { problems } = await checkAddresses({ assembly, access });
    expect(problems).toMatchObject([
      { pitfall: 'P33', cause: `the account ${ACCOUNT} has no such allocation in ${REGION}` },
    ]);
  });
  test('that something else has', async () => {
    const access = accessWith({ ...own('eipalloc-2'), 'ec2 describe-addresses': attached });
    expect(told(await checkAddresses({ assembly, access }))[0]).toContain('it is attached to eni-1 already');
  });
  test('that this load balancer has', async () => {
    const access = accessWith({ ...own('eipalloc-1'), 'ec2 describe-addresses': attached });
    expect(told(await checkAddresses({ assembly, access }))).toEqual([]);
  });
  test('behind a parameter are those that it holds', async () => {
    const parameters = { Parameters: { Address: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/address' } } };
    const stack = stackWith({});
    const template = { ...parameters, Resources: { Nlb: balancer({ Ref: 'Address' }) } } as never;
    const access = accessWith({
      ...own('eipalloc-2'),
      'ssm get-parameter': { Parameter: { Value: 'eipalloc-1' } },
      'ec2 describe-addresses': attached,
    });
    expect(told(await checkAddresses({ assembly: assemblyOf({ ...stack, template }), access }))).toHaveLength(1);
  });
});

describe('images', () => {
  const image = {
    'Fn::Join': ['', [`${ACCOUNT}.dkr.ecr.${REGION}.`, { Ref: 'AWS::URLSuffix' }, '/team/server:1.2.3']],
  };
  const assembly = assemblyOf(stackWith({ Task: taskDefinition([{ Name: 'app', Image: image }]) }));
  const check = (answer: object) => checkImages({ assembly, access: accessWith({ 'ecr batch-get-image': answer }) });
  const manifest = (value: object) => ({ images: [{ imageManifest: JSON.stringify(value) }] });

  test('whose repository is not there', async () => {
    expect(told(await check(refusal('RepositoryNotFoundException')))[0]).toContain(
      `there is no ECR repository team/server (${ACCOUNT}, ${REGION})`,
    );
  });
  test('whose version is not there', async () => {
    expect(told(await check({ images: [] }))[0]).toContain('has no image 1.2.3');
  });
  test('for another architecture', async () => {
    const index = manifest({
      manifests: [{ platform: { architecture: 'amd64' } }, { platform: { architecture: 'unknown' } }],
    });
    expect(told(await check(index))[0]).toContain('it is built for amd64, and the tasks run on arm64');
  });
  test('for several, ours among them', async () => {
    const index = manifest({
      manifests: [{ platform: { architecture: 'amd64' } }, { platform: { architecture: 'arm64' } }],
    });
    expect(await check(index)).toEqual({ problems: [], unknown: [] });
  });
  test('whose architecture cannot be read', async () => {
    const access = accessWith({
      'ecr batch-get-image': manifest({ config: { digest: 'sha256:1' } }),
      'ecr get-download-url-for-layer': refusal('AccessDenied'),
    });
    expect(await checkImages({ assembly, access })).toMatchObject({
      problems: [],
      unknown: [expect.stringContaining('architecture')],
    });
  });
  test('of other registries are not asked for', async () => {
    const other = assemblyOf(
      stackWith({ Task: taskDefinition([{ Name: 'app', Image: 'public.ecr.aws/nginx/nginx:1' }]) }),
    );
    expect(await checkImages({ assembly: other, access: accessWith({}) })).toEqual({ problems: [], unknown: [] });
  });

  const built = {
    id: 'abc',
    displayName: 'Application',
    source: {},
    repository: 'assets-${AWS::AccountId}',
    tag: 'abc',
  };
  test('that are built here are published by the deployment, but must be there for a rollback', async () => {
    const name = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/assets-${ACCOUNT}:abc`;
    const own = assemblyOf(stackWith({ Task: taskDefinition([{ Name: 'app', Image: name }]) }, { images: [built] }));
    expect(await checkImages({ assembly: own, access: accessWith({}) })).toEqual({ problems: [], unknown: [] });
    const access = accessWith({ 'ecr batch-get-image': { images: [] } });
    expect(told(await checkKeptImages({ assembly: own, access }))[0]).toContain(
      `assets-${ACCOUNT}:abc is not in the registry any more`,
    );
  });
});

test('what the stacks only name must be there: parameters, secrets, subnets', async () => {
  const secret = `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:api-AbCd12`;
  const parameter = {
    'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ssm:${REGION}:${ACCOUNT}:parameter/dns/tsig`]],
  };
  const template = {
    Parameters: {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
      Vpc: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/network/vpc' },
    },
    Resources: {
      Nlb: {
        Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
        Properties: { Subnets: ['subnet-1', 'subnet-2', { Ref: 'X' }] },
      },
      Task: taskDefinition([
        {
          Name: 'app',
          Image: 'x',
          Secrets: [
            { Name: 'A', ValueFrom: `${secret}:key::` },
            { Name: 'B', ValueFrom: parameter },
          ],
        },
      ]),
    },
  };
  const asked: string[] = [];
  const access = accessWith({
    'ssm get-parameters': { InvalidParameters: ['/network/vpc'] },
    'secretsmanager describe-secret': (options) => {
      asked.push(options[1]);
      return refusal('ResourceNotFoundException');
    },
    'ssm describe-parameters': (options) => {
      asked.push(...JSON.parse(options[1])[0].Values);
      return { Parameters: [] };
    },
    'ec2 describe-subnets': { Subnets: [{ SubnetId: 'subnet-2' }] },
  });
  const found = await checkReferences({
    assembly: assemblyOf({ ...stackWith({}), template: template as never }),
    access,
  });
  expect(found.problems.map(({ subject }) => subject)).toEqual([
    'parameter /network/vpc',
    `secret ${secret}`,
    `secret arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/dns/tsig`,
    'subnet subnet-1',
  ]);
  expect(asked).toEqual([secret, '/dns/tsig', 'dns/tsig']);
});

describe('together', () => {
  const answers = {
    'sts assume-role': refusal('AccessDenied'),
    'cloudformation describe-stacks': GONE,
    'ssm get-parameter': refusal('ParameterNotFound'),
  };

  test('without a bootstrap stack its roles are not complained about', async () => {
    const checked = await precheck({ assembly: STACK, access: accessWith(answers, { readerProblem: 'no' }) }, false);
    expect(checked.problems.map(({ subject }) => subject)).toEqual([`bootstrap stack of aws://${ACCOUNT}/${REGION}`]);
    expect(checked.unknown).toEqual([]);
  });
  test('a call that is refused leaves its question open, and the others are asked', async () => {
    const access = accessWith({
      ...answers,
      'ssm get-parameter': { Parameter: { Value: '33' } },
      'cloudformation describe-stacks': refusal('AccessDenied', 'not authorized'),
    });
    const checked = await precheck({ assembly: STACK, access }, false);
    expect(checked.problems).toHaveLength(2); // the roles
    expect(checked.unknown).toEqual(['aws: An error occurred (AccessDenied): not authorized']);
  });
  test('are told in a terminal and in a summary, where a name obeys nothing', () => {
    const problem = { subject: 'stack <b>', cause: 'it is @here', remedy: 'Wait.', pitfall: 'P33' as const };
    const checked = { problems: [problem], unknown: ['no idea'] };
    expect(precheckText('dev', checked)).toContain('!! stack <b>: it is @here.\n   Wait. [P33]\n?  no idea\n');
    expect(precheckText('dev', { problems: [], unknown: [] })).toContain('nothing found');
    const markdown = precheckMarkdown('dev', checked);
    expect(markdown).toContain('### dev: one thing would make the deployment fail');
    expect(markdown).toContain('#p33)');
    expect(markdown).not.toMatch(/<b>|@here/);
  });
});
