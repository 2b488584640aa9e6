import { canonical, type Json } from '../../../util/json';
import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after, isNamed } from '../stack-pair';

export const rule: Rule<StackPair> = {
  id: 'stack-deployment',
  applies: (pair) =>
    pair.kind === 'paired' && isNamed(pair) && canonical(pair.before.deployment) !== canonical(pair.after.deployment),
  level: 'broadens',
  reason: () => 'The roles by which the stack is deployed, or the topics it notifies, are others.',
  remedy: 'Make sure that the new roles exist and allow no more than is needed.',
  detail: (pair) => (after(pair)?.deployment ?? {}) as Json,
};
