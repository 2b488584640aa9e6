import type { Stage } from '../../model/model';

/** An IAM policy document. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly { readonly Effect: 'Allow'; readonly Action: string[]; readonly Resource: string }[];
}

/** Actions that know no resource. */
const WITHOUT_RESOURCE = [
  'cloudwatch:GetMetricData',
  'ec2:DescribeNetworkInterfaces',
  'elasticloadbalancing:DescribeLoadBalancers',
  'elasticloadbalancing:DescribeTargetGroups',
  'elasticloadbalancing:DescribeTargetHealth',
];

/** The least that `live` needs for a stage. */
export function livePolicy(stack: string, { account = '*', region = '*' }: Stage): PolicyDocument {
  const arn = (service: string, resource: string) => `arn:*:${service}:${region}:${account}:${resource}`;
  const allow = (Action: string[], Resource: string) => ({ Effect: 'Allow', Action, Resource }) as const;
  return {
    Version: '2012-10-17',
    Statement: [
      allow(
        ['cloudformation:DescribeStacks', 'cloudformation:ListStackResources'],
        arn('cloudformation', `stack/${stack}/*`),
      ),
      // The cluster may be an existing one of any name.
      allow(['ecs:DescribeServices'], arn('ecs', `service/*/${stack}-*`)),
      allow(['logs:FilterLogEvents'], arn('logs', `log-group:${stack}-*`)),
      allow(WITHOUT_RESOURCE, '*'),
    ],
  };
}
