import type { Stage } from '../model/model';

/** The parts of a stage that may be a stack, in the order in which they depend on each other. */
export const STACK_PARTS = ['network', 'addresses', 'service'] as const;

/** The stack of the roles that workflows assume: a person deploys it, and no workflow does. */
export const ROLES_PART = 'deploy-role';

/** Construct IDs of the stacks that workflows deploy to a stage, in the order in which they depend on each other. */
export function stackIds(stage: Stage): string[] {
  const present = {
    network: stage.network.source === 'created',
    addresses: stage.addresses.source === 'elastic',
    service: true,
  };
  return STACK_PARTS.filter((part) => present[part]).map((part) => `${stage.name}-${part}`);
}

/** Names that the stacks of a stage may have in CloudFormation. */
export function stackNames(service: string, stage: string): string[] {
  return STACK_PARTS.map((part) => `${service}-${stage}-${part}`);
}
