import {
  type AddressesOptions,
  Alarm,
  Architecture,
  type CapacityOptions,
  type ClientsOptions,
  ContainerInsights,
  type DomainOptions,
  DomainRecord,
  type EgressOptions,
  EgressProtocol,
  type ExistingOptions,
  type FlowLogOptions,
  FlowLogTraffic,
  type HealthCheckOptions,
  HealthCheckProtocol,
  type HealthGateOptions,
  type ImageOptions,
  LogMode,
  NatGateways,
  type NetworkOptions,
  NetworkPreset,
  type OperationsOptions,
  type PortOptions,
  Probe,
  Protocol,
  type RolesOptions,
  Scheme,
  SecurityLevel,
  type ServiceOptions,
  SmokeTestFrom,
  type StageOptions,
  type TrustOptions,
} from '../../../src/options';
import type { MatrixCase } from './matrix-dimensions';

const ACCOUNT = '111111111111';
const OTHER_ACCOUNT = '222222222222';
const REGION = 'eu-west-1';
const VPC_CIDR = '10.0.0.0/16';

/** The options of a case of the matrix. */
export function optionsOf(matrixCase: MatrixCase): ServiceOptions & { readonly stages: StageOptions[] } {
  const zones = ZONES[matrixCase.zones];
  return {
    ports: PORTS[matrixCase.ports],
    healthCheck: checkOf(matrixCase),
    healthGate: gateOf(matrixCase),
    image: IMAGES[matrixCase.image],
    network: networkOf(matrixCase, zones),
    addresses: addressesOf(matrixCase, zones, 0),
    clients: CLIENTS[matrixCase.clients],
    egress: egressOf(matrixCase),
    ...REACH[matrixCase.reach],
    existing: existingOf(matrixCase),
    roles: ROLES[matrixCase.existing],
    loadBalancer: { scheme: matrixCase.scheme === 'internal' ? Scheme.INTERNAL : Scheme.INTERNET_FACING },
    capacity: CAPACITY[matrixCase.capacity],
    operations: operationsOf(matrixCase),
    trust: TRUST[matrixCase.trust],
    security: matrixCase.security === 'hardened' ? SecurityLevel.HARDENED : undefined,
    smokeTest: matrixCase.smokeTest === 'none' ? { from: SmokeTestFrom.NONE } : undefined,
    ...extras(matrixCase),
    stages: stagesOf(matrixCase, zones),
  };
}

function stagesOf(matrixCase: MatrixCase, zones: readonly string[]): StageOptions[] {
  const { stages, environment } = matrixCase;
  const at = (account: string) => (environment === 'given' ? { account, region: REGION } : {});
  // An address has one place.
  const elsewhere = addressesOf(matrixCase, zones, 1);
  switch (stages) {
    case 'one':
      return [{ name: 'dev', ...at(ACCOUNT) }];
    case 'two accounts':
      return [
        { name: 'dev', ...at(ACCOUNT) },
        { name: 'prod', ...at(OTHER_ACCOUNT), addresses: elsewhere },
      ];
    case 'inherited':
      return [
        { name: 'prod', ...at(ACCOUNT), tags: { tier: 'one' } },
        {
          name: 'canary',
          extends: 'prod',
          production: false,
          addresses: elsewhere,
          tags: { stage: 'canary' },
          rollout: { healthCheckGracePeriodSeconds: 180 },
        },
      ];
  }
}

const ZONES: Record<MatrixCase['zones'], readonly string[]> = {
  letters: ['a', 'b'],
  'full names': ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  ordinals: ['1', '2'],
};

function checkOf({ check, ports }: MatrixCase): HealthCheckOptions {
  if (check === 'TCP') return { protocol: HealthCheckProtocol.TCP };
  return { protocol: HealthCheckProtocol.HTTP, ...(ports === 'TCP without gate' && { path: '/health' }) };
}

function gateOf({ ports, network }: MatrixCase): HealthGateOptions {
  if (ports === 'TCP without gate') return { enabled: false };
  // Its own image is public, where the endpoints of an isolated network do not lead.
  const mirror = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/python:3`;
  return { enabled: true, ...(network.endsWith('isolated') && { baseImage: mirror }) };
}

const IMAGES: Record<MatrixCase['image'], ImageOptions> = {
  asset: {},
  ECR: { ecrRepository: 'team/server' },
  'ECR of another account': { ecrRepository: `arn:aws:ecr:us-east-1:${OTHER_ACCOUNT}:repository/team/server` },
  registry: { registry: 'public.ecr.aws/nginx/nginx' },
};

const PORTS: Record<MatrixCase['ports'], PortOptions[]> = {
  UDP: [{ port: 514 }],
  TCP_UDP: [{ name: 'dns', port: 53, protocol: Protocol.TCP_UDP, probe: Probe.DNS }],
  TCP: [{ port: 80, protocol: Protocol.TCP }],
  'TCP without gate': [{ port: 80, protocol: Protocol.TCP }],
  'two ports': [
    { name: 'sip', port: 5060, protocol: Protocol.TCP_UDP, probe: Probe.SIP },
    { name: 'media', port: 5004, containerPort: 15004 },
  ],
  'five ports': [1, 2, 3, 4, 5].map((number) => ({ name: `game-${number}`, port: 27000 + number })),
};

function networkOf({ network, flowLogs, existing }: MatrixCase, zones: readonly string[]): NetworkOptions {
  if (network.startsWith('imported')) {
    const byParameter = existing === 'parameters';
    return {
      vpcId: byParameter ? 'ssm:/network/vpc' : 'vpc-0123456789abcdef0',
      vpcCidr: VPC_CIDR,
      loadBalancerSubnets: zones.map((zone, slot) => ({
        subnetId: byParameter ? `ssm:/network/public-${zone}` : `subnet-0000000000000000${slot}`,
        zone,
      })),
      taskSubnets: zones.map((zone, slot) => ({ subnetId: `subnet-1000000000000000${slot}`, zone })),
      assignPublicIp: network === 'imported, public',
      ...(network === 'imported, isolated' && {
        existingEndpoints: ['ecr.api', 'ecr.dkr', 's3', 'logs', 'secretsmanager', 'ssm', 'ssmmessages', 'sqs'],
      }),
    };
  }
  return {
    zones: [...zones],
    flowLogs: flowLogsOf(flowLogs, existing),
    ...{
      public: { preset: NetworkPreset.PUBLIC },
      nat: { preset: NetworkPreset.NAT },
      'nat per zone': { preset: NetworkPreset.NAT, natGateways: NatGateways.ONE_PER_ZONE },
      isolated: { preset: NetworkPreset.ISOLATED, endpoints: ['dynamodb'] },
    }[network as 'public' | 'nat' | 'nat per zone' | 'isolated'],
  };
}

function flowLogsOf(flowLogs: MatrixCase['flowLogs'], existing: MatrixCase['existing']): FlowLogOptions | undefined {
  switch (flowLogs) {
    case 'none':
      return undefined;
    case 'logs':
      return {};
    case 'bucket':
      return {
        traffic: FlowLogTraffic.REJECT,
        bucketArn: existing === 'parameters' ? 'ssm:/network/flow-logs' : 'arn:aws:s3:::flow-logs/dns',
      };
  }
}

const CLIENTS: Record<MatrixCase['clients'], ClientsOptions> = {
  networks: { cidrs: [VPC_CIDR, '192.0.2.0/24'], prefixLists: ['pl-0123456789abcdef0'] },
  'networks and groups': {
    cidrs: [VPC_CIDR],
    prefixLists: ['ssm:/network/clients'],
    securityGroups: ['sg-0123456789abcdef0', 'ssm:/network/client-group'],
  },
};

function egressOf({ egress, network }: MatrixCase): EgressOptions {
  switch (egress) {
    case 'all':
      return {};
    case 'kept alone':
      return { rules: [] };
    case 'narrowed':
      return {
        rules: [
          { port: 123, protocol: EgressProtocol.UDP, cidrs: ['192.0.2.0/24'] },
          { port: 5432, securityGroups: ['sg-0123456789abcdef0'] },
          { port: 10000, toPort: 20000, protocol: EgressProtocol.UDP, prefixLists: ['pl-0123456789abcdef0'] },
        ],
        awsServices: ['sqs'],
        ...(network.endsWith('isolated') && { gatewayPrefixLists: ['ssm:/network/s3'] }),
      };
  }
}

const DOMAIN: DomainOptions = { recordName: 'dns.example.com' };

const REACH: Record<MatrixCase['reach'], Pick<ServiceOptions, 'domain' | 'privateLink'>> = {
  'own name': {},
  alias: { domain: { ...DOMAIN, hostedZoneId: 'Z0123456789ABCDEFGHIJ' } },
  addresses: { domain: { ...DOMAIN, record: DomainRecord.ADDRESSES, hostedZoneId: 'ssm:/dns/zone' } },
  elsewhere: { domain: DOMAIN },
  PrivateLink: {
    privateLink: {
      allowedPrincipals: [`arn:aws:iam::${OTHER_ACCOUNT}:root`, 'arn:aws:iam::333333333333:role/consumer'],
      acceptanceRequired: false,
      proxyProtocolV2: true,
    },
  },
};

const LOG_KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`;

const EXISTING: Record<MatrixCase['existing'], ExistingOptions> = {
  none: {},
  IDs: {
    clusterName: 'shared',
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/services/dns-task`,
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/services/dns-execution`,
    logKeyArn: LOG_KEY,
  },
  parameters: {
    clusterName: 'ssm:/ecs/cluster',
    taskRoleArn: 'ssm:/ecs/task-role',
    executionRoleArn: 'ssm:/ecs/execution-role',
    logKeyArn: 'ssm:/logs/key',
  },
};

/** A topic that exists is encrypted by its owner. */
function existingOf({ existing, operations }: MatrixCase): ExistingOptions {
  const keys: Record<MatrixCase['existing'], ExistingOptions> = {
    none: {},
    IDs: { topicKeyArn: LOG_KEY },
    parameters: { topicKeyArn: 'ssm:/operations/key' },
  };
  return { ...EXISTING[existing], ...(operations !== 'existing topic' && keys[existing]) };
}

const ROLES: Record<MatrixCase['existing'], RolesOptions> = {
  none: {},
  IDs: { permissionsBoundary: 'developer-boundary', path: '/services/', namePrefix: 'acme-' },
  parameters: { permissionsBoundary: 'ssm:/iam/boundary', path: '/services/', namePrefix: 'acme-' },
};

function addressesOf(
  { addresses, network, reach }: MatrixCase,
  zones: readonly string[],
  stage: number,
): AddressesOptions {
  const byZone = (value: (slot: number) => string) =>
    Object.fromEntries(zones.map((zone, slot) => [zone, value(slot)]));
  switch (addresses) {
    case 'none':
      return {};
    case 'elastic':
      return { elastic: true };
    case 'imported':
      return {
        allocationIds: byZone((slot) => `eipalloc-000000000000000${stage}${slot}`),
        // Only with them the name has something to lead to.
        ...(reach === 'addresses' && { publicIps: byZone((slot) => `203.0.113.${1 + stage}${slot}`) }),
      };
    case 'private':
      // Public subnets are the second half of a zone's slot.
      return { privateIps: byZone((slot) => `10.0.${slot * 16 + (network === 'public' ? 8 : 0)}.${10 + stage}`) };
  }
}

const REPOSITORY = 'octo-org/udp-service';

const TRUST: Record<MatrixCase['trust'], TrustOptions | undefined> = {
  none: undefined,
  name: { repository: REPOSITORY },
  'numbers and pull requests': { repository: REPOSITORY, ownerId: 1, repositoryId: 2, pullRequests: true },
};

const CAPACITY: Record<MatrixCase['capacity'], CapacityOptions> = {
  scaled: { scaleOnPackets: false },
  fixed: { autoscaling: false },
  spot: { maxTasks: 8, spot: {} },
  none: {},
};

function operationsOf({ operations, existing }: MatrixCase): OperationsOptions {
  switch (operations) {
    case 'default':
      return {};
    case 'nothing':
      return { alarms: { enabled: false }, dashboard: false, savedQueries: false, deploymentEvents: false };
    case 'everything':
      return {
        alarms: { rollback: true, blockedInboundFlows: 100, noTrafficMinutes: 60 },
        emails: ['on-call@example.com', 'team@example.com'],
        completedDeployments: true,
        containerInsights: ContainerInsights.ENHANCED,
      };
    case 'existing topic':
      return {
        alarms: { rollback: false, without: [Alarm.CPU, Alarm.CONSUMED_LCUS] },
        topicArn: existing === 'parameters' ? 'ssm:/operations/topic' : `arn:aws:sns:${REGION}:${ACCOUNT}:on-call`,
        containerInsights: ContainerInsights.ENABLED,
      };
  }
}

/** The rest, and what the other settings demand of the tasks. */
function extras({ extras: kind, image, capacity, existing }: MatrixCase): ServiceOptions {
  const task = {
    ...(image !== 'asset' && { architecture: Architecture.X86_64 }),
    ...(capacity === 'none' && { desiredCount: 0 }),
  };
  switch (kind) {
    case 'none':
      return { task };
    case 'exec':
      return { task: { ...task, exec: true }, logs: { mode: LogMode.BLOCKING } };
    case 'all':
      return {
        task: { ...task, cpu: 1024, memoryLimitMiB: 4096 },
        application: {
          environment: { LOG_LEVEL: 'info' },
          secrets: {
            API_KEY: {
              secretsManagerArn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:api-AbCd12`,
              jsonField: 'key',
              keyArn: LOG_KEY,
            },
            TOKEN: { ssmParameterName: '/udp-service/token', keyArn: 'ssm:/keys/token' },
          },
          command: ['serve', '--quiet'],
          user: '1000:1000',
          dropCapabilities: ['NET_RAW', 'SYS_CHROOT'],
          // Nothing is added to an existing role.
          ...(existing === 'none' && {
            taskRoleStatements: [{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::zones/*'] }],
          }),
          writablePaths: ['/tmp', '/var/run/app'],
        },
        tags: { team: 'edge', service: 'udp-service' },
      };
  }
}
