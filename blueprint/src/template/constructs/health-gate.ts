import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { HealthGate, Stage } from '../model';
import { gateSecrets } from '../secret-sources';
import { containerSecrets } from './container-secret';
import {
  GATE_DIRECTORY,
  gateImage,
  inlineProgram,
  PYTHON,
  UNPRIVILEGED_USER,
  withoutCapabilities,
} from './gate-container';

const PROGRAM = 'gate.py';
/** The shortest that ECS accepts: a container is restarted at most once in it. */
const RESTART_PERIOD_SECONDS = 60;

/** What the health gate is made of. */
export interface HealthGateProps {
  readonly stage: Stage;
  readonly healthGate: HealthGate;
  /** The container it watches. */
  readonly application: ecs.ContainerDefinition;
  readonly logGroup: logs.ILogGroup;
  readonly rootDirectory: string;
}

/**
 * Adds the health gate to the task.
 *
 * It must never stop the application. So it is not essential: a container that exits within its restart period is not
 * restarted, and were it essential, ECS would then stop the whole task at once, with every flow on it. As it is, a gate
 * that died restarts alone; one that keeps dying fails the load balancer's check, and ECS replaces the task in the
 * ordinary way, draining it first.
 */
export function addHealthGate(
  taskDefinition: ecs.FargateTaskDefinition,
  { stage, healthGate, application, logGroup, rootDirectory }: HealthGateProps,
): ecs.ContainerDefinition {
  const container = taskDefinition.addContainer('HealthGate', {
    containerName: healthGate.containerName,
    image: gateImage(taskDefinition, stage, healthGate, rootDirectory),
    ...(healthGate.delivery === 'inline' && {
      entryPoint: [...PYTHON, '-c'],
      command: [inlineProgram(rootDirectory, `${GATE_DIRECTORY}/${PROGRAM}`)],
    }),
    essential: false,
    enableRestartPolicy: true,
    restartAttemptPeriod: Duration.seconds(RESTART_PERIOD_SECONDS),
    environment: { GATE_CONFIG: JSON.stringify(healthGate.config) },
    secrets: containerSecrets(taskDefinition, gateSecrets(stage)),
    user: UNPRIVILEGED_USER,
    readonlyRootFilesystem: true,
    linuxParameters: withoutCapabilities(taskDefinition, 'HealthGateLinuxParameters'),
    cpu: healthGate.cpu,
    memoryLimitMiB: healthGate.memoryLimitMiB,
    stopTimeout: Duration.seconds(healthGate.stopTimeoutSeconds),
    portMappings: [...new Set(healthGate.config.checks.map((check) => check.gatePort))].map((containerPort) => ({
      containerPort,
      protocol: ecs.Protocol.TCP,
    })),
    logging: ecs.LogDrivers.awsLogs({
      logGroup,
      streamPrefix: 'health-gate',
      // Whatever the application chose: a gate that waits for its log would report the log's health.
      mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      maxBufferSize: Size.mebibytes(stage.logs.maxBufferSizeMiB),
    }),
  });
  // What starts last stops first: the gate fails its checks and drains while the application still serves.
  container.addContainerDependencies({
    container: application,
    condition: ecs.ContainerDependencyCondition.START,
  });
  return container;
}
