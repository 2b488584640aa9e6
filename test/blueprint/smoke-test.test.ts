import type { Stage } from '../../blueprint/src/template/model';
import { port, serviceOf, stage, withPorts } from './support/services';
import { type Synthesis, synthesize } from './support/synthesis';

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';

const smoke = (overrides: Partial<Stage> = {}): Synthesis =>
  synthesize(
    serviceOf(
      stage({ account: ACCOUNT, region: REGION, smokeTest: { from: 'task', timeoutSeconds: 120 }, ...overrides }),
    ),
  );

/** The resources of the smoke test of a type, by what follows its name in the logical ID. */
function parts({ templates }: Synthesis, type: string) {
  const all = Object.values(templates).flatMap((template) => Object.entries(template.Resources));
  return all.filter(([id, resource]) => id.startsWith('SmokeTest') && resource.Type === type).map(([, one]) => one);
}

test('the task runs the image of the gate with a program of its own, and may do nothing in AWS', () => {
  const synthesis = smoke();
  const [definition] = parts(synthesis, 'AWS::ECS::TaskDefinition');
  const [container] = definition.Properties.ContainerDefinitions;
  const service = Object.values(synthesis.templates).flatMap(({ Resources }) => Object.values(Resources));
  const [, gate] =
    service.find(
      ({ Type, Properties }) => Type === 'AWS::ECS::TaskDefinition' && Properties.Family === 'udp-service-dev',
    )?.Properties.ContainerDefinitions ?? [];
  expect(container).toMatchObject({
    Name: 'smoke-test',
    Image: gate.Image,
    EntryPoint: ['python3', '-I', '-S', '-B', '-c'],
    Command: [''],
    User: '65534:65534',
    ReadonlyRootFilesystem: true,
    LinuxParameters: { Capabilities: { Drop: ['ALL'] } },
  });
  expect(definition.Properties.Family).toBe('udp-service-dev-smoke-test');
  const policies = parts(synthesis, 'AWS::IAM::Policy').flatMap(({ Properties }) => Properties.Roles);
  expect(JSON.stringify(policies)).not.toContain('SmokeTestTaskRole');
});

test('only the deploy role of the bootstrap stack may run it, and nothing else with that', () => {
  const runner = parts(smoke(), 'AWS::IAM::Role').find(({ Properties }) => Properties.Policies !== undefined);
  expect(runner?.Properties.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-deploy-role-${ACCOUNT}-${REGION}` },
    },
  ]);
  const [{ PolicyDocument }] = runner?.Properties.Policies ?? [];
  expect(PolicyDocument.Statement).toEqual([
    {
      Action: 'ecs:RunTask',
      Effect: 'Allow',
      Resource: { Ref: expect.stringMatching(/^SmokeTestDefinition/) },
      Condition: { ArnEquals: { 'ecs:cluster': { 'Fn::GetAtt': [expect.stringMatching(/^Cluster/), 'Arn'] } } },
    },
    {
      Action: 'iam:PassRole',
      Effect: 'Allow',
      Resource: [
        { 'Fn::GetAtt': [expect.stringMatching(/^SmokeTestExecutionRole/), 'Arn'] },
        { 'Fn::GetAtt': [expect.stringMatching(/^SmokeTestTaskRole/), 'Arn'] },
      ],
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
  ]);
});

test('where tasks may not go everywhere, neither may it: to what tasks may, and to the load balancer', () => {
  const rule = { protocol: 'tcp', fromPort: 443, toPort: 443, peer: { kind: 'cidr', value: '0.0.0.0/0' } } as const;
  const restricted = smoke({
    ...withPorts([port('dns', 53, 'TCP_UDP', 5353)]),
    egress: { kind: 'restricted', rules: [rule] },
  });
  const out = parts(restricted, 'AWS::EC2::SecurityGroupEgress').map(({ Properties: one }) => [
    one.IpProtocol,
    one.FromPort,
    one.CidrIp ?? 'load balancer',
  ]);
  expect(out.sort()).toEqual([
    ['tcp', 443, '0.0.0.0/0'],
    ['tcp', 53, 'load balancer'],
    ['udp', 53, 'load balancer'],
  ]);
  expect(parts(smoke(), 'AWS::EC2::SecurityGroupEgress')).toEqual([]);
});

test.each([
  ['none is wanted', {}],
  ['the runner asks', { smokeTest: { from: 'runner', timeoutSeconds: 120 } as const }],
])('nothing of it is there where %s', (_, overrides) => {
  const synthesis = smoke({ smokeTest: undefined, ...overrides });
  expect(JSON.stringify(synthesis.templates)).not.toContain('SmokeTest');
});
