import type { Stage } from './model';

/** Construct IDs of the stacks of a stage, in the order in which they depend on each other. */
export function stackIds(stage: Stage): string[] {
  const parts = [
    ...(stage.network.source === 'created' ? ['network'] : []),
    ...(stage.addresses.source === 'elastic' ? ['addresses'] : []),
    'service',
  ];
  return parts.map((part) => `${stage.name}-${part}`);
}
