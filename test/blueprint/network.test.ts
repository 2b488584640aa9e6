import type { EgressRule, ExistingResources, Network, Roles, Stage } from '../../blueprint/src/template/model';
import { type Resource, resources } from '../../blueprint/test/template/support/repository';
import { ISOLATED_ENDPOINTS, port, serviceOf, stage, withPorts } from './support/services';
import { type Synthesis, synthesize, theResource } from './support/synthesis';

const of = (overrides: Partial<Stage> = {}) => synthesize(serviceOf(stage(overrides)));
const SERVICE_STACK = 'udp-service-dev-service';
const ZONES = [{ name: 'a', slot: 0 }];
const created = (settings: Partial<Network> = {}) => ({ ...stage().network, ...settings }) as Network;

describe('egress', () => {
  const https = (peer: EgressRule['peer']): EgressRule => ({ protocol: 'tcp', fromPort: 443, toPort: 443, peer });
  const rules: EgressRule[] = [
    https({ kind: 'prefixList', value: 'ssm:/network/s3' }),
    { protocol: 'udp', fromPort: 123, toPort: 125, peer: { kind: 'cidr', value: '192.0.2.0/24' } },
    { protocol: 'tcp', fromPort: 5432, toPort: 5432, peer: { kind: 'securityGroup', value: 'sg-0123456789abcdef0' } },
  ];
  const egressOf = (synthesis: Synthesis) =>
    resources(synthesis.templates, 'AWS::EC2::SecurityGroupEgress').filter(([id]) => id.startsWith('TrafficFromTasks'));

  test('that is narrowed is the stated rules alone, each a resource named after what it allows', () => {
    const synthesis = of({ egress: { kind: 'restricted', rules } });
    expect(
      egressOf(synthesis).map(
        ([
          ,
          {
            Properties: { GroupId: _, Description: __, ...rule },
          },
        ]) => rule,
      ),
    ).toEqual(
      expect.arrayContaining([
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: { Ref: expect.any(String) } },
        { IpProtocol: 'udp', FromPort: 123, ToPort: 125, CidrIp: '192.0.2.0/24' },
        { IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: 'sg-0123456789abcdef0' },
      ]),
    );
    expect(egressOf(synthesis)).toHaveLength(3);
  });

  test('the order of its rules means nothing, and one that comes or goes moves no other', () => {
    const ruled = (list: EgressRule[]) => of({ egress: { kind: 'restricted', rules: list } });
    expect(ruled([...rules].reverse()).templates).toEqual(ruled(rules).templates);
    const two = Object.fromEntries(egressOf(ruled(rules.slice(1))));
    expect(Object.fromEntries(egressOf(ruled(rules)))).toMatchObject(two);
  });

  test('of an isolated network leads to its endpoints', () => {
    const network = created({ preset: 'isolated', zones: ZONES, endpoints: ISOLATED_ENDPOINTS });
    const [[, rule]] = egressOf(of({ network, egress: { kind: 'restricted', rules: [https({ kind: 'endpoints' })] } }));
    expect(rule.Properties.DestinationSecurityGroupId).toEqual({
      'Fn::GetStackOutput': expect.objectContaining({ OutputName: expect.stringContaining('EndpointSecurityGroup') }),
    });
  });

  test('that leads to endpoints which do not exist is an error', () => {
    expect(() => of({ egress: { kind: 'restricted', rules: [https({ kind: 'endpoints' })] } })).toThrow(
      /^egress\.rules: a rule leads to the VPC endpoints, but the network has none\. Name another peer/,
    );
  });
});

test('the order of clients and of endpoints means nothing', () => {
  const ordered = (services: readonly string[], securityGroups: readonly string[]) =>
    of({
      network: created({ preset: 'isolated', endpoints: services }),
      clients: { cidrs: [], prefixLists: [], securityGroups },
    }).templates;
  const groups = ['sg-0123456789abcdef0', 'sg-0123456789abcdef1'];
  expect(JSON.stringify(ordered([...ISOLATED_ENDPOINTS].reverse(), [...groups].reverse()))).toBe(
    JSON.stringify(ordered(ISOLATED_ENDPOINTS, groups)),
  );
});

test('clients by security group are admitted on every port', () => {
  const synthesis = of({
    ...withPorts([port('dns', 53, 'TCP_UDP')]),
    clients: { cidrs: [], prefixLists: [], securityGroups: ['sg-0123456789abcdef0', 'ssm:/clients/group'] },
  });
  const admitted = resources(synthesis.templates, 'AWS::EC2::SecurityGroupIngress')
    .filter(([id]) => id.startsWith('TrafficFromClients'))
    .map(([, { Properties: rule }]) => [rule.SourceSecurityGroupId, rule.IpProtocol, rule.FromPort]);
  const parameter = { Ref: expect.stringContaining('clientsgroup') };
  expect(admitted).toEqual(
    ['sg-0123456789abcdef0', parameter].flatMap((group) => [
      [group, 'udp', 53],
      [group, 'tcp', 53],
      [group, 'icmp', 3],
    ]),
  );
});

describe('existing resources', () => {
  test('are used by their IDs, and nothing is added to them', () => {
    const existing: ExistingResources = {
      clusterName: 'shared',
      taskRoleArn: 'arn:aws:iam::111111111111:role/services/task',
      executionRoleArn: 'arn:aws:iam::111111111111:role/services/execution',
      logKeyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1234abcd',
    };
    const synthesis = of({ existing });
    expect(theResource(synthesis, 'AWS::ECS::Service').Properties.Cluster).toBe('shared');
    expect(theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties).toMatchObject({
      TaskRoleArn: existing.taskRoleArn,
      ExecutionRoleArn: existing.executionRoleArn,
    });
    const logGroups = resources(synthesis.templates, 'AWS::Logs::LogGroup');
    expect(logGroups.map(([, { Properties }]) => Properties.KmsKeyId)).toEqual([
      existing.logKeyArn,
      existing.logKeyArn,
    ]);
    for (const type of ['AWS::ECS::Cluster', 'AWS::IAM::Role', 'AWS::IAM::Policy', 'AWS::KMS::Key']) {
      expect([type, resources(synthesis.templates, type)]).toEqual([type, []]);
    }
  });

  test('are read from parameters at deployment, not looked up', () => {
    const network: Network = {
      source: 'imported',
      vpcId: 'ssm:/network/vpc',
      cidr: '10.0.0.0/16',
      loadBalancerSubnets: [{ subnetId: 'ssm:/network/public-a', zone: 'eu-west-1a' }],
      taskSubnets: [{ subnetId: 'ssm:/network/private-a', zone: 'eu-west-1a' }],
      assignPublicIp: false,
    };
    const synthesis = of({
      network,
      existing: { taskRoleArn: 'ssm:/roles/task', clusterName: 'ssm:/ecs/cluster' },
      addresses: { source: 'imported', allocationIds: { 'eu-west-1a': 'ssm:/addresses/a' } },
      loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    });
    const { Parameters } = synthesis.templates[SERVICE_STACK] as unknown as {
      Parameters: Record<string, { Type: string; Default: string }>;
    };
    const parameters = Object.entries(Parameters).filter(([id]) => id.startsWith('SsmParameterValue'));
    expect(parameters.map(([, { Type }]) => Type)).toEqual(parameters.map(() => 'AWS::SSM::Parameter::Value<String>'));
    expect(parameters.map(([, { Default }]) => Default).sort()).toEqual([
      '/addresses/a',
      '/ecs/cluster',
      '/network/private-a',
      '/network/public-a',
      '/network/vpc',
    ]);
    const ref = (name: string) => ({ Ref: parameters.find(([, { Default }]) => Default === name)?.[0] });
    expect(theResource(synthesis, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.SubnetMappings).toEqual([
      { SubnetId: ref('/network/public-a'), AllocationId: ref('/addresses/a') },
    ]);
    expect(theResource(synthesis, 'AWS::ECS::Service').Properties).toMatchObject({
      Cluster: ref('/ecs/cluster'),
      NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [ref('/network/private-a')] } },
    });
    const { TaskRoleArn } = theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties;
    expect(TaskRoleArn).toBe('{{resolve:ssm:/roles/task}}');
    expect(synthesis.assembly.manifest.missing ?? []).toEqual([]);
  });

  test('an existing cluster records the sessions of ECS Exec itself', () => {
    const task = { ...stage().task, exec: true };
    const groups = (existing: ExistingResources) =>
      resources(of({ task, existing }).templates, 'AWS::Logs::LogGroup').length;
    expect([groups({}), groups({ clusterName: 'shared' })]).toEqual([3, 2]);
  });

  test('a gate from a private ECR repository may be pulled', () => {
    const name = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/mirror/python:3.13@sha256:0a';
    const synthesis = of(withPorts([port('dns', 53)], { delivery: 'inline', baseImage: name }));
    const [, gate] = theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties.ContainerDefinitions;
    expect(JSON.stringify(gate.Image)).toMatch(/111111111111\.dkr\.ecr\.eu-west-1.*\/mirror\/python@sha256:0a/);
    const policies = JSON.stringify(resources(synthesis.templates, 'AWS::IAM::Policy'));
    expect(policies).toContain(':ecr:eu-west-1:111111111111:repository/mirror/python');
  });
});

describe('roles', () => {
  const demands: Roles = { permissionsBoundary: 'boundary', path: '/services/', namePrefix: 'acme-' };
  const network = created({ flowLogs: { traffic: 'ALL', destination: { kind: 'logs', retentionDays: 14 } } });
  const rolesOf = (roles: Roles) => resources(of({ roles, network }).templates, 'AWS::IAM::Role');

  test('all carry what is demanded of them, those of the CDK too', () => {
    const roles = rolesOf(demands).map(([, { Properties }]) => Properties);
    expect(roles).toHaveLength(3);
    for (const role of roles) {
      expect(role).toMatchObject({ Path: '/services/', RoleName: expect.stringMatching(/^acme-[\w+=,.@-]{1,59}$/) });
      expect(JSON.stringify(role.PermissionsBoundary)).toContain(':policy/boundary');
    }
    expect(new Set(roles.map(({ RoleName }) => RoleName)).size).toBe(3);
    expect(roles.map(({ RoleName }) => RoleName).join()).toContain('acme-udp-service-dev');
  });

  test('another path is another name, so that the new role can stand beside the old one', () => {
    const names = (roles: Roles) => rolesOf(roles).map(([, { Properties }]) => Properties.RoleName as string);
    const before = names(demands);
    const after = names({ ...demands, path: '/teams/' });
    expect(before.filter((name) => after.includes(name))).toEqual([]);
    expect(names({ path: '/services/' })).toEqual([undefined, undefined, undefined]);
  });

  test('a boundary may be given by its ARN', () => {
    const arn = 'arn:aws:iam::111111111111:policy/boundary';
    const boundaries = rolesOf({ permissionsBoundary: arn }).map(
      ([, { Properties }]) => Properties.PermissionsBoundary,
    );
    expect(boundaries).toEqual([arn, arn, arn]);
  });
});

describe('flow logs', () => {
  type Destination = NonNullable<Extract<Network, { source: 'created' }>['flowLogs']>['destination'];
  const logged = (destination: Destination) =>
    of({ network: created({ flowLogs: { traffic: 'REJECT', destination } }) });

  test('go to a log group that keeps them for a while', () => {
    const synthesis = logged({ kind: 'logs', retentionDays: 14 });
    const flowLog = theResource(synthesis, 'AWS::EC2::FlowLog').Properties;
    expect(flowLog).toMatchObject({ TrafficType: 'REJECT', ResourceType: 'VPC' });
    const groups = Object.values(synthesis.templates['udp-service-dev-network'].Resources).filter(
      ({ Type }) => Type === 'AWS::Logs::LogGroup',
    );
    expect(groups.map(({ Properties }) => Properties.RetentionInDays)).toEqual([14]);
    expect(Object.keys(synthesis.templates['udp-service-dev-network'].Outputs ?? {})).toContain('FlowLogGroupName');
  });

  test('or to a bucket, whose policy is its owner’s affair', () => {
    const synthesis = logged({ kind: 's3', bucketArn: 'arn:aws:s3:::flows', prefix: 'dns' });
    expect(theResource(synthesis, 'AWS::EC2::FlowLog').Properties).toMatchObject({
      LogDestinationType: 's3',
      LogDestination: 'arn:aws:s3:::flows/dns',
    });
    expect(resources(synthesis.templates, 'AWS::S3::BucketPolicy')).toEqual([]);
    expect(synthesis.messages).toEqual([]);
  });
});

describe('domain', () => {
  const domain = { recordName: 'dns.example.com', zoneName: 'example.com', ttlSeconds: 60 } as const;
  const hostedZoneId = 'Z0123456789ABCDEFGHIJ';
  const privateIps: Stage['addresses'] = { source: 'private', privateIps: { 1: '10.0.8.10', 2: '10.0.24.10' } };
  const record = (synthesis: Synthesis) => theResource(synthesis, 'AWS::Route53::RecordSet').Properties;
  const output = (synthesis: Synthesis) =>
    (synthesis.templates[SERVICE_STACK].Outputs?.DomainRecords as { Value: unknown } | undefined)?.Value;

  test('an alias leads to the load balancer', () => {
    const properties = record(of({ domain: { ...domain, hostedZoneId, record: 'alias' } }));
    expect(properties).toMatchObject({ HostedZoneId: hostedZoneId, Name: 'dns.example.com.', Type: 'A' });
    expect(properties.AliasTarget.DNSName).toBeDefined();
  });

  test('records lead to the fixed addresses', () => {
    const synthesis = of({ domain: { ...domain, hostedZoneId, record: 'addresses' }, addresses: privateIps });
    expect(record(synthesis)).toMatchObject({ Type: 'A', TTL: '60', ResourceRecords: ['10.0.8.10', '10.0.24.10'] });
    expect(output(synthesis)).toBeUndefined();
  });

  test('new Elastic IPs come from their stack', () => {
    const synthesis = of({
      domain: { ...domain, hostedZoneId, record: 'addresses' },
      addresses: { source: 'elastic', zones: ['1', '2'] },
      loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    });
    expect(record(synthesis).ResourceRecords).toEqual(
      ['1', '2'].map((zone) => ({
        'Fn::GetStackOutput': expect.objectContaining({ OutputName: expect.stringContaining(`RefAddress${zone}`) }),
      })),
    );
  });

  test('addresses of allocation IDs lead there where they are stated', () => {
    const synthesis = of({
      domain: { ...domain, hostedZoneId, record: 'addresses' },
      addresses: {
        source: 'imported',
        allocationIds: { 1: 'eipalloc-00000000', 2: 'ssm:/addresses/2' },
        publicIps: { 1: '203.0.113.1', 2: '203.0.113.2' },
      },
      loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
    });
    expect(record(synthesis).ResourceRecords).toEqual(['203.0.113.1', '203.0.113.2']);
    expect(synthesis.templates[SERVICE_STACK].Outputs?.Addresses).toMatchObject({
      Value: '1=203.0.113.1 2=203.0.113.2',
    });
  });

  test('the records of a zone that is kept elsewhere are an output', () => {
    const addresses = of({ domain: { ...domain, record: 'addresses' }, addresses: privateIps });
    expect(output(addresses)).toBe('dns.example.com. 60 IN A 10.0.8.10\ndns.example.com. 60 IN A 10.0.24.10');
    expect(resources(addresses.templates, 'AWS::Route53::RecordSet')).toEqual([]);
    expect(JSON.stringify(output(of({ domain: { ...domain, record: 'alias' } })))).toContain(
      'dns.example.com. 60 IN CNAME ',
    );
  });

  test('addresses that are not known are an error', () => {
    expect(() => of({ domain: { ...domain, record: 'addresses' } })).toThrow(
      /^domain\.record: "dns\.example\.com" leads to fixed addresses, but the load balancer has none.*Let it lead/,
    );
  });
});

describe('PrivateLink', () => {
  const privateLink = {
    allowedPrincipals: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::111111111111:root'],
    acceptanceRequired: true,
    enforceInboundRules: false,
    proxyProtocolV2: false,
  };

  test('offers the load balancer, to the principals in any order', () => {
    const synthesis = of({ privateLink });
    expect(theResource(synthesis, 'AWS::EC2::VPCEndpointService').Properties).toMatchObject({
      AcceptanceRequired: true,
      NetworkLoadBalancerArns: [{ Ref: expect.stringMatching(/^LoadBalancer/) }],
    });
    expect(Object.keys(synthesis.templates[SERVICE_STACK].Outputs ?? {})).toContain('EndpointServiceName');
    const reversed = { ...privateLink, allowedPrincipals: [...privateLink.allowedPrincipals].reverse() };
    expect(of({ privateLink: reversed }).templates).toEqual(synthesis.templates);
  });

  test('tells the application who the consumer is, where it asks', () => {
    const attributes = (proxyProtocolV2: boolean) =>
      theResource(of({ privateLink: { ...privateLink, proxyProtocolV2 } }), 'AWS::ElasticLoadBalancingV2::TargetGroup')
        .Properties.TargetGroupAttributes;
    const attribute = { Key: 'proxy_protocol_v2.enabled', Value: 'true' };
    expect(attributes(true)).toContainEqual(attribute);
    expect(attributes(false)).not.toContainEqual(expect.objectContaining({ Key: attribute.Key }));
  });

  test.each([
    [undefined, undefined],
    [true, 'on'],
    [false, 'off'],
  ])('inbound rules enforced: %s', (enforceInboundRules, value) => {
    const overrides = enforceInboundRules === undefined ? {} : { privateLink: { ...privateLink, enforceInboundRules } };
    const { Properties } = theResource(of(overrides), 'AWS::ElasticLoadBalancingV2::LoadBalancer');
    expect(Properties.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic).toBe(value);
  });
});

test('imported addresses come with the command that says what they are attached to today', () => {
  const synthesis = of({
    region: 'eu-west-1',
    addresses: { source: 'imported', allocationIds: { 1: 'eipalloc-00000000', 2: 'eipalloc-00000001' } },
    loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
  });
  const outputs = synthesis.templates[SERVICE_STACK].Outputs as Record<string, { Value: string }>;
  expect(outputs.Addresses.Value).toBe('1=eipalloc-00000000 2=eipalloc-00000001');
  expect(outputs.AddressesInUseCommand.Value).toMatch(
    /^aws ec2 describe-addresses --region eu-west-1 --allocation-ids eipalloc-00000000 eipalloc-00000001 --query/,
  );
});

test('every resource that can be tagged is, and so is every running task', () => {
  const synthesis = of({
    tags: { team: 'edge' },
    network: created({ flowLogs: { traffic: 'ALL', destination: { kind: 'logs', retentionDays: 14 } } }),
    addresses: { source: 'elastic', zones: ['1', '2'] },
    loadBalancer: { ...stage().loadBalancer, scheme: 'internet-facing' },
  });
  // CloudFormation hands the tags of a stack to all that it creates, and ECS those of the service to its tasks.
  expect(synthesis.assembly.stacks.map(({ tags }) => tags)).toEqual(
    synthesis.assembly.stacks.map(() => ({ team: 'edge' })),
  );
  const service: Resource = theResource(synthesis, 'AWS::ECS::Service');
  expect(service.Properties.PropagateTags).toBe('SERVICE');
});
