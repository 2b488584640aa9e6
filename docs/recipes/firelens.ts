import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Extensions } from '../../blueprint/src/template/extension-points';

/** An existing stream in the account and region of the stage. */
const STREAM = 'central-logs';

/** The application's log goes through a log router to a Firehose stream instead of to its log group. */
export const extensions: Extensions = {
  container(properties, { stack }) {
    return {
      ...properties,
      logging: ecs.LogDrivers.firelens({
        options: {
          Name: 'kinesis_firehose',
          region: stack.region,
          delivery_stream: STREAM,
          // Lines wait here while the stream is slow: the same choice as `logs.mode` makes for CloudWatch Logs.
          'log-driver-buffer-limit': '100000',
        },
      }),
    };
  },
  taskDefinition({ stack, taskDefinition, taskRole, logGroups }) {
    taskDefinition.addFirelensLogRouter('LogRouter', {
      containerName: 'log-router',
      image: ecs.ContainerImage.fromRegistry('public.ecr.aws/aws-observability/aws-for-fluent-bit:stable'),
      essential: true,
      cpu: 32,
      memoryReservationMiB: 64,
      firelensConfig: { type: ecs.FirelensLogRouterType.FLUENTBIT },
      // What the router says of itself stays in CloudWatch Logs: it cannot report its own failure through itself.
      logging: ecs.LogDrivers.awsLogs({
        logGroup: logGroups.application,
        streamPrefix: 'log-router',
        mode: ecs.AwsLogDriverMode.NON_BLOCKING,
      }),
    });
    // The router sends with the rights of the task.
    taskRole.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: ['firehose:PutRecordBatch'],
        resources: [stack.formatArn({ service: 'firehose', resource: 'deliverystream', resourceName: STREAM })],
      }),
    );
  },
};
