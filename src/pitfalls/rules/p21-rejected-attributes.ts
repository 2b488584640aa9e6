import { asBoolean } from '../../cloudformation/evaluate/value';
import type { Pitfall, TemplateViolation } from '../pitfall';
import { cloudFormation, NLB_TARGET_GROUP_ATTRIBUTES } from '../references';
import type { Topology } from '../template/topology';

function* forbiddenAttributes(topology: Topology): Iterable<TemplateViolation> {
  for (const { resource, protocol, attribute } of topology.udpTargetGroups) {
    const forbidden = [
      ['preserve_client_ip.enabled', false],
      ['target_health_state.unhealthy.connection_termination.enabled', true],
    ] as const;
    for (const [key, value] of forbidden) {
      if (asBoolean(attribute(key)) !== value) continue;
      yield {
        level: 'error',
        resource,
        message: `${key} is ${value}, which a ${String(protocol)} target group refuses.`,
      };
    }
  }
}

export const pitfall = {
  id: 'P21',
  theme: 'Ports and protocols',
  title: 'A target group attribute is rejected',
  cause: 'Client addresses are always preserved for UDP, and flows to unhealthy targets cannot be cut.',
  remedy: 'Remove the attribute.',
  references: [
    NLB_TARGET_GROUP_ATTRIBUTES,
    cloudFormation('aws-properties-elasticloadbalancingv2-targetgroup-targetgroupattribute'),
  ],
  coverage: [
    { kind: 'impossible', why: 'No option sets these attributes.' },
    { kind: 'template', finds: 'attributes that UDP target groups refuse', check: forbiddenAttributes },
  ],
} satisfies Pitfall;
