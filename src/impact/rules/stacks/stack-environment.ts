import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after, before, environmentOf, isNamed } from '../stack-pair';

/** Without an environment a stack goes wherever the credentials point. */
export const rule: Rule<StackPair> = {
  id: 'stack-environment',
  applies: (pair) =>
    pair.kind === 'paired' && environmentOf(pair.before) !== environmentOf(pair.after) && isNamed(pair),
  level: (pair) => {
    const [a, b] = [before(pair), after(pair)];
    return (a?.account !== undefined && b?.account === undefined) ||
      (a?.region !== undefined && b?.region === undefined)
      ? 'replaces'
      : 'in-place';
  },
  reason: (pair) =>
    `The environment of the stack goes from ${environmentOf(before(pair))} to ${environmentOf(after(pair))}; in another one it would be a second stack.`,
  remedy: 'Make sure that it names the account and region in which the stack runs today.',
  detail: (pair) => [environmentOf(before(pair)), environmentOf(after(pair))],
};
