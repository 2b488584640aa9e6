import { knownString } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import type { Topology } from '../template/topology';

function* shiftedTraffic(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource } of topology.services) {
    const strategy = knownString(resource.property('DeploymentConfiguration', 'Strategy'));
    if (strategy === undefined || strategy === 'ROLLING') continue;
    yield {
      level: 'advice',
      resource,
      message: `The strategy is ${strategy}: ECS adds ten minutes to each shift behind a Network Load Balancer and writes the listener's weights itself.`,
    };
  }
}

export const pitfall = {
  id: 'P44',
  theme: 'Rollout',
  title: 'Blue/green deployments are slow and the weights drift',
  cause:
    'ECS adds ten minutes to each shift behind a Network Load Balancer and rewrites the weights of the listener outside of the template.',
  remedy: 'Use rolling deployments, or leave the listener’s action to ECS.',
  references: [ecsGuide('nlb-resources-for-blue-green')],
  coverage: [
    { kind: 'impossible', why: 'Deployments are rolling.' },
    { kind: 'template', finds: 'other strategies than rolling', check: shiftedTraffic },
  ],
} satisfies Pitfall;
