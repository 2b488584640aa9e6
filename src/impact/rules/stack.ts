import type { Stack } from '../../cloudformation/stack';
import { inWords } from '../../cloudformation/words';
import { canonical, isObject, type Json } from '../../util/json';
import type { StackPair } from '../pair';
import { holdsData, holdsIdentity, mentionsIdentity } from '../resource-types';
import type { Rule } from './rule';

const KNOWN_TRANSFORMS: ReadonlySet<string> = new Set(['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31']);

/** To CloudFormation a stack is its name: under another name a second one is created and the first is left behind. */
export const stackRenamed: Rule<StackPair> = {
  id: 'stack-renamed',
  applies: (pair) => pair.kind === 'renamed',
  level: (pair) => levelOfAll(before(pair)),
  reason: (pair) =>
    `The stack is now ${nameOf(after(pair))}: a second stack is created and this one is left behind${holding(before(pair))}.`,
  remedy: (pair) => `Keep the stack name ${before(pair)?.name ?? ''}, its account and its region.`,
  detail: (pair) => nameOf(after(pair)),
};

export const stackRemoved: Rule<StackPair> = {
  id: 'stack-removed',
  applies: (pair) => pair.kind === 'removed',
  level: (pair) => levelOfAll(before(pair)),
  reason: (pair) => `The stack is no longer part of the app: it is destroyed or left behind${holding(before(pair))}.`,
  remedy: 'Keep the stack; where it shall really go, destroy it knowingly and acknowledge this finding.',
  detail: () => [],
};

export const stackAdded: Rule<StackPair> = {
  id: 'stack-added',
  applies: (pair) => pair.kind === 'added',
  level: 'in-place',
  reason: (pair) => `The stack is created (${Object.keys(after(pair)?.template.Resources ?? {}).length} resources).`,
  remedy: 'Nothing to do.',
  detail: () => [],
};

export const terminationProtectionOff: Rule<StackPair> = {
  id: 'termination-protection-off',
  applies: (pair) => before(pair)?.terminationProtection === true && after(pair)?.terminationProtection === false,
  level: 'replaces',
  reason: () => 'Termination protection goes off: nothing stops the stack from being deleted.',
  remedy: 'Leave termination protection on; turn it off only to delete the stack.',
  detail: () => [],
};

/** Without an environment a stack goes wherever the credentials point. */
export const environmentChanged: Rule<StackPair> = {
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

/** CloudFormation hands stack tags on to every resource. */
export const stackTagsChanged: Rule<StackPair> = {
  id: 'stack-tags',
  applies: (pair) =>
    pair.kind === 'paired' && isNamed(pair) && canonical(pair.before.tags) !== canonical(pair.after.tags),
  level: 'in-place',
  reason: () => 'The tags of the stack change, and with them those of its resources.',
  remedy: 'Nothing to do.',
  detail: (pair) => (after(pair)?.tags ?? {}) as Json,
};

export const deploymentChanged: Rule<StackPair> = {
  id: 'stack-deployment',
  applies: (pair) =>
    pair.kind === 'paired' && isNamed(pair) && canonical(pair.before.deployment) !== canonical(pair.after.deployment),
  level: 'broadens',
  reason: () => 'The roles by which the stack is deployed, or the topics it notifies, are others.',
  remedy: 'Make sure that the new roles exist and allow no more than is needed.',
  detail: (pair) => (after(pair)?.deployment ?? {}) as Json,
};

/** A macro rewrites the whole template at deployment. */
export const macroChanged: Rule<StackPair> = {
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

/** Outputs run nothing, but other stacks and programs read them. */
export const outputsChanged: Rule<StackPair> = {
  id: 'outputs',
  applies: (pair) => pair.kind === 'paired' && outputsOf(pair.before) !== outputsOf(pair.after),
  level: 'in-place',
  reason: () => 'The outputs of the stack change, which other stacks or programs may read.',
  remedy: 'Make sure that nobody reads what is no longer there: a stack that still imports it stops the deployment.',
  detail: (pair) => outputsOf(after(pair)),
};

/** Sections beyond what this comparison reads, such as hooks and includes, act at deployment. */
export const sectionChanged: Rule<StackPair> = {
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

function otherSections(stack: Stack | undefined): string {
  return canonical(
    Object.fromEntries(Object.entries(stack?.template ?? {}).filter(([name]) => !READ_SECTIONS.has(name))),
  );
}

function before(pair: StackPair): Stack | undefined {
  return pair.kind === 'added' ? undefined : pair.before;
}

function after(pair: StackPair): Stack | undefined {
  return pair.kind === 'removed' ? undefined : pair.after;
}

function isNamed(pair: StackPair): boolean {
  return before(pair)?.name !== undefined && after(pair)?.name !== undefined;
}

function nameOf(stack: Stack | undefined): string {
  return stack === undefined ? '' : `${stack.name ?? stack.id} in ${environmentOf(stack)}`;
}

function environmentOf(stack: Stack | undefined): string {
  return `${stack?.account ?? 'any account'}/${stack?.region ?? 'any region'}`;
}

function typesOf(stack: Stack | undefined): string[] {
  return Object.values(stack?.template.Resources ?? {}).flatMap((resource) =>
    isObject(resource) && typeof resource.Type === 'string' ? [resource.Type] : ['Fn::ForEach'],
  );
}

function levelOfAll(stack: Stack | undefined): 'replaces' | 'loses' {
  const types = typesOf(stack);
  return types.some((type) => holdsIdentity(type) || holdsData(type) || type === 'Fn::ForEach') ? 'loses' : 'replaces';
}

function holding(stack: Stack | undefined): string {
  const counts = new Map<string, number>();
  for (const type of typesOf(stack)) {
    if (holdsIdentity(type) || holdsData(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  if (counts.size === 0) return '';
  return `, with ${[...counts].map(([type, count]) => `${count} × ${type}`).join(', ')}`;
}

function macrosOf(stack: Stack | undefined): Json[] {
  const transform = stack?.template.Transform;
  const list = transform === undefined ? [] : Array.isArray(transform) ? transform : [transform];
  return list.filter((item) => typeof item !== 'string' || !KNOWN_TRANSFORMS.has(item));
}
