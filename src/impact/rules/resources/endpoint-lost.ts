import { references, render } from '../../../cloudformation/functions';
import { isObject, type JsonObject } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { propertiesOf } from '../helpers';
import type { Rule } from '../rule';

const LISTENER = 'AWS::ElasticLoadBalancingV2::Listener';

/**
 * Clients hold a port as well as an address. The address stays and the port can come back, so this is not `loses`;
 * it is as much as recreating the listener, although CloudFormation updates it in place.
 */
export const rule: Rule<ResourceChange> = {
  id: 'endpoint-lost',
  applies: (change) =>
    change.type === LISTENER &&
    change.action !== 'create' &&
    change.movedTo === undefined &&
    lostEndpoints(change).length > 0,
  level: 'replaces',
  reason: (change) => `Clients lose ${lostEndpoints(change).join(' and ')} of the load balancer.`,
  remedy: 'Add a listener for the new port, move the clients, then remove the old one.',
  detail: (change) => lostEndpoints(change),
};

function lostEndpoints(change: ResourceChange): string[] {
  // That the load balancer goes is worse, and told of the load balancer.
  if ([...references(propertiesOf(change.before).LoadBalancerArn)].some((id) => change.context.gone.has(id))) return [];
  const served = new Set(
    Object.values(change.context.after).flatMap((resource) =>
      isObject(resource) && resource.Type === LISTENER ? endpointsOf(resource) : [],
    ),
  );
  return endpointsOf(change.before)
    .filter((endpoint) => !served.has(endpoint))
    .map((endpoint) => endpoint.split(' ')[0] as string)
    .sort();
}

function endpointsOf(listener: JsonObject | undefined): string[] {
  const { LoadBalancerArn, Port, Protocol } = propertiesOf(listener);
  return render(Protocol)
    .split('_')
    .map((transport) => `${transport}/${render(Port)} ${render(LoadBalancerArn)}`);
}
