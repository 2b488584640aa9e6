import { references } from '../../cloudformation/evaluate/evaluate';
import { resourceOf } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { issue, NLB_HEALTH_CHECKS } from '../references';
import { type Alarm, alarmsOf } from '../template/alarms';
import type { NetworkLoadBalancer, Topology } from '../template/topology';

const HEALTH_METRICS = ['HealthyHostCount', 'UnHealthyHostCount', 'UnhealthyRoutingFlowCount'];

function* unwatched(topology: Topology): Iterable<TemplateViolation> {
  const alarms = alarmsOf(topology.assembly);
  if (topology.assembly.incomplete || alarms.some(({ open }) => open)) return;
  const onHealth = alarms.filter(
    ({ expressions, metrics }) =>
      metrics.some(({ namespace, name }) => namespace === 'AWS/NetworkELB' && HEALTH_METRICS.includes(String(name))) ||
      expressions.some((query) => HEALTH_METRICS.some((name) => query.includes(name))),
  );
  for (const loadBalancer of topology.udpLoadBalancers) {
    const watched = [
      loadBalancer.resource,
      ...topology.targetGroups
        .filter(({ loadBalancers }) => loadBalancers.includes(loadBalancer))
        .map(({ resource }) => resource),
    ];
    if (watched.some(({ shared }) => shared) || onHealth.some((alarm) => mayWatch(alarm, loadBalancer))) continue;
    yield {
      level: 'advice',
      resource: loadBalancer.resource,
      message: `No alarm watches the targets' health (${HEALTH_METRICS.join(', ')}), and a load balancer without a healthy target still sends to all of them.`,
    };
  }
}

/** Whether an alarm watches a load balancer; one that names none of its own template, or whose dimensions are open, may watch any. */
function mayWatch({ resource, metrics }: Alarm, { resource: balancer, listeners }: NetworkLoadBalancer): boolean {
  const named = references(resource.raw.Properties ?? null)
    .map(({ id }) => resource.template.resources.get(id))
    .filter((other) => other?.type.startsWith('AWS::ElasticLoadBalancingV2::'));
  const own = [balancer, ...listeners.flatMap((listener) => [listener.resource, ...listener.targets.map(resourceOf)])];
  const isOpen = metrics.some(({ dimensions }) => dimensions === 'unknown');
  return isOpen || named.length === 0 || named.some((other) => own.includes(other));
}

export const pitfall = {
  id: 'P7',
  theme: 'Health checks',
  title: 'The service works although every check fails, then breaks when one target turns healthy',
  cause: 'A load balancer without a healthy target fails open: it sends to all of them.',
  remedy: 'Alarm on UnhealthyRoutingFlowCount above 0 and on the maximum of HealthyHostCount below the desired tasks.',
  references: [NLB_HEALTH_CHECKS, issue('kubernetes-sigs/aws-load-balancer-controller', 2144)],
  coverage: [
    { kind: 'template', finds: 'UDP load balancers whose targets’ health no alarm watches', check: unwatched },
  ],
} satisfies Pitfall;
