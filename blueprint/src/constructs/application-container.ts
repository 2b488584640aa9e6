import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Duration, Size } from 'aws-cdk-lib/core';
import type { ContainerProperties } from '../extension-points';
import type { Logs, Stage } from '../model';
import { containerSecrets } from './container-secret';
import { applicationImage, type ImageSources } from './images';
import { mappingProtocol } from './transports';

/** What the application container is made of. */
export interface ApplicationContainerProps extends ImageSources {
  readonly stage: Stage;
  readonly logGroup: logs.ILogGroup;
  /** What it is created with in the end. */
  readonly customise: (properties: ContainerProperties) => ContainerProperties;
}

/** Adds the container of the application to the task. */
export function addApplicationContainer(
  taskDefinition: ecs.FargateTaskDefinition,
  props: ApplicationContainerProps,
): ecs.ContainerDefinition {
  const { stage } = props;
  const { application } = stage;
  const properties = props.customise({
    image: applicationImage(taskDefinition, stage, props),
    environment: application.environment,
    secrets: containerSecrets(taskDefinition, application.secrets),
    command: application.command && [...application.command],
    user: application.user,
    readonlyRootFilesystem: application.readonlyRootFilesystem,
    stopTimeout: Duration.seconds(application.stopTimeoutSeconds),
    logging: logDriver(stage.logs, props.logGroup),
    // ECS Exec leaves orphaned processes behind; an init process reaps them.
    linuxParameters: stage.task.exec
      ? new ecs.LinuxParameters(taskDefinition, 'ApplicationLinuxParameters', { initProcessEnabled: true })
      : undefined,
  });
  const container = taskDefinition.addContainer('Application', {
    ...properties,
    // What the load balancer knows the application by.
    containerName: application.containerName,
    essential: true,
    portMappings: portMappings(stage),
  });
  for (const path of application.writablePaths) {
    addWritablePath(taskDefinition, container, path);
  }
  return container;
}

/** One mapping a container port, however many listeners lead to it. */
function portMappings({ ports }: Stage): ecs.PortMapping[] {
  const mappings = ports.map((port) => ({ containerPort: port.containerPort, protocol: mappingProtocol(port) }));
  return [...new Map(mappings.map((mapping) => [`${mapping.containerPort}/${mapping.protocol}`, mapping])).values()];
}

/**
 * An empty volume under the read-only root.
 *
 * ECS creates it as root with mode 0755. An application that runs as another user can write to it only where its image
 * declares the path as `VOLUME` and gives it to that user: the volume then takes over owner and mode.
 */
function addWritablePath(
  taskDefinition: ecs.FargateTaskDefinition,
  container: ecs.ContainerDefinition,
  path: string,
): void {
  const name = volumeName(path);
  taskDefinition.addVolume({ name });
  container.addMountPoints({ containerPath: path, sourceVolume: name, readOnly: false });
}

/** Volume names know letters, digits, hyphens and underscores; two paths never share one. */
function volumeName(path: string): string {
  return `path${path.replace(/[^A-Za-z0-9/]/g, (character) => `_${character.charCodeAt(0).toString(16)}_`).replace(/\//g, '-')}`;
}

/** The log driver with its mode spelled out: what ECS does by default has changed before. */
function logDriver({ mode, maxBufferSizeMiB }: Logs, logGroup: logs.ILogGroup): ecs.LogDriver {
  return mode === 'blocking'
    ? ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'application', mode: ecs.AwsLogDriverMode.BLOCKING })
    : ecs.LogDrivers.awsLogs({
        logGroup,
        streamPrefix: 'application',
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
        maxBufferSize: Size.mebibytes(maxBufferSizeMiB),
      });
}
