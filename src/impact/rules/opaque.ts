import { NESTED_PLACEHOLDER } from '../../cloudformation/normalise/normalise';
import { canonical } from '../../util/json';
import type { ResourceChange } from '../changes';
import { holdsData, holdsIdentity, isCustomResource, isRevision, mentionsIdentity } from '../resource-types';
import { isKept, propertiesOf } from './helpers';
import type { Rule } from './rule';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

const UNKNOWN_REMEDY =
  'Update this package, whose resource specification may be older than the resource; else look up in the CloudFormation reference what the change does, and acknowledge.';

/** What is not known is taken for the worst that it usually is. */
export const unknownType: Rule<ResourceChange> = {
  id: 'unknown-type',
  applies: (change) => !change.known && !isCustomResource(change.type) && !change.type.startsWith('Fn::'),
  level: 'replaces',
  reason: (change) => `The resource specification does not know ${change.type}: what this change does cannot be told.`,
  remedy: UNKNOWN_REMEDY,
  detail: (change) => [change.action, canonical(change.before?.Properties), canonical(change.after?.Properties)],
  decides: true,
};

export const unknownProperty: Rule<ResourceChange> = {
  id: 'unknown-property',
  applies: (change) =>
    change.known && !isRevision(change.type) && change.action === 'update' && unknownProperties(change).length > 0,
  level: 'replaces',
  reason: (change) =>
    `The resource specification does not know ${unknownProperties(change).join(', ')} of ${change.type}.`,
  remedy: UNKNOWN_REMEDY,
  detail: (change) => unknownProperties(change),
};

/** A custom resource runs a program at deployment; an update of it may hand back another resource. */
export const customResource: Rule<ResourceChange> = {
  id: 'custom-resource',
  applies: (change) => isCustomResource(change.type),
  level: (change) => (change.action === 'create' ? 'broadens' : 'replaces'),
  reason: (change) =>
    change.action === 'create'
      ? `${change.type} runs a program at deployment with the permissions of its function.`
      : `${change.type} is a custom resource: what its program does on this change cannot be told.`,
  remedy: 'Read the program behind it.',
  detail: (change) => [change.action, canonical(change.before?.Properties), canonical(change.after?.Properties)],
  decides: true,
};

/** `Fn::ForEach`: resources that only exist after a transform at deployment. */
export const loopChanged: Rule<ResourceChange> = {
  id: 'loop-changed',
  applies: (change) => change.type === 'Fn::ForEach',
  level: (change) =>
    change.action !== 'create' && mentionsIdentity(canonical(change.context.before[change.logicalId]))
      ? 'loses'
      : 'replaces',
  reason: () => 'A loop over resources changes; what it makes of them is only known at deployment.',
  remedy: 'Write the resources out.',
  detail: (change) => [
    canonical(change.context.before[change.logicalId]),
    canonical(change.context.after[change.logicalId]),
  ],
  decides: true,
};

/** A condition that is only known at deployment decides whether the resource is there. */
export const conditionChanged: Rule<ResourceChange> = {
  id: 'condition-changed',
  applies: (change) => change.action === 'update' && change.attributes.get('Condition')?.after !== undefined,
  level: (change) => {
    const lost = holdsIdentity(change.type) || (holdsData(change.type) && !isKept({ ...change, action: 'destroy' }));
    return lost ? 'loses' : 'replaces';
  },
  reason: (change) => `Whether ${change.type} still exists depends on a condition that is only known at deployment.`,
  remedy: 'Decide it in the code, where it can be seen, instead of a condition of the template.',
  detail: (change) => canonical(change.attributes.get('Condition')?.after),
};

/** A nested stack whose template does not lie beside its parent. */
export const nestedUnread: Rule<ResourceChange> = {
  id: 'nested-stack-unread',
  applies: (change) => {
    if (change.type !== NESTED_STACK || change.action === 'create') return false;
    if (change.action === 'update')
      return change.properties.has('TemplateURL') || change.properties.has('Parameters') ? isUnread(change) : false;
    return isUnread(change);
  },
  level: (change) => (change.action === 'update' ? 'replaces' : 'loses'),
  reason: () => 'The template of the nested stack cannot be read, so what changes within it cannot be told.',
  remedy: 'Compare assemblies (cdk.out) that hold the nested template as an asset.',
  detail: (change) => [change.action, canonical(change.before?.Properties), canonical(change.after?.Properties)],
};

function isUnread(change: ResourceChange): boolean {
  return [change.before, change.after].some((resource) => {
    const { TemplateURL: url } = propertiesOf(resource);
    return resource !== undefined && url !== NESTED_PLACEHOLDER;
  });
}

function unknownProperties(change: ResourceChange): string[] {
  return [...change.properties].flatMap(([name, { effect }]) => (effect === 'unknown' ? [name] : [])).sort();
}
