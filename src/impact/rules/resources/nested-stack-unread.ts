import { NESTED_PLACEHOLDER } from '../../../cloudformation/normalise/normalise';
import { canonical } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { propertiesOf } from '../helpers';
import type { Rule } from '../rule';

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** A nested stack whose template does not lie beside its parent. */
export const rule: Rule<ResourceChange> = {
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
