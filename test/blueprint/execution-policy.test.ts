import type { Service } from '../../blueprint/src/template/model';
import type { Template } from '../../src/cloudformation/stack';
import {
  LARGEST_POLICY,
  type PolicyDocument,
  policyOf,
  sizeOf,
} from '../../src/delivery/trust/execution-policy/document';
import {
  type ExecutionPolicies,
  executionPolicies,
  type PlacedStage,
  roleBoundaryName,
} from '../../src/delivery/trust/execution-policy/policy';
import { policyTemplate } from '../../src/delivery/trust/execution-policy/template';
import { readTemplates } from '../../src/delivery/trust/execution-policy/templates';
import { resolveService } from '../../src/service/resolve';
import { allows, type IamRequest } from '../support/iam';
import TYPE_PERMISSIONS from '../support/type-permissions.json';
import { MATRIX } from './support/matrix';
import { synthesize } from './support/synthesis';

/** Every so many services of the matrix: all of them with `FULL=1`, which synthesizes each once more. */
const SAMPLED = process.env.FULL === '1' ? 1 : 15;
const ACCOUNT = '111111111111';

interface Made {
  readonly stage: PlacedStage;
  readonly templates: readonly Template[];
  readonly policies: ExecutionPolicies;
}

/** The policies of each stage of a service whose roles have the boundary. */
function make(given: Service): Made[] {
  const stages = given.stages.map(
    (stage): PlacedStage => ({
      ...stage,
      account: stage.account ?? ACCOUNT,
      region: stage.region ?? 'eu-west-1',
      roles: { ...stage.roles, permissionsBoundary: roleBoundaryName(given.name, stage.name) },
    }),
  );
  const service = { ...given, stages };
  const { templates } = synthesize(service);
  return stages.map((stage) => {
    const own = Object.entries(templates)
      .filter(([name]) => name.startsWith(`${given.name}-${stage.name}-`) && !name.endsWith('-deploy-role'))
      .map(([, template]) => template as unknown as Template);
    return { stage, templates: own, policies: executionPolicies(service, stage, readTemplates(own)) };
  });
}

const roleOf = ({ stage }: Made, service: string) =>
  `arn:aws:iam::${stage.account}:role${stage.roles.path ?? '/'}${`${service}-${stage.name}-`.slice(0, 20)}x-TaskRole-1A2B`;

const documentsOf = ({ policies }: Made): PolicyDocument[] => Object.values(policies.execution);

/** Whether the execution role may do it, by its policies and its boundary. */
const may = (made: Made, request: IamRequest): boolean =>
  allows(documentsOf(made), request, made.policies.executionBoundary[1]);

/** What CloudFormation asks for one action of a type. */
function requestsOf(action: string, type: string, made: Made, service: string): IamRequest[] {
  const { account, region } = made.stage;
  const boundary = `arn:aws:iam::${account}:policy/${roleBoundaryName(service, made.stage.name)}`;
  const role = roleOf(made, service);
  if (action === 'iam:CreateServiceLinkedRole') {
    const names: Record<string, string> = {
      'AWS::ApplicationAutoScaling::ScalableTarget': 'ecs.application-autoscaling.amazonaws.com',
      'AWS::ECS::Cluster': 'ecs.amazonaws.com',
    };
    return [{ action, resource: `arn:aws:iam::${account}:role/aws-service-role/${names[type]}/AWSServiceRoleForX` }];
  }
  if (action === 'iam:PassRole') {
    const services: Record<string, readonly string[]> = {
      'AWS::ECS::Service': ['ecs.amazonaws.com'],
      'AWS::ECS::TaskDefinition': ['ecs-tasks.amazonaws.com'],
      'AWS::EC2::FlowLog': ['vpc-flow-logs.amazonaws.com'],
      'AWS::Events::Rule': ['events.amazonaws.com'],
      'AWS::Lambda::Function': ['lambda.amazonaws.com'],
    };
    return (services[type] ?? []).map((to) => ({ action, resource: role, context: { 'iam:PassedToService': to } }));
  }
  if (action.startsWith('iam:')) return [{ action, resource: role, context: { 'iam:PermissionsBoundary': boundary } }];
  return [
    { action, resource: '*', context: { 'aws:RequestedRegion': action.startsWith('route53') ? 'us-east-1' : region } },
  ];
}

describe.each(MATRIX.filter((_, index) => index % SAMPLED === 0))('%s', (_title, service) => {
  const all = make(service);

  test('CloudFormation may do what the resources of the templates need, and every type is known', () => {
    for (const made of all) {
      const types = new Set(
        made.templates.flatMap(({ Resources }) =>
          Object.values(Resources).map((one) => (one as { Type: string }).Type),
        ),
      );
      const makesRoles = types.has('AWS::IAM::Role');
      expect(made.policies.open.filter((one) => !/parameter/.test(one))).toEqual([]);
      const permissions: Readonly<Record<string, readonly string[]>> = TYPE_PERMISSIONS;
      const refused: string[] = [];
      for (const type of types) {
        expect([type, permissions[type] !== undefined]).toEqual([type, true]);
        for (const action of permissions[type]) {
          const requests = requestsOf(action, type, made, service.name).flatMap((request) =>
            // roles that are made elsewhere are passed by their ARN, where the templates tell it
            action.startsWith('iam:') && !makesRoles && request.resource === roleOf(made, service.name)
              ? readTemplates(made.templates).foreignRoles.map((resource) => ({ ...request, resource }))
              : [request],
          );
          for (const request of requests) {
            if (!may(made, request)) refused.push(`${type}: ${JSON.stringify(request)}`);
          }
        }
      }
      expect(refused).toEqual([]);
    }
  });

  test('each policy fits into what IAM accepts', () => {
    for (const { policies, stage } of all) {
      const documents = [...Object.values(policies.execution), policies.executionBoundary[1]].concat(
        policies.roleBoundary?.[1] ?? [],
      );
      for (const document of documents) expect(sizeOf(document)).toBeLessThanOrEqual(LARGEST_POLICY);
      // a role holds ten managed policies
      expect(Object.keys(policies.execution).length).toBeLessThanOrEqual(10);
      expect(() => policyTemplate(policies, stage.name)).not.toThrow();
    }
  });
});

describe('the roles of the workflows', () => {
  const boundaryOf = (permissionsBoundary: string) => {
    const { service } = resolveService({
      name: 'dns',
      trust: { repository: 'octo-org/dns', ownerId: 1, repositoryId: 2 },
      stages: [{ name: 'dev', account: ACCOUNT, region: 'eu-west-1', roles: { permissionsBoundary } }],
    });
    const { Resources } = synthesize(service).templates['dns-dev-deploy-role'];
    const roles = Object.values(Resources).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(1);
    return roles.map(({ Properties }) => JSON.stringify(Properties?.PermissionsBoundary ?? null));
  };

  test('are not under the boundary of the roles that they deploy, which denies what they are for', () => {
    const [made] = make(resolveService({ name: 'dns' }).service);
    const [, boundary] = made.policies.roleBoundary ?? [];
    const bootstrap = `arn:aws:iam::${ACCOUNT}:role/cdk-hnb659fds-deploy-role-${ACCOUNT}-eu-west-1`;
    const everything: PolicyDocument = policyOf([{ Effect: 'Allow', Action: ['*'], Resource: ['*'], Sid: 'All' }]);
    expect(allows([everything], { action: 'sts:AssumeRole', resource: bootstrap }, boundary)).toBe(false);
    expect(new Set(boundaryOf(roleBoundaryName('dns', 'dev')))).toEqual(new Set(['null']));
  });

  test('are under the boundary of an organisation, as all roles', () => {
    for (const boundary of boundaryOf('acme-boundary')) expect(boundary).toContain('acme-boundary');
  });
});

describe('whoever deploys', () => {
  const trust = { repository: 'octo-org/dns', ownerId: 1, repositoryId: 2 };
  const { service } = resolveService({
    name: 'dns',
    trust,
    stages: [{ name: 'dev', account: ACCOUNT, region: 'eu-west-1' }],
  });
  const [made] = make(service);
  const arn = (path: string) => `arn:aws:iam::${ACCOUNT}:${path}`;
  const own = roleOf(made, 'dns');
  const boundary = arn('policy/udp-service-dns-dev-role-boundary');
  const bounded = { 'iam:PermissionsBoundary': boundary };

  test.each<[string, IamRequest]>([
    ['a role without a boundary', { action: 'iam:CreateRole', resource: own }],
    [
      'a role with another boundary',
      { action: 'iam:CreateRole', resource: own, context: { 'iam:PermissionsBoundary': arn('policy/mine') } },
    ],
    ['a policy of a role without a boundary', { action: 'iam:PutRolePolicy', resource: own }],
    ['a policy that is attached to such a role', { action: 'iam:AttachRolePolicy', resource: own }],
    ['the removal of a boundary', { action: 'iam:DeleteRolePermissionsBoundary', resource: own, context: bounded }],
    ['another boundary in its place', { action: 'iam:PutRolePermissionsBoundary', resource: own }],
    ['another version of the boundary', { action: 'iam:CreatePolicyVersion', resource: boundary }],
    ['the default version of the boundary', { action: 'iam:SetDefaultPolicyVersion', resource: boundary }],
    [
      'another version of its own policy',
      { action: 'iam:CreatePolicyVersion', resource: arn('policy/udp-service-dns-dev-execution-1') },
    ],
    ['a new policy', { action: 'iam:CreatePolicy', resource: arn('policy/dns-dev-x') }],
    ['a role of somebody else', { action: 'iam:PutRolePolicy', resource: arn('role/admin'), context: bounded }],
    [
      'the trust of the deploy role',
      { action: 'iam:UpdateAssumeRolePolicy', resource: arn('role/dns-dev-deploy'), context: bounded },
    ],
    [
      'the policy of the deploy role',
      { action: 'iam:PutRolePolicy', resource: arn('role/dns-dev-deploy'), context: bounded },
    ],
    [
      'the execution role itself',
      {
        action: 'iam:AttachRolePolicy',
        resource: arn(`role/cdk-hnb659fds-cfn-exec-role-${ACCOUNT}-eu-west-1`),
        context: bounded,
      },
    ],
    [
      'a role of somebody else for a task',
      {
        action: 'iam:PassRole',
        resource: arn('role/admin'),
        context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
      },
    ],
    [
      'a role of its own for another service',
      { action: 'iam:PassRole', resource: own, context: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
    ],
    ['a user', { action: 'iam:CreateUser', resource: arn('user/x') }],
    ['an access key', { action: 'iam:CreateAccessKey', resource: arn('user/x') }],
    ['a login', { action: 'iam:CreateLoginProfile', resource: arn('user/x') }],
    ['a provider of identities', { action: 'iam:CreateOpenIDConnectProvider', resource: arn('oidc-provider/x') }],
    ['another role', { action: 'sts:AssumeRole', resource: arn('role/admin') }],
    ['a function', { action: 'lambda:CreateFunction', resource: '*', context: { 'aws:RequestedRegion': 'eu-west-1' } }],
    ['an instance', { action: 'ec2:RunInstances', resource: '*', context: { 'aws:RequestedRegion': 'eu-west-1' } }],
    ['another region', { action: 'ecs:CreateService', resource: '*', context: { 'aws:RequestedRegion': 'us-east-1' } }],
  ])('gets no %s', (_title, request) => {
    expect(may(made, request)).toBe(false);
    // by the boundary alone, too, where somebody gives the role more
    const everything: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Sid: 'All', Effect: 'Allow', Action: ['*'], Resource: ['*'] }],
    };
    if (request.action.startsWith('iam:')) {
      expect(allows([everything], request, made.policies.executionBoundary[1])).toBe(false);
    }
  });

  test('gets no role that may do more than the roles of the service do today', () => {
    const [, document] = made.policies.roleBoundary ?? [];
    if (document === undefined) throw new Error('there is no boundary');
    for (const action of [
      's3:GetObject',
      'iam:CreateRole',
      'iam:PutRolePolicy',
      'sts:AssumeRole',
      'ec2:RunInstances',
    ]) {
      expect([action, allows([document], { action, resource: '*' })]).toEqual([action, false]);
    }
    expect(allows([document], { action: 'iam:PassRole', resource: arn('role/admin') })).toBe(false);
    expect(allows([document], { action: 'logs:PutLogEvents', resource: '*' })).toBe(true);
  });

  test('a role of the stacks that has no boundary, and a boundary by parameter, are refused', () => {
    const needs = readTemplates(made.templates);
    const of =
      (roles: PlacedStage['roles'], unboundRoles: string[] = []) =>
      () =>
        executionPolicies(service, { ...made.stage, roles }, { ...needs, unboundRoles });
    expect(of({})).toThrow(/permissionsBoundary: 'udp-service-dns-dev-role-boundary'/);
    expect(of({ permissionsBoundary: 'acme' }, ['Role1'])).toThrow(/no permissions boundary \(Role1\)/);
    expect(of({ permissionsBoundary: 'ssm:/acme/boundary' })).toThrow(/policy needs its name/);
    const { roleBoundary, execution } = of({ permissionsBoundary: 'acme' })();
    expect(roleBoundary).toBeUndefined();
    expect(JSON.stringify(execution)).toContain(`arn:aws:iam::${ACCOUNT}:policy/acme`);
  });

  test('what the templates hold and nobody knows is named', () => {
    const needs = readTemplates([
      ...made.templates,
      {
        Resources: {
          Store: { Type: 'AWS::Acme::Store', Properties: {} },
          Role: {
            Type: 'AWS::IAM::Role',
            Properties: {
              ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
              PermissionsBoundary: 'x',
              Policies: [{ PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] } }],
            },
          },
        },
      } as unknown as Template,
    ]);
    expect(executionPolicies(service, made.stage, needs).open).toEqual([
      'what AWS::Acme::Store needs: give its actions with --also',
      'the action iam:*, which a role of the stacks allows: its boundary does not',
      expect.stringMatching(/managed policies of the role Role/),
    ]);
    const { execution } = executionPolicies(service, made.stage, needs, ['acme:CreateStore']);
    expect(
      allows(Object.values(execution), {
        action: 'acme:CreateStore',
        resource: '*',
        context: { 'aws:RequestedRegion': 'eu-west-1' },
      }),
    ).toBe(true);
  });
});
