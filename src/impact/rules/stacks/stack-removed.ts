import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { before, holding, levelOfAll } from '../stack-pair';

export const rule: Rule<StackPair> = {
  id: 'stack-removed',
  applies: (pair) => pair.kind === 'removed',
  level: (pair) => levelOfAll(before(pair)),
  reason: (pair) => `The stack is no longer part of the app: it is destroyed or left behind${holding(before(pair))}.`,
  remedy: 'Keep the stack; where it shall really go, destroy it knowingly and acknowledge this finding.',
  detail: () => [],
};
