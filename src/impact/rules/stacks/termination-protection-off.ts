import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after, before } from '../stack-pair';

export const rule: Rule<StackPair> = {
  id: 'termination-protection-off',
  applies: (pair) => before(pair)?.terminationProtection === true && after(pair)?.terminationProtection === false,
  level: 'replaces',
  reason: () => 'Termination protection goes off: nothing stops the stack from being deleted.',
  remedy: 'Leave termination protection on; turn it off only to delete the stack.',
  detail: () => [],
};
