import type {
  Addresses,
  Alarms,
  Autoscaling,
  Capacity,
  Image,
  Network,
  Operations,
  Port,
  Stage,
} from '../../../blueprint/src/model';
import { type Case, pairwise } from './pairwise';
import { port, stage, ungatedPort, withPorts } from './services';

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
  capacity: ['scaled', 'fixed', 'spot', 'none'],
  operations: ['default', 'nothing', 'everything', 'existing topic'],
} as const;

type MatrixCase = Case<typeof DIMENSIONS>;

function isSensible({ network, scheme, addresses, zones, environment }: MatrixCase): boolean {
  const publicAddress = addresses === 'elastic' || addresses === 'imported';
  const imported = network.startsWith('imported');
  return (
    !(publicAddress && scheme === 'internal') &&
    !(addresses === 'private' && scheme === 'internet-facing') &&
    // Subnets are imported with the full names of their zones, and these belong to a region.
    !(imported && zones !== 'full names') &&
    !(zones === 'full names' && environment === 'agnostic' && !imported)
  );
}

function stageOf(matrixCase: MatrixCase): Stage {
  const zones = ZONES[matrixCase.zones];
  return stage({
    ...(matrixCase.environment === 'given' && { account: ACCOUNT, region: REGION }),
    ...portSettings(matrixCase),
    image: IMAGES[matrixCase.image],
    network: networkOf(matrixCase.network, zones),
    addresses: addressesOf(matrixCase.addresses, zones),
    clients: { cidrs: ['10.0.0.0/16', '192.0.2.0/24'], prefixLists: ['pl-0123456789abcdef0'] },
    loadBalancer: {
      ...stage().loadBalancer,
      scheme: matrixCase.scheme,
      crossZone: matrixCase.addresses !== 'none',
      deletionProtection: matrixCase.extras === 'all',
    },
    ...withCapacity(matrixCase),
    operations: OPERATIONS[matrixCase.operations],
  });
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

const AUTOSCALING: Autoscaling = {
  minTasks: 2,
  maxTasks: 8,
  cpuTargetPercent: 60,
  packetsPerSecondPerTask: 5120,
  scaleOutCooldownSeconds: 120,
  scaleInCooldownSeconds: 300,
};

const CAPACITY: Record<MatrixCase['capacity'], Capacity> = {
  scaled: { autoscaling: { ...AUTOSCALING, packetsPerSecondPerTask: undefined } },
  fixed: {},
  spot: { autoscaling: AUTOSCALING, spot: { onDemandBase: 2, onDemandWeight: 1, spotWeight: 4 } },
  none: {},
};

/** The settings of the tasks with their number. */
function withCapacity({ capacity, extras: kind }: MatrixCase): Partial<Stage> {
  const settings = extras(kind);
  const task = settings.task ?? stage().task;
  return {
    ...settings,
    task: capacity === 'none' ? { ...task, desiredCount: 0 } : task,
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

function networkOf(network: MatrixCase['network'], zones: readonly string[]): Network {
  if (network.startsWith('imported')) {
    return {
      source: 'imported',
      vpcId: 'vpc-0123456789abcdef0',
      cidr: '10.0.0.0/16',
      loadBalancerSubnets: zones.map((zone, slot) => ({ subnetId: `subnet-0000000000000000${slot}`, zone })),
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
  };
}

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

/** Stages in which every sensible pair of settings occurs. */
export const MATRIX: readonly (readonly [title: string, stage: Stage])[] = pairwise(DIMENSIONS, isSensible).map(
  (matrixCase) => [Object.values(matrixCase).join(', '), stageOf(matrixCase)],
);
