import type * as ecs from 'aws-cdk-lib/aws-ecs';
import * as events from 'aws-cdk-lib/aws-events';
import type * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { admitRules } from './alarm-topic';

/** What the deployment events of a service are made of. */
export interface DeploymentEventsProps {
  readonly serviceName: string;
  readonly stageName: string;
  readonly service: ecs.FargateService;
  readonly topic: sns.ITopic;
  /** Whether success is told, too. */
  readonly completed: boolean;
}

/** Tells the topic of deployments that fail and of tasks that cannot start. */
export class DeploymentEvents extends Construct {
  constructor(scope: Construct, id: string, props: DeploymentEventsProps) {
    super(scope, id);
    const rules = [
      this.addRule('Deployments', 'ECS Deployment State Change', props, [
        'SERVICE_DEPLOYMENT_FAILED',
        ...(props.completed ? ['SERVICE_DEPLOYMENT_COMPLETED'] : []),
      ]),
      this.addRule('Actions', 'ECS Service Action', props, [
        'SERVICE_TASK_PLACEMENT_FAILURE',
        'SERVICE_TASK_START_IMPAIRED',
      ]),
    ];
    admitRules(
      props.topic,
      rules.map(({ ruleArn }) => ruleArn),
    );
  }

  private addRule(
    id: string,
    detailType: string,
    { serviceName, stageName, service, topic }: DeploymentEventsProps,
    eventName: string[],
  ): events.Rule {
    const field = events.EventField.fromPath;
    return new events.Rule(this, id, {
      description: `${detailType} of ${serviceName}, stage ${stageName}: ${eventName.join(', ')}`,
      eventPattern: {
        source: ['aws.ecs'],
        detailType: [detailType],
        resources: [service.serviceArn],
        detail: { eventName },
      },
      targets: [
        {
          // Not the CDK's own target: it takes an existing topic's account and region for a reason to build bridges to it.
          bind: () => ({
            arn: topic.topicArn,
            input: events.RuleTargetInput.fromText(
              `${serviceName}, stage ${stageName}: ${field('$.detail.eventName')} at ${field('$.time')}. ` +
                `${field('$.detail.reason')} Runbook: docs/service.md#deployments`,
            ),
          }),
        },
      ],
    });
  }
}
