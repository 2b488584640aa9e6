import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { HealthGate, Stage } from '../model';
import { gateSecrets } from '../secret-sources';
import { containerSecrets } from './container-secret';
import { assetImage, namedImage } from './images';

const DIRECTORY = 'health';
const PROGRAM = 'gate.py';
/** Isolated from the environment, without site packages, without writing byte code: the root is read-only. */
const PYTHON = ['python3', '-I', '-S', '-B'];
/** Half of what ECS accepts for a whole task definition. */
const MAX_INLINE_BYTES = 32 * 1024;
/** The user `nobody`. */
const USER = '65534:65534';
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
  const directory = join(rootDirectory, DIRECTORY);
  const container = taskDefinition.addContainer('HealthGate', {
    containerName: healthGate.containerName,
    ...(healthGate.delivery === 'asset'
      ? { image: assetImage(stage, directory, { BASE_IMAGE: healthGate.baseImage }) }
      : {
          image: namedImage(taskDefinition, 'HealthGateRepository', healthGate.baseImage),
          entryPoint: [...PYTHON, '-c'],
          command: [inlineProgram(join(directory, PROGRAM))],
        }),
    essential: false,
    enableRestartPolicy: true,
    restartAttemptPeriod: Duration.seconds(RESTART_PERIOD_SECONDS),
    environment: { GATE_CONFIG: JSON.stringify(healthGate.config) },
    secrets: containerSecrets(taskDefinition, gateSecrets(stage)),
    user: USER,
    readonlyRootFilesystem: true,
    linuxParameters: withoutCapabilities(taskDefinition),
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

function withoutCapabilities(taskDefinition: ecs.FargateTaskDefinition): ecs.LinuxParameters {
  const parameters = new ecs.LinuxParameters(taskDefinition, 'HealthGateLinuxParameters');
  parameters.dropCapabilities(ecs.Capability.ALL);
  return parameters;
}

function inlineProgram(file: string): string {
  // Its header says whose file it is in the repository; in the task definition it would only take room.
  const program = readFileSync(file, 'utf8').replace(/^(#.*\n)+/, '');
  const size = Buffer.byteLength(program);
  if (size > MAX_INLINE_BYTES) {
    throw new Error(
      `${DIRECTORY}/${PROGRAM}: has ${size} bytes, but a health gate with inline delivery is part of the task ` +
        `definition and has room for ${MAX_INLINE_BYTES}. Deliver it as an image of its own (delivery "asset").`,
    );
  }
  return program;
}
