import type { Stack } from '../../../cloudformation/stack';
import { inWords } from '../../../cloudformation/words';
import { canonical, type Json } from '../../../util/json';
import type { StackPair } from '../../pair';
import { mentionsIdentity } from '../../resource-types';
import type { Rule } from '../rule';
import { after, before } from '../stack-pair';

const KNOWN_TRANSFORMS: ReadonlySet<string> = new Set(['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31']);

/** A macro rewrites the whole template at deployment. */
export const rule: Rule<StackPair> = {
  id: 'macro',
  applies: (pair) => {
    const [a, b] = [macrosOf(before(pair)), macrosOf(after(pair))];
    if (pair.kind !== 'paired' || (a.length === 0 && b.length === 0)) return false;
    return canonical(pair.before.template) !== canonical(pair.after.template);
  },
  level: (pair) => (mentionsIdentity(canonical(before(pair)?.template)) ? 'loses' : 'replaces'),
  reason: (pair) =>
    `The template goes through ${[...new Set([before(pair), after(pair)].flatMap((stack) => macrosOf(stack).map(inWords)))].join(', ')}: what a change becomes there cannot be told.`,
  remedy: 'Write in the template what the macro would make of it.',
  detail: (pair) => canonical(after(pair)?.template),
};

function macrosOf(stack: Stack | undefined): Json[] {
  const transform = stack?.template.Transform;
  const list = transform === undefined ? [] : Array.isArray(transform) ? transform : [transform];
  return list.filter((item) => typeof item !== 'string' || !KNOWN_TRANSFORMS.has(item));
}
