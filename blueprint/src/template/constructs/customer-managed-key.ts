import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { RemovalPolicy, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/**
 * A key of the stage's own. It outlives what it encrypts: whatever was written with it can only be read with it.
 */
function createKey(scope: Construct, id: string, description: string): kms.Key {
  return new kms.Key(scope, id, {
    description,
    enableKeyRotation: true,
    // A first deployment that fails leaves nothing behind.
    removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
  });
}

/** A key for the log groups of a stack, and for nothing else: CloudWatch Logs says which log group it works for. */
export function createLogsKey(scope: Construct, id: string): kms.Key {
  const { account, partition, region, stackName } = Stack.of(scope);
  const key = createKey(scope, id, `Log groups of ${stackName}`);
  key.addToResourcePolicy(
    new iam.PolicyStatement({
      sid: 'LogGroups',
      principals: [new iam.ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      resources: ['*'],
      conditions: {
        ArnLike: {
          // CloudFormation names a log group after its stack.
          'kms:EncryptionContext:aws:logs:arn': `arn:${partition}:logs:${region}:${account}:log-group:${stackName}-*`,
        },
      },
    }),
  );
  return key;
}

/** A key for the topic of a stage: what publishes to it must be able to use the key. */
export function createTopicKey(scope: Construct, id: string): kms.Key {
  const { account, partition, region, stackName } = Stack.of(scope);
  const key = createKey(scope, id, `Alarm topic of ${stackName}`);
  const uses = (sid: string, service: string, conditions?: iam.Conditions) =>
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ServicePrincipal(service)],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions,
      }),
    );
  uses('Alarms', 'cloudwatch.amazonaws.com', {
    StringEquals: { 'aws:SourceAccount': account },
    ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
  });
  // EventBridge does not say for which rule it uses the key of a topic, so a condition would drop every event without a
  // word (https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html). The policy of the topic names the rules.
  uses('Events', 'events.amazonaws.com');
  return key;
}
