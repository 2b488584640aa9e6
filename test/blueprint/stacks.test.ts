import { CfnOutput } from 'aws-cdk-lib/core';
import type { StackHandles, TaskDefinitionHandles } from '../../blueprint/src/template/extension-points';
import type { Addresses, CreatedNetwork, Network, Stage } from '../../blueprint/src/template/model';
import { resources, type Template } from '../../blueprint/test/template/support/repository';
import { readAssembly } from '../../src/cloudformation/files';
import { compareAssemblies } from '../../src/impact/compare';
import { ISOLATED_ENDPOINTS, port, serviceOf, stage, ungatedPort, withPorts } from './support/services';
import { type Synthesis, synthesize, theResource } from './support/synthesis';

const ACCOUNT = '111111111111';
const NETWORK: CreatedNetwork = {
  source: 'created',
  preset: 'public',
  cidr: '10.0.0.0/16',
  zones: [
    { name: 'a', slot: 0 },
    { name: 'b', slot: 1 },
  ],
  natGateways: 'one',
};
const IMPORTED: Network = {
  source: 'imported',
  vpcId: 'vpc-0123456789abcdef0',
  cidr: '10.0.0.0/16',
  loadBalancerSubnets: [
    { subnetId: 'subnet-000000000000000a1', zone: 'eu-west-1a' },
    { subnetId: 'subnet-000000000000000b1', zone: 'eu-west-1b' },
  ],
  taskSubnets: [
    { subnetId: 'subnet-000000000000000a1', zone: 'eu-west-1a' },
    { subnetId: 'subnet-000000000000000a2', zone: 'eu-west-1a' },
    { subnetId: 'subnet-000000000000000b2', zone: 'eu-west-1b' },
  ],
  assignPublicIp: false,
};

describe('stacks', () => {
  test('are bound to the account, region and bootstrap stack of their stage, and tagged', () => {
    const subject = stage({
      account: ACCOUNT,
      region: 'eu-west-1',
      bootstrapQualifier: 'acme',
      tags: { team: 'edge' },
    });
    const { stacks } = synthesize(serviceOf(subject)).assembly;
    expect(stacks).toHaveLength(2);
    for (const stack of stacks) {
      expect(stack.environment).toMatchObject({ account: ACCOUNT, region: 'eu-west-1' });
      expect(stack.tags).toEqual({ team: 'edge' });
      expect(stack.assumeRoleArn).toContain('cdk-acme-deploy-role');
    }
  });

  test('are environment-agnostic without account and region', () => {
    for (const stack of synthesize(serviceOf(stage())).assembly.stacks) {
      expect(stack.environment).toMatchObject({ account: 'unknown-account', region: 'unknown-region' });
    }
  });

  test('of a production stage are protected, and addresses always', () => {
    const protection = (production: boolean) => {
      const loadBalancer = { ...stage().loadBalancer, scheme: 'internet-facing' } as const;
      const subject = stage({ production, loadBalancer, addresses: { source: 'elastic', zones: ['1'] } });
      return synthesize(serviceOf(subject)).assembly.stacks.map((stack) => [stack.id, stack.terminationProtection]);
    };
    expect(protection(false)).toEqual([
      ['dev-addresses', true],
      ['dev-network', false],
      ['dev-service', false],
    ]);
    expect(protection(true).map(([, isProtected]) => isProtected)).toEqual([true, true, true]);
  });

  test('carry no metadata of the CDK, and do not depend on where they are synthesized', () => {
    const [first, second] = [synthesize(serviceOf(stage())), synthesize(serviceOf(stage()))];
    expect(first.templates).toEqual(second.templates);
    expect(resources(first.templates, 'AWS::CDK::Metadata')).toEqual([]);
  });

  test('say which template made them, and no resource changes with its version', () => {
    const preset = { name: '@acme/udp', version: '2.0.0' };
    const [old, fresh] = ['1.0.0', '1.1.0'].map((version) =>
      synthesize(serviceOf(stage()), { template: { name: 'projen-udp-service', version, preset } }),
    );
    for (const template of Object.values(fresh.templates)) {
      expect(template).toMatchObject({
        Metadata: { 'projen-udp-service': { version: '1.1.0' }, '@acme/udp': { version: '2.0.0' } },
      });
    }
    const [base, head] = [old, fresh].map(({ assembly }) => readAssembly(assembly.directory));
    expect(compareAssemblies(base, head)).toEqual([]);
  });

  test('tell how the service is reached', () => {
    const subject = stage({
      ...withPorts([port('syslog', 514), port('dns', 53, 'TCP_UDP')]),
      network: NETWORK,
      addresses: { source: 'private', privateIps: { a: '10.0.8.10', b: '10.0.24.10' } },
    });
    expect(values(synthesize(serviceOf(subject)).templates['udp-service-dev-service'])).toMatchObject({
      LoadBalancerDnsName: { 'Fn::GetAtt': [expect.any(String), 'DNSName'] },
      Ports: 'dns=53/TCP_UDP syslog=514/UDP',
      Addresses: 'a=10.0.8.10 b=10.0.24.10',
      ClusterName: { Ref: expect.any(String) },
      ServiceName: { 'Fn::GetAtt': [expect.any(String), 'Name'] },
    });
  });
});

describe('created network', () => {
  test('a zone has room for a private and a public subnet in its slot', () => {
    const zones = ['a', 'b', 'p'].map((name) => ({ name, slot: name.charCodeAt(0) - 97 }));
    const synthesis = withNetwork({ preset: 'nat', zones });
    expect(subnets(synthesis)).toEqual({
      'udp-service-dev-private-a': '10.0.0.0/21',
      'udp-service-dev-public-a': '10.0.8.0/21',
      'udp-service-dev-private-b': '10.0.16.0/21',
      'udp-service-dev-public-b': '10.0.24.0/21',
      'udp-service-dev-private-p': '10.0.240.0/21',
      'udp-service-dev-public-p': '10.0.248.0/21',
    });
    expect(subnets(withNetwork({ cidr: '192.168.4.0/23' }))).toEqual({
      'udp-service-dev-public-a': '192.168.4.16/28',
      'udp-service-dev-public-b': '192.168.4.48/28',
    });
  });

  test.each([
    [
      'a block without room',
      { cidr: '10.0.0.0/24' },
      /^network\.cidr: 10\.0\.0\.0\/24 is too small.*Use a block of \/23 or larger/,
    ],
    [
      'a slot beyond the last',
      { zones: [{ name: '17', slot: 16 }] },
      /^network\.zones: zone "17" has slot 16.*Name the zone/,
    ],
    [
      'a NAT gateway in no zone',
      { preset: 'nat', natGatewayZone: 'c' },
      /^network\.natGatewayZone: "c" is none of the network's zones \(a, b\).*Name one of them/,
    ],
  ] satisfies [string, Partial<CreatedNetwork>, RegExp][])('%s is an error', (_fault, network, message) => {
    expect(() => withNetwork(network)).toThrow(message);
  });

  test.each([
    ['a', {}, { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, 'a']] }],
    ['2', {}, { 'Fn::Select': [1, { 'Fn::GetAZs': '' }] }],
    ['eu-west-1a', {}, 'eu-west-1a'],
    ['eu-west-1a', { region: 'eu-west-1' }, { 'Fn::Join': ['', [{ Ref: 'AWS::Region' }, 'a']] }],
    ['us-west-2-lax-1a', { region: 'eu-west-1' }, 'us-west-2-lax-1a'],
  ] satisfies [string, Partial<Stage>, unknown][])('zone %s in %j', (name, environment, zone) => {
    const synthesis = withNetwork({ zones: [{ name, slot: 0 }] }, environment);
    expect(theResource(synthesis, 'AWS::EC2::Subnet').Properties.AvailabilityZone).toEqual(zone);
  });

  test('public: tasks reach the internet by an address of their own', () => {
    const synthesis = withNetwork({});
    expect(count(synthesis, 'AWS::EC2::NatGateway')).toBe(0);
    expect(assignPublicIp(synthesis)).toBe('ENABLED');
  });

  test.each([
    ['one', undefined, 1],
    ['one', 'b', 1],
    ['one-per-zone', undefined, 2],
  ] as const)('nat: private tasks behind NAT gateways (%s, %s)', (natGateways, natGatewayZone, gateways) => {
    const synthesis = withNetwork({ preset: 'nat', natGateways, natGatewayZone });
    const routes = resources(synthesis.templates, 'AWS::EC2::Route').map(
      ([, { Properties }]) => Properties.NatGatewayId,
    );
    const targets = routes.filter(Boolean).map(({ Ref }) => Ref);
    expect(count(synthesis, 'AWS::EC2::NatGateway')).toBe(gateways);
    expect(new Set(targets).size).toBe(gateways);
    expect(targets).toHaveLength(2);
    expect(targets[0]).toContain(natGatewayZone === 'b' ? 'Publicb' : 'Publica');
    expect(assignPublicIp(synthesis)).toBe('DISABLED');
  });

  test('isolated: no way to the internet but the endpoints, by routes for S3 and DynamoDB', () => {
    const isolated = withNetwork({ preset: 'isolated', endpoints: [...ISOLATED_ENDPOINTS, 'dynamodb', 'sqs'] });
    expect(endpoints(isolated)).toEqual(['dynamodb', 'ecr.api', 'ecr.dkr', 'logs', 's3', 'sqs']);
    const gateways = resources(isolated.templates, 'AWS::EC2::VPCEndpoint').filter(
      ([, { Properties }]) => Properties.VpcEndpointType === 'Gateway',
    );
    expect(gateways.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'NetworkEndpointdynamodb',
      'NetworkEndpoints3',
    ]);
    expect(count(isolated, 'AWS::EC2::InternetGateway')).toBe(0);
  });

  test('isolated and internet-facing: the load balancer alone stands in public subnets', () => {
    const loadBalancer = { ...stage().loadBalancer, scheme: 'internet-facing' } as const;
    const synthesis = withNetwork({ preset: 'isolated' }, { loadBalancer });
    const placed = (type: string, path: (properties: Template['Resources'][string]['Properties']) => unknown) =>
      JSON.stringify(path(theResource(synthesis, type).Properties));
    expect(placed('AWS::ElasticLoadBalancingV2::LoadBalancer', ({ Subnets }) => Subnets)).toMatch(/Publica.*Publicb/);
    expect(placed('AWS::ECS::Service', ({ NetworkConfiguration }) => NetworkConfiguration)).toMatch(
      /Privatea.*Privateb/,
    );
    expect(resources(synthesis.templates, 'AWS::EC2::Route')).toHaveLength(2);
  });
});

describe('imported network', () => {
  test('is used as it is: no network stack, no resource of a network', () => {
    const synthesis = synthesize(serviceOf(stage({ network: IMPORTED })));
    expect(Object.keys(synthesis.templates)).toEqual(['udp-service-dev-service']);
    const types = resources(synthesis.templates, 'AWS::EC2::SecurityGroup').map(
      ([, { Properties }]) => Properties.VpcId,
    );
    expect(types).toEqual(['vpc-0123456789abcdef0', 'vpc-0123456789abcdef0']);
    expect(theResource(synthesis, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.Subnets).toEqual([
      'subnet-000000000000000a1',
      'subnet-000000000000000b1',
    ]);
    expect(
      theResource(synthesis, 'AWS::ECS::Service').Properties.NetworkConfiguration.AwsvpcConfiguration,
    ).toMatchObject({
      AssignPublicIp: 'DISABLED',
      Subnets: ['subnet-000000000000000a1', 'subnet-000000000000000a2', 'subnet-000000000000000b2'],
    });
    expect(JSON.stringify(synthesis.templates)).not.toMatch(/AWS::EC2::(VPC|Subnet|Route|InternetGateway)"/);
  });
});

describe('addresses', () => {
  const withAddresses = (addresses: Addresses, scheme: Stage['loadBalancer']['scheme'] = 'internet-facing') =>
    withNetwork({}, { addresses, loadBalancer: { ...stage().loadBalancer, scheme } });
  const mappings = (synthesis: Synthesis) =>
    theResource(synthesis, 'AWS::ElasticLoadBalancingV2::LoadBalancer').Properties.SubnetMappings;

  test('elastic: one a zone in a stack of their own, retained, each an output', () => {
    const synthesis = withAddresses({ source: 'elastic', zones: ['a', 'b'] });
    const addresses = synthesis.templates['udp-service-dev-addresses'];
    expect(Object.values(addresses.Resources)).toEqual(
      ['a', 'b'].map((zone) => ({
        Type: 'AWS::EC2::EIP',
        Properties: { Domain: 'vpc', Tags: [{ Key: 'Name', Value: `udp-service-dev-${zone}` }] },
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      })),
    );
    expect(values(addresses)).toMatchObject({ PublicIpa: { Ref: 'Addressa' }, PublicIpb: { Ref: 'Addressb' } });
    expect(mappings(synthesis)).toEqual([
      { SubnetId: expect.anything(), AllocationId: fromStack('udp-service-dev-addresses', 'Addressa') },
      { SubnetId: expect.anything(), AllocationId: fromStack('udp-service-dev-addresses', 'Addressb') },
    ]);
  });

  test('imported: by allocation ID', () => {
    const allocationIds = { b: 'eipalloc-0000000000000000b', a: 'eipalloc-0000000000000000a' };
    const synthesis = withAddresses({ source: 'imported', allocationIds });
    expect(mappings(synthesis)).toMatchObject([
      { AllocationId: 'eipalloc-0000000000000000a' },
      { AllocationId: 'eipalloc-0000000000000000b' },
    ]);
    expect(count(synthesis, 'AWS::EC2::EIP')).toBe(0);
  });

  test('private: of an internal load balancer', () => {
    const synthesis = withAddresses({ source: 'private', privateIps: { a: '10.0.8.10', b: '10.0.24.10' } }, 'internal');
    expect(mappings(synthesis)).toMatchObject([
      { PrivateIPv4Address: '10.0.8.10' },
      { PrivateIPv4Address: '10.0.24.10' },
    ]);
  });

  test('one in a zone without load balancer is an error', () => {
    expect(() => withAddresses({ source: 'elastic', zones: ['a', 'c'] })).toThrow(
      /^addresses: zone "c" of stage "dev" has a fixed address.*it has: a, b.*Add the zone/,
    );
  });
});

describe('traffic', () => {
  test('the task group admits the load balancer on the port and its check, each rule once', () => {
    const subject = stage({
      ...withPorts([port('sip', 5060, 'TCP_UDP'), port('media', 5004, 'UDP', 15004), ungatedPort('admin', 8443)]),
      clients: { cidrs: ['192.0.2.0/24'], prefixLists: ['pl-0123456789abcdef0'], securityGroups: [] },
    });
    const rules = resources(synthesize(serviceOf(subject)).templates, 'AWS::EC2::SecurityGroupIngress');
    const admitted = rules.map(([, { Properties: rule }]) => {
      const source = rule.CidrIp ?? rule.SourcePrefixListId ?? rule.SourceSecurityGroupId['Fn::GetAtt'][0].slice(0, 19);
      return `${source} ${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort}`;
    });
    expect(admitted.sort()).toEqual([
      ...['icmp 3--1', 'tcp 5060-5060', 'tcp 8443-8443', 'udp 5004-5004', 'udp 5060-5060'].map(
        (r) => `192.0.2.0/24 ${r}`,
      ),
      ...['tcp 5060-5060', 'tcp 8080-8080', 'tcp 8443-8443', 'udp 15004-15004', 'udp 5060-5060'].map(
        (r) => `TrafficLoadBalancer ${r}`,
      ),
      ...['icmp 3--1', 'tcp 5060-5060', 'tcp 8443-8443', 'udp 5004-5004', 'udp 5060-5060'].map(
        (r) => `pl-0123456789abcdef0 ${r}`,
      ),
    ]);
  });
});

describe('extensions', () => {
  test('each hook runs once a stage, in order, and sees what exists by then', () => {
    const calls: string[] = [];
    let seen: Partial<StackHandles> = {};
    const record = (hook: string) => (handles: TaskDefinitionHandles) => {
      calls.push(`${handles.stage.name} ${hook}`);
      seen = handles;
    };
    const addresses: Addresses = { source: 'elastic', zones: ['1'] };
    const loadBalancer = { ...stage().loadBalancer, scheme: 'internet-facing' } as const;
    const extensions = { taskDefinition: record('taskDefinition'), service: record('service'), stack: record('stack') };
    synthesize(serviceOf(stage({ addresses, loadBalancer }), stage({ name: 'prod', network: IMPORTED })), {
      extensions,
    });
    expect(calls).toEqual([
      'dev taskDefinition',
      'dev service',
      'dev stack',
      'prod taskDefinition',
      'prod service',
      'prod stack',
    ]);
    const { networkStack, addressStack, ...handles } = seen;
    expect([networkStack, addressStack]).toEqual([undefined, undefined]);
    for (const [name, handle] of Object.entries(handles)) {
      expect([name, handle === undefined]).toEqual([name, false]);
    }
    const ports = stage().ports.map(({ name }) => name);
    expect(Object.keys(handles.targetGroups ?? {})).toEqual(ports);
    expect(Object.keys(handles.listeners ?? {})).toEqual(ports);
  });

  test('what they add and change is in the templates', () => {
    const synthesis = synthesize(serviceOf(stage()), {
      extensions: {
        taskDefinition({ container, healthGate }) {
          container.addEnvironment('ADDED', 'yes');
          healthGate?.addEnvironment('GATE_MODE', 'always');
        },
        service({ scaling }) {
          scaling?.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 70 });
        },
        stack({ stack, vpc, networkStack }) {
          new CfnOutput(stack, 'VpcId', { value: vpc.vpcId });
          new CfnOutput(stack, 'NetworkStackName', { value: networkStack?.stackName ?? '' });
        },
      },
    });
    const { ContainerDefinitions: containers } = theResource(synthesis, 'AWS::ECS::TaskDefinition').Properties;
    expect(containers[0].Environment).toContainEqual({ Name: 'ADDED', Value: 'yes' });
    expect(containers[1].Environment).toContainEqual({ Name: 'GATE_MODE', Value: 'always' });
    expect(
      resources(synthesis.templates, 'AWS::ApplicationAutoScaling::ScalingPolicy').map(
        ([, { Properties }]) => Properties.TargetTrackingScalingPolicyConfiguration?.TargetValue,
      ),
    ).toContain(70);
    expect(values(synthesis.templates['udp-service-dev-service'])).toMatchObject({
      VpcId: fromStack('udp-service-dev-network', 'NetworkVpc'),
      NetworkStackName: 'udp-service-dev-network',
    });
  });
});

function withNetwork(settings: Partial<CreatedNetwork>, overrides: Partial<Stage> = {}): Synthesis {
  return synthesize(serviceOf(stage({ network: { ...NETWORK, ...settings }, ...overrides })));
}

function count({ templates }: Synthesis, type: string): number {
  return resources(templates, type).length;
}

function subnets({ templates }: Synthesis): Record<string, string> {
  return Object.fromEntries(
    resources(templates, 'AWS::EC2::Subnet').map(([, { Properties }]) => [
      Properties.Tags.find(({ Key }: { Key: string }) => Key === 'Name').Value,
      Properties.CidrBlock,
    ]),
  );
}

function endpoints({ templates }: Synthesis): string[] {
  const names = resources(templates, 'AWS::EC2::VPCEndpoint').map(([, { Properties }]) =>
    JSON.stringify(Properties.ServiceName),
  );
  return names
    .map((name) => /([a-z0-9]+(?:\.[a-z]+)?)"?[\]}"]*$/.exec(name)?.[1].replace(/^amazonaws\./, '') ?? name)
    .sort();
}

function assignPublicIp(synthesis: Synthesis): string {
  return theResource(synthesis, 'AWS::ECS::Service').Properties.NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp;
}

function values({ Outputs }: Template): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(Outputs ?? {}).map(([id, output]) => [id, (output as { Value: unknown }).Value]),
  );
}

function fromStack(stackName: string, id: string): unknown {
  return {
    'Fn::GetStackOutput': expect.objectContaining({ StackName: stackName, OutputName: expect.stringContaining(id) }),
  };
}
