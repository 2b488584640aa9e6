import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import type { Topology } from '../template/topology';

function* circles(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource } of topology.services) {
    const awaited = topology.dependencies(resource);
    if (!awaited.has(resource)) continue;
    const alarm = [...awaited].find(
      (other) => other.type === 'AWS::CloudWatch::Alarm' && topology.dependencies(other).has(resource),
    );
    if (!alarm) continue;
    yield {
      level: 'error',
      resource,
      message: `The service waits for its deployment alarm ${alarm.logicalId}, which refers to the service: neither can be made first.`,
    };
  }
}

export const pitfall = {
  id: 'P43',
  theme: 'Scaling and alarms',
  title: 'Circular dependency on a deployment alarm',
  cause: 'The alarm watches a metric of the service and the service names the alarm.',
  remedy: 'Use metrics of the load balancer for deployment alarms, or name alarm, cluster and service by text.',
  references: [ecsGuide('deployment-alarm-failure')],
  coverage: [
    { kind: 'impossible', why: 'Deployment alarms watch metrics of the load balancer and the target groups alone.' },
    { kind: 'template', finds: 'services that wait for an alarm that waits for them', check: circles },
  ],
} satisfies Pitfall;
