import type { Stack } from '../../../cloudformation/stack';
import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after, before, environmentOf, holding, levelOfAll } from '../stack-pair';

/** To CloudFormation a stack is its name: under another name a second one is created and the first is left behind. */
export const rule: Rule<StackPair> = {
  id: 'stack-renamed',
  applies: (pair) => pair.kind === 'renamed',
  level: (pair) => levelOfAll(before(pair)),
  reason: (pair) =>
    `The stack is now ${nameOf(after(pair))}: a second stack is created and this one is left behind${holding(before(pair))}.`,
  remedy: (pair) => `Keep the stack name ${before(pair)?.name ?? ''}, its account and its region.`,
  detail: (pair) => nameOf(after(pair)),
};

function nameOf(stack: Stack | undefined): string {
  return stack === undefined ? '' : `${stack.name ?? stack.id} in ${environmentOf(stack)}`;
}
