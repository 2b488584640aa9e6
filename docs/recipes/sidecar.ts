import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Duration } from 'aws-cdk-lib/core';
import type { Extensions } from '../../blueprint/src/template/extension-points';

/** A second container, built from the directory `exporter/`, which reads the application's counters over loopback. */
export const extensions: Extensions = {
  taskDefinition({ stage, taskDefinition, container, logGroups }) {
    const exporter = taskDefinition.addContainer('Exporter', {
      containerName: 'exporter',
      image: ecs.ContainerImage.fromAsset('exporter', {
        platform: stage.task.architecture === 'ARM64' ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64,
      }),
      // Its end must not be the end of the application.
      essential: false,
      enableRestartPolicy: true,
      cpu: 32,
      memoryLimitMiB: 64,
      readonlyRootFilesystem: true,
      stopTimeout: Duration.seconds(30),
      logging: ecs.LogDrivers.awsLogs({
        logGroup: logGroups.application,
        streamPrefix: 'exporter',
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    });
    // It starts after the application and so stops before it. The health gate still stops first of all.
    exporter.addContainerDependencies({ container, condition: ecs.ContainerDependencyCondition.START });
  },
};
