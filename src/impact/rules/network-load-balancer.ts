import { scalarText } from '../../util/json';
import type { ResourceChange } from '../changes';
import { propertiesOf } from './helpers';

export const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

export function isNetworkLoadBalancer(change: ResourceChange): boolean {
  if (change.type !== LOAD_BALANCER) return false;
  const { Type: type } = propertiesOf(change.before);
  // A type that the template does not tell may be the network's: fail closed.
  return type !== undefined && (scalarText(type) === undefined || type === 'network');
}
