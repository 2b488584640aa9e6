import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Aws } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { AlarmTopic } from '../model';
import { deployTimeValue } from './deploy-time-value';

/** The SNS topic of a stage's alarms and deployment events: its own, or an existing one, to which nothing is added. */
export function createAlarmTopic(scope: Construct, id: string, { arn, emails }: AlarmTopic): sns.ITopic {
  const topic =
    arn === undefined
      ? ownTopic(scope, id)
      : sns.Topic.fromTopicArn(scope, `Existing${id}`, deployTimeValue(scope, arn));
  for (const email of emails) {
    topic.addSubscription(new EmailSubscription(email));
  }
  return topic;
}

function ownTopic(scope: Construct, id: string): sns.Topic {
  const topic = new sns.Topic(scope, id, { enforceSSL: true });
  // A topic without a policy lets the account's alarms in. The first statement of any policy ends that.
  topic.addToResourcePolicy(
    publish(topic, 'Alarms', 'cloudwatch.amazonaws.com', { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } }),
  );
  topic.addToResourcePolicy(publish(topic, 'Events', 'events.amazonaws.com'));
  return topic;
}

function publish(topic: sns.Topic, sid: string, service: string, conditions?: iam.Conditions): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(service)],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions,
  });
}
