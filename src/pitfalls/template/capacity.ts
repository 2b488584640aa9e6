import type { Assembly, Resource, Value } from '../../cloudformation/evaluate/model';
import type { Truth } from '../../cloudformation/evaluate/truth';
import { asString, isUnknown, items, resourceOf, step } from '../../cloudformation/evaluate/value';
import type { TaskDefinition } from './task';

/** The capacity providers of a service: its own strategy, or without a launch type the default one of its cluster. */
export function capacityOf(assembly: Assembly, service: Resource): Value {
  const own = service.property('CapacityProviderStrategy');
  if (own !== undefined || service.property('LaunchType') !== undefined) return own;
  const cluster = resourceOf(service.property('Cluster'));
  const associations = assembly
    .ofType('AWS::ECS::ClusterCapacityProviderAssociations')
    .filter((association) => cluster !== undefined && resourceOf(association.property('Cluster')) === cluster);
  return [cluster, ...associations]
    .map((resource) => resource?.property('DefaultCapacityProviderStrategy'))
    .find((strategy) => strategy !== undefined);
}

/** The service or its cluster says where; else what its tasks are made for decides. */
export function runsOnFargate(service: Resource, capacity: Value, task: TaskDefinition | undefined): Truth {
  const launchType = asString(service.property('LaunchType'));
  if (launchType !== undefined) return isUnknown(launchType) ? 'unknown' : launchType === 'FARGATE';
  if (isUnknown(capacity)) return 'unknown';
  const [provider] = items(capacity).map((item) => asString(step(item, 'CapacityProvider')));
  if (provider !== undefined) return isUnknown(provider) ? 'unknown' : /^FARGATE(_SPOT)?$/.test(provider);
  return task?.compatibility ?? 'unknown';
}
