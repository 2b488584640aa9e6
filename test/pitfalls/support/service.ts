import type { Service, Stage } from '../../../src/model/model';

/** A stage in which no option rule finds anything. */
export const STAGE: Stage = {
  name: 'prod',
  production: false,
  bootstrapQualifier: 'hnb659fds',
  environment: 'prod',
  approval: false,
  ports: [
    {
      name: 'dns',
      port: 53,
      protocol: 'UDP',
      containerPort: 1053,
      healthCheck: {
        protocol: 'HTTP',
        port: 8080,
        path: '/health/53',
        intervalSeconds: 10,
        timeoutSeconds: 5,
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 2,
      },
    },
  ],
  image: { source: 'ecr', repositoryName: 'dns' },
  application: {
    containerName: 'dns',
    environment: {},
    secrets: {},
    taskRoleStatements: [],
    readonlyRootFilesystem: true,
    writablePaths: [],
    stopTimeoutSeconds: 60,
  },
  healthGate: {
    containerName: 'gate',
    delivery: 'asset',
    baseImage: 'public.ecr.aws/docker/library/python:3',
    cpu: 0,
    memoryLimitMiB: 64,
    stopTimeoutSeconds: 35,
    config: {
      service: 'dns',
      stage: 'prod',
      mode: 'http',
      intervalSeconds: 5,
      timeoutSeconds: 1,
      rise: 2,
      fall: 3,
      fallHard: 2,
      degradedSeconds: 60,
      drainSeconds: 25,
      checks: [
        { name: 'dns', port: 53, containerPort: 1053, transports: ['udp'], gatePort: 8080, probe: { kind: 'socket' } },
      ],
    },
  },
  loadBalancer: {
    scheme: 'internal',
    crossZone: false,
    deletionProtection: true,
    deregistrationDelaySeconds: 120,
    connectionTermination: true,
  },
  network: {
    source: 'created',
    preset: 'nat',
    cidr: '10.0.0.0/16',
    zones: [
      { name: 'a', slot: 0 },
      { name: 'b', slot: 1 },
    ],
    natGateways: 'one',
  },
  addresses: { source: 'none' },
  clients: { cidrs: ['10.0.0.0/16'], prefixLists: [], securityGroups: [] },
  task: { cpu: 256, memoryLimitMiB: 512, architecture: 'ARM64', desiredCount: 2, exec: false },
  rollout: { minHealthyPercent: 100, maxHealthyPercent: 200, circuitBreaker: true, healthCheckGracePeriodSeconds: 120 },
  logs: { retentionDays: 30, mode: 'non-blocking', maxBufferSizeMiB: 10 },
  tags: {},
  egress: { kind: 'all' },
  existing: {},
  roles: {},
  capacity: {},
  operations: {
    dashboard: false,
    savedQueries: false,
    deploymentEvents: 'none',
    containerInsights: 'disabled',
  },
  behaviours: [],
};

/** A service of one stage that differs from the good one. */
export function service(changes: Partial<Stage> = {}): Service {
  return { name: 'dns', stages: [{ ...STAGE, ...changes }] };
}
