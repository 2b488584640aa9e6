import type { Stack } from '../../../cloudformation/stack';
import { canonical } from '../../../util/json';
import type { StackPair } from '../../pair';
import type { Rule } from '../rule';
import { after } from '../stack-pair';

/** Sections beyond what this comparison reads, such as hooks and includes, act at deployment. */
export const rule: Rule<StackPair> = {
  id: 'template-section',
  applies: (pair) => pair.kind === 'paired' && otherSections(pair.before) !== otherSections(pair.after),
  level: 'replaces',
  reason: () =>
    'A section of the template changes whose effect is only known at deployment (hooks, includes, transforms).',
  remedy: 'Read what the section does, or leave it as it is.',
  detail: (pair) => otherSections(after(pair)),
};

const READ_SECTIONS: ReadonlySet<string> = new Set([
  'AWSTemplateFormatVersion',
  'Conditions',
  'Description',
  'Mappings',
  'Metadata',
  'Outputs',
  'Parameters',
  'Resources',
  'Rules',
]);

function otherSections(stack: Stack | undefined): string {
  return canonical(
    Object.fromEntries(Object.entries(stack?.template ?? {}).filter(([name]) => !READ_SECTIONS.has(name))),
  );
}
