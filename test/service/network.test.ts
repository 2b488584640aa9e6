import {
  DomainRecord,
  EgressProtocol,
  FlowLogTraffic,
  IpAddressType,
  NetworkPreset,
  Probe,
  Protocol,
  Scheme,
} from '../../src';
import type { Stage } from '../../src/model/model';
import { resolveService, type ServiceInput } from '../../src/service/resolve';
import { problemsOf, problemsOfOptions } from '../support/problems';

type Input = Partial<ServiceInput>;

const resolve = (input: Input = {}) => resolveService({ name: 'echo', ...input });
const only = (input: Input = {}): Stage => resolve(input).service.stages[0];
const refused = problemsOfOptions;
const warned = (input: Input) => resolve(input).warnings.join('\n');

const ISOLATED = { preset: NetworkPreset.ISOLATED };
const VPC = {
  vpcId: 'vpc-0123456789abcdef0',
  vpcCidr: '10.1.0.0/16',
  loadBalancerSubnets: [
    { subnetId: 'subnet-0123456789abcdef0', zone: 'eu-west-1a' },
    { subnetId: 'subnet-0123456789abcdef1', zone: 'eu-west-1b' },
  ],
};
const NEEDED = ['ecr.api', 'ecr.dkr', 's3', 'logs'];

describe('defaults', () => {
  test('leave everything as it is', () => {
    const stage = only();
    expect(stage).toMatchObject({ egress: { kind: 'all' }, existing: {}, roles: {}, clients: { securityGroups: [] } });
    expect(stage).toMatchObject({ domain: undefined, privateLink: undefined, network: { flowLogs: undefined } });
    expect(stage.network).not.toHaveProperty('endpoints');
  });

  test('of the groups are filled in', () => {
    const stage = only({
      network: { flowLogs: {} },
      domain: { recordName: 'dns.example.com' },
      privateLink: {},
      clients: { cidrs: ['10.0.0.0/8'] },
    });
    expect(stage.network).toMatchObject({
      flowLogs: { traffic: 'ALL', destination: { kind: 'logs', retentionDays: 14 } },
    });
    expect(stage.domain).toEqual({
      recordName: 'dns.example.com',
      zoneName: 'example.com',
      record: 'alias',
      ttlSeconds: 300,
    });
    expect(stage.privateLink).toEqual({
      allowedPrincipals: [],
      acceptanceRequired: true,
      enforceInboundRules: true,
      proxyProtocolV2: false,
    });
  });
});

describe('the endpoints of an isolated network', () => {
  const endpoints = (input: Input) => {
    const { network } = only({ network: ISOLATED, ...input });
    return network.source === 'created' ? network.endpoints : undefined;
  };

  test('are those a task cannot do without', () => {
    expect(endpoints({})).toEqual(NEEDED);
    const secrets = {
      A: { secretsManagerArn: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCd12' },
      B: { ssmParameterName: '/b' },
    };
    expect(endpoints({ application: { secrets } })).toEqual([...NEEDED, 'secretsmanager', 'ssm']);
    expect(endpoints({ task: { exec: true } })).toEqual([...NEEDED, 'ssmmessages']);
    const probeOptions = { secret: { ssmParameterName: '/radius' } };
    expect(endpoints({ ports: [{ port: 1812, probe: Probe.RADIUS, probeOptions }] })).toEqual([...NEEDED, 'ssm']);
  });

  test('and those that are asked for, each once', () => {
    const network = { ...ISOLATED, endpoints: ['sqs', 'logs'] };
    expect(endpoints({ network, egress: { awsServices: ['dynamodb', 'sqs'] } })).toEqual([
      ...NEEDED,
      'dynamodb',
      'sqs',
    ]);
  });

  test('of an existing VPC are enough when all that is needed is among them', () => {
    const network = { ...VPC, existingEndpoints: [...NEEDED, 'sqs'] };
    expect(only({ network, egress: { awsServices: ['sqs'] } }).network).toMatchObject({ source: 'imported' });
  });

  test('of an existing VPC that lack a service the application calls are refused (P38)', () => {
    const network = { ...VPC, existingEndpoints: NEEDED };
    expect(refused({ network, egress: { awsServices: ['sqs'] } })).toMatchObject([
      { subject: 'network.existingEndpoints', pitfall: 'P38', cause: expect.stringContaining("'sqs'") },
    ]);
  });
});

describe('egress', () => {
  const rules = (input: Input) => {
    const { egress } = only(input);
    return egress.kind === 'all'
      ? 'all'
      : egress.rules.map(
          ({ protocol, fromPort, toPort, peer }) =>
            `${protocol} ${fromPort}-${toPort} ${peer.kind === 'endpoints' ? peer.kind : peer.value}`,
        );
  };
  const resolver = (address: string) => [`udp 53-53 ${address}/32`, `tcp 53-53 ${address}/32`];

  test('is everything, until it is narrowed', () => {
    expect(rules({ egress: {} })).toBe('all');
    expect(rules({ egress: { rules: [] } })).not.toBe('all');
    expect(rules({ egress: { awsServices: [] } })).not.toBe('all');
  });

  test('that is narrowed keeps HTTPS and the resolver', () => {
    const egress = { rules: [] };
    expect(rules({ egress })).toEqual(['tcp 443-443 0.0.0.0/0', ...resolver('10.0.0.2')]);
    expect(rules({ egress, network: VPC })).toEqual(['tcp 443-443 0.0.0.0/0', ...resolver('10.1.0.2')]);
    expect(rules({ egress, network: ISOLATED })).toEqual(['tcp 443-443 0.0.0.0/0', ...resolver('10.0.0.2')]);
  });

  test('of an isolated network leads to its endpoints alone where the list of S3 is known', () => {
    const egress = { rules: [], gatewayPrefixLists: ['pl-0123456789abcdef0'] };
    const s3 = 'tcp 443-443 pl-0123456789abcdef0';
    expect(rules({ egress, network: ISOLATED })).toEqual(['tcp 443-443 endpoints', s3, ...resolver('10.0.0.2')]);
    const network = { ...VPC, existingEndpoints: NEEDED };
    expect(rules({ egress, network })).toEqual(['tcp 443-443 10.1.0.0/16', s3, ...resolver('10.1.0.2')]);
  });

  test('holds every stated peer of every rule, each once', () => {
    const egress = {
      rules: [
        { port: 5432, cidrs: ['10.2.0.0/16'], securityGroups: ['sg-0123456789abcdef0'] },
        { port: 123, toPort: 125, protocol: EgressProtocol.UDP, prefixLists: ['ssm:/time'] },
        { port: 443, cidrs: ['0.0.0.0/0'] },
      ],
    };
    expect(rules({ egress })).toEqual([
      'tcp 443-443 0.0.0.0/0',
      ...resolver('10.0.0.2'),
      'tcp 5432-5432 10.2.0.0/16',
      'tcp 5432-5432 sg-0123456789abcdef0',
      'udp 123-125 ssm:/time',
    ]);
  });

  test('of a stage replaces the common one', () => {
    const { stages } = resolve({
      egress: { rules: [] },
      stages: [{ name: 'dev', egress: {} }, { name: 'prod' }],
    }).service;
    expect(stages.map(({ egress }) => egress.kind)).toEqual(['all', 'restricted']);
  });
});

test('a task in a zone without load balancer is refused', () => {
  const [a, b] = VPC.loadBalancerSubnets;
  const c = { subnetId: 'subnet-0123456789abcdef2', zone: 'eu-west-1c' };
  expect(refused({ network: { ...VPC, taskSubnets: [a, b, c] } })).toMatchObject([
    { subject: 'network.taskSubnets', cause: expect.stringContaining('eu-west-1c'), pitfall: 'P35' },
  ]);
  expect(only({ network: { ...VPC, taskSubnets: [a] } }).network).toMatchObject({ taskSubnets: [a] });
});

test('every ID of an existing resource may be a parameter', () => {
  const imported = only({
    network: {
      vpcId: 'ssm:/network/vpc',
      vpcCidr: '10.1.0.0/16',
      loadBalancerSubnets: [{ subnetId: 'ssm:/network/public-a', zone: 'eu-west-1a' }],
      taskSubnets: [{ subnetId: 'ssm:/network/private-a', zone: 'eu-west-1a' }],
    },
    addresses: { allocationIds: { 'eu-west-1a': 'ssm:/addresses/a' } },
    clients: { prefixLists: ['ssm:/network/clients'] },
    egress: { rules: [{ port: 1, prefixLists: ['ssm:/network/list'], securityGroups: ['ssm:/network/group'] }] },
    existing: {
      clusterName: 'ssm:/ecs/cluster',
      logKeyArn: 'ssm:/logs/key',
      taskRoleArn: 'ssm:task-role',
      executionRoleArn: 'ssm:/ecs/execution-role',
    },
    roles: { permissionsBoundary: 'ssm:/iam/boundary' },
    domain: { recordName: 'dns.example.com', hostedZoneId: 'ssm:/dns/zone' },
    operations: { topicArn: 'ssm:/operations/topic' },
    application: { secrets: { TOKEN: { ssmParameterName: '/token', keyArn: 'ssm:/keys/token' } } },
  });
  const created = only({
    clients: { securityGroups: ['ssm:/network/client-group'] },
    network: { flowLogs: { bucketArn: 'ssm:/network/flows' } },
  });
  const isolated = only({
    network: { preset: NetworkPreset.ISOLATED },
    egress: { rules: [], gatewayPrefixLists: ['ssm:/network/s3'] },
  });
  const found = [imported, created, isolated].flatMap((stage) => JSON.stringify(stage).match(/ssm:[^"]+/g) ?? []);
  expect([...new Set(found)].sort()).toEqual([
    'ssm:/addresses/a',
    'ssm:/dns/zone',
    'ssm:/ecs/cluster',
    'ssm:/ecs/execution-role',
    'ssm:/iam/boundary',
    'ssm:/keys/token',
    'ssm:/logs/key',
    'ssm:/network/client-group',
    'ssm:/network/clients',
    'ssm:/network/flows',
    'ssm:/network/group',
    'ssm:/network/list',
    'ssm:/network/private-a',
    'ssm:/network/public-a',
    'ssm:/network/s3',
    'ssm:/network/vpc',
    'ssm:/operations/topic',
    'ssm:task-role',
  ]);
});

describe('fixed private addresses', () => {
  const of = (network: Input['network'], one: string, two: string) => () =>
    resolve({ network, addresses: { privateIps: { 1: one, 2: two } } });

  test('lie in the subnets of the load balancer: those of a zone by its slot, private ones first', () => {
    expect(of({}, '10.0.8.4', '10.0.31.254')).not.toThrow();
    expect(of(ISOLATED, '10.0.0.4', '10.0.16.5')).not.toThrow();
    expect(problemsOf(of(ISOLATED, '10.0.0.4', '10.0.24.5'))).toMatchObject([
      {
        subject: 'addresses.privateIps.2',
        cause: "outside of 10.0.16.0/21, the load balancer's subnet in zone '2', or kept by AWS",
        remedy: 'Give an address from 10.0.16.4 to 10.0.23.254.',
      },
    ]);
    expect(problemsOf(of({}, '10.0.8.4', '10.0.31.255'))).toHaveLength(1);
  });

  test('of an existing VPC may lie in a block that is not named', () => {
    const privateIps = { 'eu-west-1a': '10.1.0.5', 'eu-west-1b': '100.64.0.5' };
    expect(resolve({ network: VPC, addresses: { privateIps } }).warnings).toEqual([
      expect.stringMatching(/^addresses\.privateIps\.eu-west-1b: "100\.64\.0\.5": outside of 10\.1\.0\.0\/16/),
    ]);
  });
});

test('the domain of a stage replaces the common one: another name may lie in another zone', () => {
  const zone = 'Z0123456789ABCDEFGHIJ';
  const { service } = resolve({
    domain: { recordName: 'dns.example.com', hostedZoneId: zone },
    stages: [{ name: 'dev', domain: { recordName: 'dns.example.net' } }, { name: 'prod' }],
  });
  expect(service.stages.map((stage) => stage.domain?.hostedZoneId)).toEqual([undefined, zone]);
});

test('addresses of allocation IDs are known where they are stated', () => {
  const allocationIds = { 1: 'eipalloc-0123456789abcdef0', 2: 'eipalloc-0123456789abcdef1' };
  const publicIps = { 1: '203.0.113.1', 2: '203.0.113.2' };
  const domain = { recordName: 'dns.example.com', record: DomainRecord.ADDRESSES };
  const input = { clients: { anywhere: true }, domain };
  expect(only({ ...input, addresses: { allocationIds, publicIps } }).addresses).toEqual({
    source: 'imported',
    allocationIds,
    publicIps,
  });
  expect(refused({ ...input, addresses: { allocationIds } })).toMatchObject([
    { subject: 'domain.record', remedy: expect.stringContaining("'addresses.publicIps'") },
  ]);
});

test('an S3 destination of flow logs may have a prefix', () => {
  const flowLogs = { traffic: FlowLogTraffic.REJECT, bucketArn: 'arn:aws:s3:::flows/team/dns/' };
  expect(only({ network: { flowLogs } }).network).toMatchObject({
    flowLogs: { traffic: 'REJECT', destination: { kind: 's3', bucketArn: 'arn:aws:s3:::flows', prefix: 'team/dns' } },
  });
});

describe('what can be done but should be known is a warning', () => {
  test.each<[string, Input]>([
    ['existing.taskRoleArn', { existing: { taskRoleArn: 'ssm:/roles/task' }, task: { exec: true } }],
    ['clients', { clients: { cidrs: Array.from({ length: 31 }, (_, index) => `10.0.${index}.0/24`) } }],
    [
      'egress',
      { egress: { rules: [{ port: 1, cidrs: Array.from({ length: 60 }, (_, index) => `10.0.${index}.0/24`) }] } },
    ],
  ])('%s', (option, input) => {
    expect(warned(input)).toMatch(new RegExp(`^${option}: `));
  });
});

describe('what cannot work is refused', () => {
  const rule = { port: 443, cidrs: ['0.0.0.0/0'] };
  const domain = { recordName: 'dns.example.com' };
  const clients = { cidrs: ['10.0.0.0/8'] };
  const tooMany = Object.fromEntries(Array.from({ length: 46 }, (_, index) => [`key-${index}`, 'value']));

  test.each<[string, Input]>([
    ['clients.securityGroups', { clients: { securityGroups: ['default'] } }],
    [
      'clients.securityGroups',
      {
        loadBalancer: { scheme: Scheme.INTERNET_FACING },
        clients: { cidrs: ['203.0.113.0/24'], securityGroups: ['sg-0123456789abcdef0'] },
      },
    ],
    ['clients.prefixLists', { clients: { prefixLists: ['ssm:'] } }],
    ['operations.topicArn', { operations: { topicArn: 'ssm:/a b' } }],
    ['network.flowLogs.bucketArn', { network: { flowLogs: { bucketArn: 'ssm:' } } }],
    ['roles.permissionsBoundary', { roles: { permissionsBoundary: 'ssm:a//b' } }],
    [
      'application.secrets.TOKEN.keyArn',
      { application: { secrets: { TOKEN: { ssmParameterName: '/token', keyArn: 'alias/token' } } } },
    ],
    ['egress.rules[0].port', { egress: { rules: [{ ...rule, port: 0 }] } }],
    ['egress.rules[0].toPort', { egress: { rules: [{ ...rule, toPort: 80 }] } }],
    ['egress.rules[0].cidrs', { egress: { rules: [{ port: 443 }] } }],
    ['egress.rules[0].cidrs', { egress: { rules: [{ port: 443, cidrs: ['10.0.0.1'] }] } }],
    ['egress.rules[0].prefixLists', { egress: { rules: [{ port: 443, prefixLists: ['s3'] }] } }],
    ['egress.rules[0].securityGroups', { egress: { rules: [{ port: 443, securityGroups: ['default'] }] } }],
    ['egress.awsServices', { egress: { awsServices: ['com.amazonaws.eu-west-1.SQS'] } }],
    ['egress.awsServices', { egress: { awsServices: ['sqs', 'sqs'] } }],
    ['egress.gatewayPrefixLists', { egress: { gatewayPrefixLists: ['pl-0123456789abcdef0'] } }],
    ['egress.gatewayPrefixLists', { egress: { rules: [], gatewayPrefixLists: ['pl-0123456789abcdef0'] } }],
    ['network.endpoints', { network: { endpoints: ['sqs'] } }],
    ['network.endpoints', { network: { ...ISOLATED, endpoints: ['SQS'] } }],
    ['network.endpoints', { network: { ...VPC, endpoints: ['sqs'] } }],
    ['network.existingEndpoints', { network: { existingEndpoints: [] } }],
    ['network.existingEndpoints', { network: { ...VPC, existingEndpoints: [...NEEDED, 'logs'] } }],
    ['network.flowLogs', { network: { ...VPC, flowLogs: {} } }],
    ['network.flowLogs.retentionDays', { network: { flowLogs: { retentionDays: 15 } } }],
    [
      'network.flowLogs.retentionDays',
      { network: { flowLogs: { bucketArn: 'arn:aws:s3:::flows', retentionDays: 14 } } },
    ],
    ['network.flowLogs.bucketArn', { network: { flowLogs: { bucketArn: 'flows' } } }],
    ['network.vpcId', { network: { ...VPC, vpcId: 'ssm:a b' } }],
    ['loadBalancer.ipAddressType', { loadBalancer: { ipAddressType: IpAddressType.DUALSTACK } }],
    ['domain.recordName', { domain: { recordName: 'dns' } }],
    ['domain.recordName', { domain: { recordName: 'dns.example.com.' } }],
    ['domain.zoneName', { domain: { ...domain, zoneName: 'example.org' } }],
    ['domain.hostedZoneId', { domain: { ...domain, hostedZoneId: 'example.com' } }],
    ['domain.ttlSeconds', { domain: { ...domain, ttlSeconds: -1 } }],
    ['domain.ttlSeconds', { domain: { ...domain, hostedZoneId: 'Z0123456789ABCDEFGHIJ', ttlSeconds: 60 } }],
    ['domain.record', { domain: { ...domain, record: DomainRecord.ADDRESSES } }],
    [
      'domain.record',
      {
        domain: { ...domain, record: DomainRecord.ADDRESSES },
        addresses: { allocationIds: { 1: 'eipalloc-0123456789abcdef0', 2: 'eipalloc-0123456789abcdef1' } },
        clients: { anywhere: true },
      },
    ],
    ['domain.record', { domain: { recordName: 'example.com', zoneName: 'example.com' } }],
    ['privateLink.allowedPrincipals', { clients, privateLink: { allowedPrincipals: ['111122223333'] } }],
    [
      'privateLink.allowedPrincipals',
      {
        clients,
        privateLink: { allowedPrincipals: ['arn:aws:iam::111122223333:root', 'arn:aws:iam::111122223333:root'] },
      },
    ],
    [
      'privateLink.acceptanceRequired',
      { clients, privateLink: { allowedPrincipals: ['*'], acceptanceRequired: false } },
    ],
    ['existing.clusterName', { existing: { clusterName: 'a/b' } }],
    ['existing.taskRoleArn', { existing: { taskRoleArn: 'task' } }],
    [
      'existing.taskRoleArn',
      {
        existing: { taskRoleArn: 'ssm:/roles/task' },
        application: { taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['*'] }] },
      },
    ],
    ['existing.executionRoleArn', { existing: { executionRoleArn: 'arn:aws:iam::1:role/a' } }],
    ['existing.logKeyArn', { existing: { logKeyArn: 'alias/logs' } }],
    [
      'existing.logKeyArn',
      { region: 'eu-west-1', existing: { logKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd' } },
    ],
    ['roles.permissionsBoundary', { roles: { permissionsBoundary: 'a b' } }],
    ['roles.path', { roles: { path: 'services' } }],
    ['roles.namePrefix', { roles: { namePrefix: 'a'.repeat(25) } }],
    ['tags.aws:team', { tags: { 'aws:team': 'edge' } }],
    ['tags.team', { tags: { team: 'a\u0000b' } }],
    ['tags.team', { tags: { team: 'a'.repeat(257) } }],
    ['tags', { tags: tooMany }],
  ])('%s %j', (option, input) => {
    const problems = refused(input);
    expect(problems.map((problem) => problem.subject)).toEqual([option]);
    for (const { cause, remedy } of problems) {
      expect(cause).not.toBe('');
      expect(remedy).not.toBe('');
    }
  });

  test('the reason against dual-stack is said', () => {
    const [problem] = refused({
      port: 53,
      protocol: Protocol.UDP,
      loadBalancer: { ipAddressType: IpAddressType.DUALSTACK },
    });
    expect(problem).toMatchObject({ pitfall: 'P22', cause: expect.stringContaining('IPv6 target group') });
    expect(only({ loadBalancer: { ipAddressType: IpAddressType.IPV4 } }).loadBalancer.scheme).toBe('internal');
  });
});
