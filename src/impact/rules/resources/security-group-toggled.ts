import { asList, type JsonObject } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { propertiesOf } from '../helpers';
import { isNetworkLoadBalancer } from '../network-load-balancer';
import type { Rule } from '../rule';

/** A security group can neither be added to nor taken from a Network Load Balancer that exists. */
export const rule: Rule<ResourceChange> = {
  id: 'security-group-toggled',
  applies: (change) =>
    isNetworkLoadBalancer(change) && change.action === 'update' && hasGroups(change.before) !== hasGroups(change.after),
  level: 'replaces',
  reason: (change) =>
    hasGroups(change.after)
      ? 'The load balancer was created without a security group and can never get one: the API refuses, or it has to be recreated.'
      : 'The load balancer was created with security groups and cannot be without: the API refuses, or it has to be recreated.',
  remedy: (change) =>
    hasGroups(change.after)
      ? 'Leave it without one (feature flag @aws-cdk/aws-elasticloadbalancingv2:networkLoadBalancerWithSecurityGroupByDefault off), or create a second load balancer.'
      : 'Leave at least one security group on it.',
  detail: (change) => hasGroups(change.after),
};

function hasGroups(resource: JsonObject | undefined): boolean {
  const { SecurityGroups: groups } = propertiesOf(resource);
  return groups !== undefined && asList(groups).length > 0;
}
