import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after } from '../stack-pair';

export const rule: Rule<StackPair> = {
  id: 'stack-added',
  applies: (pair) => pair.kind === 'added',
  level: 'in-place',
  reason: (pair) => `The stack is created (${Object.keys(after(pair)?.template.Resources ?? {}).length} resources).`,
  remedy: 'Nothing to do.',
  detail: () => [],
};
