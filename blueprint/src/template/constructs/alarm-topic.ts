import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { AlarmTopic, Stage } from '../model';
import { createTopicKey } from './customer-managed-key';
import { deployTimeValue } from './deploy-time-value';

/** What the topic is made of. */
export interface AlarmTopicProps {
  readonly topic: AlarmTopic;
  readonly existing: Stage['existing'];
}

/** The SNS topic of a stage's alarms and deployment events: its own, or an existing one, to which nothing is added. */
export function createAlarmTopic(scope: Construct, id: string, { topic, existing }: AlarmTopicProps): sns.ITopic {
  const created =
    topic.arn === undefined
      ? ownTopic(scope, id, topicKey(scope, id, topic, existing))
      : sns.Topic.fromTopicArn(scope, `Existing${id}`, deployTimeValue(scope, topic.arn));
  for (const email of topic.emails) {
    created.addSubscription(new EmailSubscription(email));
  }
  return created;
}

/** Lets rules of EventBridge publish, these and no others; nothing is added to an existing topic. */
export function admitRules(topic: sns.ITopic, ruleArns: readonly string[]): void {
  const { account } = Stack.of(topic);
  topic.addToResourcePolicy(
    publish(topic, 'Events', 'events.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': account },
      ArnEquals: { 'aws:SourceArn': ruleArns },
    }),
  );
}

function topicKey(
  scope: Construct,
  id: string,
  { customerManagedKey }: AlarmTopic,
  { topicKeyArn }: AlarmTopicProps['existing'],
): kms.IKey | undefined {
  if (topicKeyArn !== undefined) {
    return kms.Key.fromKeyArn(scope, `Existing${id}Key`, deployTimeValue(scope, topicKeyArn));
  }
  return customerManagedKey ? createTopicKey(scope, `${id}Key`) : undefined;
}

function ownTopic(scope: Construct, id: string, masterKey?: kms.IKey): sns.Topic {
  const { account, partition, region } = Stack.of(scope);
  const topic = new sns.Topic(scope, id, { enforceSSL: true, masterKey });
  // A topic without a policy lets the account's alarms in. The first statement of any policy ends that.
  topic.addToResourcePolicy(
    publish(topic, 'Alarms', 'cloudwatch.amazonaws.com', {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
    }),
  );
  return topic;
}

function publish(topic: sns.ITopic, sid: string, service: string, conditions: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(service)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions,
  });
}
