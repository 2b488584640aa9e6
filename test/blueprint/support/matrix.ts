import type {
  Addresses,
  Alarms,
  Autoscaling,
  Capacity,
  Clients,
  Domain,
  Egress,
  EgressPeer,
  ExistingResources,
  FlowLogs,
  Image,
  Network,
  Operations,
  Port,
  Roles,
  Stage,
} from '../../../blueprint/src/model';
import { resolveService } from '../../../src/service/resolve';
import { type Case, pairwise } from './pairwise';
import { ISOLATED_ENDPOINTS, port, stage, ungatedPort, withPorts } from './services';

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';

const DIMENSIONS = {
  network: ['public', 'nat', 'nat per zone', 'isolated', 'imported', 'imported with public addresses'],
  scheme: ['internal', 'internet-facing'],
  addresses: ['none', 'elastic', 'imported', 'private'],
  ports: ['UDP', 'TCP_UDP', 'TCP', 'TCP without gate', 'two ports', 'five ports'],
  image: ['asset', 'ECR', 'ECR of another account', 'registry'],
  gate: ['asset', 'inline'],
  zones: ['letters', 'full names', 'ordinals'],
  environment: ['given', 'agnostic'],
  extras: ['none', 'exec', 'all'],
  clients: ['networks', 'networks and groups'],
  egress: ['all', 'kept alone', 'narrowed'],
  reach: ['own name', 'alias', 'addresses', 'elsewhere', 'PrivateLink'],
  existing: ['none', 'IDs', 'parameters'],
  flowLogs: ['none', 'logs', 'bucket'],
  capacity: ['scaled', 'fixed', 'spot', 'none'],
  operations: ['default', 'nothing', 'everything', 'existing topic'],
  trust: ['none', 'name', 'numbers and pull requests'],
  smokeTest: ['none', 'task'],
} as const;

type MatrixCase = Case<typeof DIMENSIONS>;

/** Whether the settings that are decided so far go together. */
function isSensible({ network, scheme, addresses, zones, environment, ...settings }: Partial<MatrixCase>): boolean {
  const publicAddress = addresses === 'elastic' || addresses === 'imported';
  const imported = network?.startsWith('imported');
  return (
    !(publicAddress && scheme === 'internal') &&
    !(addresses === 'private' && scheme === 'internet-facing') &&
    // Subnets are imported with the full names of their zones, and these belong to a region.
    !(imported && zones !== undefined && zones !== 'full names') &&
    !(imported === false && zones === 'full names' && environment === 'agnostic') &&
    // Security groups match private addresses.
    !(settings.clients === 'networks and groups' && scheme === 'internet-facing') &&
    // The address behind an allocation ID is not known.
    !(settings.reach === 'addresses' && (addresses === 'none' || addresses === 'imported')) &&
    // Nothing in an imported VPC is changed, and the ECR endpoints of an isolated one serve its own region alone.
    !(settings.flowLogs !== undefined && settings.flowLogs !== 'none' && imported) &&
    // A task asks from inside, on the image of the gate.
    !(settings.smokeTest === 'task' && (scheme === 'internet-facing' || settings.ports === 'TCP without gate')) &&
    // A role lies in an account.
    !(settings.trust !== undefined && settings.trust !== 'none' && environment === 'agnostic') &&
    !(network === 'isolated' && (settings.image === 'registry' || settings.image === 'ECR of another account'))
  );
}

function stageOf(matrixCase: MatrixCase): Stage {
  const zones = ZONES[matrixCase.zones];
  return stage({
    ...(matrixCase.environment === 'given' && { account: ACCOUNT, region: REGION }),
    ...portSettings(matrixCase),
    image: IMAGES[matrixCase.image],
    network: networkOf(matrixCase, zones),
    addresses: addressesOf(matrixCase.addresses, zones),
    clients: CLIENTS[matrixCase.clients],
    egress: egressOf(matrixCase),
    ...REACH[matrixCase.reach],
    existing: EXISTING[matrixCase.existing],
    roles: matrixCase.existing === 'none' ? {} : ROLES,
    loadBalancer: {
      ...stage().loadBalancer,
      scheme: matrixCase.scheme,
      crossZone: matrixCase.addresses !== 'none',
      deletionProtection: matrixCase.extras === 'all',
    },
    ...withCapacity(matrixCase),
    operations: OPERATIONS[matrixCase.operations],
    ...trustOf(matrixCase),
    ...(matrixCase.smokeTest === 'task' && { smokeTest: { from: 'task', timeoutSeconds: 120 } }),
  });
}

/** The roles of GitHub as the options lead to them. */
function trustOf({ trust, existing }: MatrixCase): Pick<Stage, 'trust'> {
  if (trust === 'none') return {};
  const repository = 'octo-org/udp-service';
  const resolved = resolveService({
    name: 'udp-service',
    roles: existing === 'none' ? {} : ROLES,
    trust: trust === 'name' ? { repository } : { repository, ownerId: 1, repositoryId: 2, pullRequests: true },
    stages: [{ name: 'dev', account: ACCOUNT, region: REGION }],
  });
  return { trust: resolved.service.stages[0].trust };
}

const ZONES: Record<MatrixCase['zones'], readonly string[]> = {
  letters: ['a', 'b'],
  'full names': ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
  ordinals: ['1', '2'],
};

const IMAGES: Record<MatrixCase['image'], Image> = {
  asset: { source: 'asset', directory: 'app' },
  ECR: { source: 'ecr', repositoryName: 'team/server' },
  'ECR of another account': {
    source: 'ecr',
    repositoryName: 'team/server',
    account: '222222222222',
    region: 'us-east-1',
  },
  registry: { source: 'registry', name: 'public.ecr.aws/nginx/nginx' },
};

/** One a zone, for every list of zones above. */
const TASKS = 3;

const AUTOSCALING: Autoscaling = {
  minTasks: TASKS,
  maxTasks: 8,
  cpuTargetPercent: 60,
  packetsPerSecondPerTask: 5120,
  scaleOutCooldownSeconds: 120,
  scaleInCooldownSeconds: 300,
};

const CAPACITY: Record<MatrixCase['capacity'], Capacity> = {
  scaled: { autoscaling: { ...AUTOSCALING, packetsPerSecondPerTask: undefined } },
  fixed: {},
  spot: { autoscaling: AUTOSCALING, spot: { onDemandBase: TASKS, onDemandWeight: 1, spotWeight: 4 } },
  none: {},
};

/** The settings of the tasks with their number. */
function withCapacity({ capacity, extras: kind }: MatrixCase): Partial<Stage> {
  const settings = extras(kind);
  const task = settings.task ?? stage().task;
  return {
    ...settings,
    task: { ...task, desiredCount: capacity === 'none' ? 0 : TASKS },
    capacity: CAPACITY[capacity],
  };
}

const ALARMS: Alarms = {
  without: [],
  rollback: true,
  cpuPercent: 80,
  memoryPercent: 80,
  droppedDatagramsPerMinute: 0,
  consumedLcus: 10,
  blockedInboundFlows: 100,
  noTrafficMinutes: 60,
};

const OPERATIONS: Record<MatrixCase['operations'], Operations> = {
  default: stage().operations,
  nothing: { dashboard: false, savedQueries: false, deploymentEvents: 'none', containerInsights: 'disabled' },
  everything: {
    topic: { emails: ['on-call@example.com', 'team@example.com'] },
    alarms: ALARMS,
    dashboard: true,
    savedQueries: true,
    deploymentEvents: 'all',
    containerInsights: 'enhanced',
  },
  'existing topic': {
    topic: { arn: `arn:aws:sns:${REGION}:${ACCOUNT}:on-call`, emails: [] },
    alarms: { ...ALARMS, without: ['cpu', 'consumed-lcus'], rollback: false },
    dashboard: true,
    savedQueries: false,
    deploymentEvents: 'problems',
    containerInsights: 'enabled',
  },
};

const PORTS: Record<MatrixCase['ports'], readonly Port[]> = {
  UDP: [port('syslog', 514)],
  TCP_UDP: [port('dns', 53, 'TCP_UDP')],
  TCP: [port('web', 80, 'TCP')],
  'TCP without gate': [ungatedPort('web', 80)],
  'two ports': [port('sip', 5060, 'TCP_UDP'), port('media', 5004, 'UDP', 15004)],
  'five ports': [1, 2, 3, 4, 5].map((number) => port(`game-${number}`, 27000 + number)),
};

function portSettings({ ports, gate }: MatrixCase): Pick<Stage, 'ports' | 'healthGate'> {
  return ports === 'TCP without gate'
    ? { ports: PORTS[ports], healthGate: undefined }
    : withPorts(PORTS[ports], { delivery: gate });
}

function networkOf({ network, flowLogs, existing }: MatrixCase, zones: readonly string[]): Network {
  if (network.startsWith('imported')) {
    return {
      source: 'imported',
      vpcId: existing === 'parameters' ? 'ssm:/network/vpc' : 'vpc-0123456789abcdef0',
      cidr: '10.0.0.0/16',
      loadBalancerSubnets: zones.map((zone, slot) => ({
        subnetId: existing === 'parameters' ? `ssm:/network/public-${zone}` : `subnet-0000000000000000${slot}`,
        zone,
      })),
      taskSubnets: zones.map((zone, slot) => ({ subnetId: `subnet-1000000000000000${slot}`, zone })),
      assignPublicIp: network === 'imported with public addresses',
    };
  }
  const preset = network === 'isolated' || network === 'public' ? network : 'nat';
  return {
    source: 'created',
    preset,
    cidr: '10.0.0.0/16',
    zones: zones.map((name, slot) => ({ name, slot })),
    natGateways: network === 'nat per zone' ? 'one-per-zone' : 'one',
    ...(preset === 'isolated' && { endpoints: [...ISOLATED_ENDPOINTS, 'dynamodb', 'sqs'] }),
    flowLogs: FLOW_LOGS[flowLogs],
  };
}

const FLOW_LOGS: Record<MatrixCase['flowLogs'], FlowLogs | undefined> = {
  none: undefined,
  logs: { traffic: 'ALL', destination: { kind: 'logs', retentionDays: 14 } },
  bucket: { traffic: 'REJECT', destination: { kind: 's3', bucketArn: 'arn:aws:s3:::flow-logs', prefix: 'dns' } },
};

const CLIENTS: Record<MatrixCase['clients'], Clients> = {
  networks: { cidrs: ['10.0.0.0/16', '192.0.2.0/24'], prefixLists: ['pl-0123456789abcdef0'], securityGroups: [] },
  'networks and groups': {
    cidrs: ['10.0.0.0/16'],
    prefixLists: ['ssm:/network/clients'],
    securityGroups: ['sg-0123456789abcdef0', 'ssm:/network/client-group'],
  },
};

function egressOf({ egress, network }: MatrixCase): Egress {
  if (egress === 'all') return { kind: 'all' };
  const rule = (protocol: 'tcp' | 'udp', fromPort: number, peer: EgressPeer, toPort = fromPort) => ({
    protocol,
    fromPort,
    toPort,
    peer,
  });
  const kept = [
    rule('tcp', 443, network === 'isolated' ? { kind: 'endpoints' } : { kind: 'cidr', value: '0.0.0.0/0' }),
    rule('udp', 53, { kind: 'cidr', value: '10.0.0.2/32' }),
    rule('tcp', 53, { kind: 'cidr', value: '10.0.0.2/32' }),
  ];
  const stated = [
    rule('udp', 123, { kind: 'cidr', value: '192.0.2.0/24' }),
    rule('tcp', 443, { kind: 'prefixList', value: 'ssm:/network/s3' }),
    rule('tcp', 5432, { kind: 'securityGroup', value: 'sg-0123456789abcdef0' }),
    rule('udp', 10000, { kind: 'prefixList', value: 'pl-0123456789abcdef0' }, 20000),
  ];
  return { kind: 'restricted', rules: egress === 'narrowed' ? [...kept, ...stated] : kept };
}

const DOMAIN: Domain = { recordName: 'dns.example.com', zoneName: 'example.com', record: 'alias', ttlSeconds: 300 };

const REACH: Record<MatrixCase['reach'], Pick<Stage, 'domain' | 'privateLink'>> = {
  'own name': {},
  alias: { domain: { ...DOMAIN, hostedZoneId: 'Z0123456789ABCDEFGHIJ' } },
  addresses: { domain: { ...DOMAIN, record: 'addresses', hostedZoneId: 'ssm:/dns/zone' } },
  elsewhere: { domain: DOMAIN },
  PrivateLink: {
    privateLink: {
      allowedPrincipals: ['arn:aws:iam::222222222222:root', 'arn:aws:iam::333333333333:role/consumer'],
      acceptanceRequired: false,
      enforceInboundRules: true,
      proxyProtocolV2: true,
    },
  },
};

const EXISTING: Record<MatrixCase['existing'], ExistingResources> = {
  none: {},
  IDs: {
    clusterName: 'shared',
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/services/dns-task`,
    executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/services/dns-execution`,
    logKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/12345678-1234-1234-1234-123456789012`,
  },
  parameters: {
    clusterName: 'ssm:/ecs/cluster',
    taskRoleArn: 'ssm:/ecs/task-role',
    executionRoleArn: 'ssm:/ecs/execution-role',
    logKeyArn: 'ssm:/logs/key',
  },
};

const ROLES: Roles = { permissionsBoundary: 'developer-boundary', path: '/services/', namePrefix: 'acme-' };

function addressesOf(addresses: MatrixCase['addresses'], zones: readonly string[]): Addresses {
  switch (addresses) {
    case 'none':
      return { source: 'none' };
    case 'elastic':
      return { source: 'elastic', zones };
    case 'imported':
      return { source: 'imported', allocationIds: byZone(zones, (slot) => `eipalloc-0000000000000000${slot}`) };
    case 'private':
      return { source: 'private', privateIps: byZone(zones, (slot) => `10.0.${slot * 16}.10`) };
  }
}

function byZone(zones: readonly string[], value: (slot: number) => string): Record<string, string> {
  return Object.fromEntries(zones.map((zone, slot) => [zone, value(slot)]));
}

function extras(kind: MatrixCase['extras']): Partial<Stage> {
  const { application, task, logs } = stage();
  switch (kind) {
    case 'none':
      return {};
    case 'exec':
      return {
        task: { ...task, exec: true, architecture: 'X86_64' },
        application: { ...application, readonlyRootFilesystem: false },
        logs: { ...logs, mode: 'blocking' },
      };
    case 'all':
      return {
        production: true,
        application: {
          ...application,
          environment: { LOG_LEVEL: 'info' },
          secrets: {
            API_KEY: {
              source: 'secretsmanager',
              arn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:api-AbCd12`,
              jsonField: 'key',
            },
            TOKEN: { source: 'ssm', parameterName: '/udp-service/token' },
          },
          command: ['serve', '--quiet'],
          user: '1000:1000',
          taskRoleStatements: [{ effect: 'Allow', actions: ['s3:GetObject'], resources: ['arn:aws:s3:::zones/*'] }],
          writablePaths: ['/tmp', '/var/run/app'],
        },
        tags: { team: 'edge', service: 'udp-service' },
      };
  }
}

/** The same dimensions from their other end: pairwise covers them by other cases. */
const REVERSED = Object.fromEntries(
  Object.entries(DIMENSIONS).map(([name, values]) => [name, [...values].reverse()]),
) as unknown as typeof DIMENSIONS;

/** Stages in which every sensible pair of settings occurs, in two different covers. */
export const MATRIX: readonly (readonly [title: string, stage: Stage])[] = [
  ...new Map(
    [...pairwise(DIMENSIONS, isSensible), ...pairwise(REVERSED, isSensible)].map((matrixCase) => {
      const title = Object.values(matrixCase).join(', ');
      return [title, [title, stageOf(matrixCase)] as const];
    }),
  ).values(),
];
