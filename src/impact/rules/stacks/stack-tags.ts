import { canonical, type Json } from '../../../util/json';
import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after, isNamed } from '../stack-pair';

/** CloudFormation hands stack tags on to every resource. */
export const rule: Rule<StackPair> = {
  id: 'stack-tags',
  applies: (pair) =>
    pair.kind === 'paired' && isNamed(pair) && canonical(pair.before.tags) !== canonical(pair.after.tags),
  level: 'in-place',
  reason: () => 'The tags of the stack change, and with them those of its resources.',
  remedy: 'Nothing to do.',
  detail: (pair) => (after(pair)?.tags ?? {}) as Json,
};
