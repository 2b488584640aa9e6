import { fullName } from './load-balancer';
import type { LiveCount } from './model';
import type { RunningStack } from './stack';

const FLOW_MINUTES = 60;

/** Metrics of flows that did not go where they should, by what they tell. */
const FLOW_METRICS: readonly (readonly [what: string, metric: string])[] = [
  ['from clients that are not admitted (UDP)', 'SecurityGroupBlockedFlowCount_Inbound_UDP'],
  ['from clients that are not admitted (TCP)', 'SecurityGroupBlockedFlowCount_Inbound_TCP'],
  ['blocked on the way to the tasks (UDP)', 'SecurityGroupBlockedFlowCount_Outbound_UDP'],
  ['blocked on the way to the tasks (TCP, health checks)', 'SecurityGroupBlockedFlowCount_Outbound_TCP'],
  ['sent to unhealthy targets', 'UnhealthyRoutingFlowCount'],
];

export async function readFlows(stack: RunningStack, now: Date): Promise<LiveCount[]> {
  const dimensions = [{ Name: 'LoadBalancer', Value: fullName(stack) }];
  const queries = FLOW_METRICS.map(([, metric], index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: { Namespace: 'AWS/NetworkELB', MetricName: metric, Dimensions: dimensions },
      Period: FLOW_MINUTES * 60,
      Stat: 'Sum',
    },
  }));
  const { MetricDataResults } = await stack.aws<{ MetricDataResults: { Id: string; Values: number[] }[] }>(
    'cloudwatch',
    'get-metric-data',
    '--metric-data-queries',
    JSON.stringify(queries),
    '--start-time',
    new Date(now.getTime() - FLOW_MINUTES * 60_000).toISOString(),
    '--end-time',
    now.toISOString(),
  );
  // These metrics are published only when they are not zero.
  return FLOW_METRICS.map(([what], index) => ({
    what,
    count: (MetricDataResults.find(({ Id }) => Id === `m${index}`)?.Values ?? []).reduce((sum, one) => sum + one, 0),
  }));
}
