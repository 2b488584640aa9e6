import { join } from 'node:path';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { Annotations, Duration, Size } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { ContainerProperties } from '../extension-points';
import type { Application, Logs, Stage } from '../model';
import { containerSecrets } from './container-secret';
import { dockerfileUser } from './dockerfile-user';
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
    user: application.user ?? imageUser(stage, props.rootDirectory),
    readonlyRootFilesystem: application.readonlyRootFilesystem,
    stopTimeout: Duration.seconds(application.stopTimeoutSeconds),
    logging: logDriver(stage.logs, props.logGroup),
    linuxParameters: linuxParameters(taskDefinition, stage),
  });
  warnOfRoot(taskDefinition, properties.user, application);
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

/** The user of an image that is built here: the task definition says it where its Dockerfile does. */
function imageUser({ image }: Stage, rootDirectory: string): string | undefined {
  return image.source === 'asset' ? dockerfileUser(join(rootDirectory, image.directory)) : undefined;
}

function linuxParameters(scope: Construct, { task, application }: Stage): ecs.LinuxParameters | undefined {
  const { dropCapabilities = [] } = application;
  if (!task.exec && dropCapabilities.length === 0) return undefined;
  const parameters = new ecs.LinuxParameters(scope, 'ApplicationLinuxParameters', {
    // ECS Exec leaves orphaned processes behind; an init process reaps them.
    initProcessEnabled: task.exec || undefined,
  });
  parameters.dropCapabilities(...dropCapabilities.map((name) => name as ecs.Capability));
  return parameters;
}

/** A root without capabilities can neither give files away nor become another user, as many servers do at their start. */
function warnOfRoot(scope: Construct, user: string | undefined, { dropCapabilities = [] }: Application): void {
  if (!dropCapabilities.includes('ALL') || !/^(root|0)(:|$)/.test(user ?? '')) return;
  Annotations.of(scope).addWarningV2(
    'udp-service:root-without-capabilities',
    `application.user: the container runs as "${user}" with every Linux capability dropped, so it can neither change the ` +
      "owner of files nor become another user. Name another user in the Dockerfile, or say in 'application.dropCapabilities' " +
      'which ones it does without.',
  );
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
