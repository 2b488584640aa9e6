import { asString } from '../../cloudformation/evaluate/value';
import type { EcsService } from './topology';

/** Whether ECS itself replaces the tasks. */
export function rolls({ resource }: EcsService): boolean {
  const controller = asString(resource.property('DeploymentController', 'Type'));
  return controller === undefined || controller === 'ECS';
}
