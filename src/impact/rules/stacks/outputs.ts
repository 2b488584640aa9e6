import type { Stack } from '../../../cloudformation/stack';
import { canonical, isObject } from '../../../util/json';
import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after } from '../stack-pair';

/** Outputs run nothing, but other stacks and programs read them. */
export const rule: Rule<StackPair> = {
  id: 'outputs',
  applies: (pair) => pair.kind === 'paired' && outputsOf(pair.before) !== outputsOf(pair.after),
  level: 'in-place',
  reason: () => 'The outputs of the stack change, which other stacks or programs may read.',
  remedy: 'Make sure that nobody reads what is no longer there: a stack that still imports it stops the deployment.',
  detail: (pair) => outputsOf(after(pair)),
};

function outputsOf(stack: Stack | undefined): string {
  const outputs = Object.entries(isObject(stack?.template.Outputs) ? stack.template.Outputs : {});
  return canonical(
    Object.fromEntries(
      outputs.map(([name, output]) => {
        const { Description: _description, ...rest } = isObject(output) ? output : {};
        return [name, rest];
      }),
    ),
  );
}
