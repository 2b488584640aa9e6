import type { Assembly, Resource, Value } from '../../cloudformation/evaluate/model';
import { and, or, type Truth } from '../../cloudformation/evaluate/truth';
import {
  asString,
  isReference,
  isUnknown,
  items,
  knownString,
  resourceOf,
  same,
  step,
} from '../../cloudformation/evaluate/value';

/** Policies of AWS that are known to allow nothing beyond pulls and logs. */
const PULLS_AND_LOGS = /\/AmazonECSTaskExecutionRolePolicy$/;

/** Whether some policy of a role allows an action, on whatever resource. */
export function permits(assembly: Assembly, role: Resource, action: string): Truth {
  if (role.type !== 'AWS::IAM::Role' || role.shared || assembly.incomplete) return 'unknown';
  const inline = role.property('Policies');
  const managed = role.property('ManagedPolicyArns');
  const attached = assembly
    .ofType('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy')
    .map((policy) => and([isAttached(policy, role), allows(policy.property('PolicyDocument'), action)]));
  return or([
    ...attached,
    ...[inline, managed].filter(isUnknown).map((): Truth => 'unknown'),
    ...items(inline).map((policy) => allows(step(policy, 'PolicyDocument'), action)),
    ...items(managed).map((arn) => managedAllows(arn, action)),
  ]);
}

function managedAllows(arn: Value, action: string): Truth {
  const policy = resourceOf(arn);
  if (policy?.type === 'AWS::IAM::ManagedPolicy') return allows(policy.property('PolicyDocument'), action);
  const name = isUnknown(arn) ? arn.expression : (knownString(arn) ?? '');
  return PULLS_AND_LOGS.test(name.replace(/["\]}]+$/, '')) ? false : 'unknown';
}

/** Whether a policy names the role, by reference or by its own name. */
function isAttached(policy: Resource, role: Resource): Truth {
  const roles = policy.property('Roles');
  if (isUnknown(roles)) return 'unknown';
  const name = role.property('RoleName');
  return or(
    [...items(roles), policy.property('RoleName')]
      .filter((holder) => holder !== undefined)
      .map((holder): Truth => {
        if (isReference(holder)) return holder.resource === role;
        return name === undefined && !isUnknown(holder) ? false : same(holder, name);
      }),
  );
}

function allows(document: Value, action: string): Truth {
  const statements = step(document, 'Statement');
  if (isUnknown(document) || isUnknown(statements)) return 'unknown';
  return or(
    items(statements).map((statement): Truth => {
      const effect = asString(step(statement, 'Effect'));
      if (isUnknown(statement) || isUnknown(effect)) return 'unknown';
      if (effect !== 'Allow') return false;
      if (step(statement, 'NotAction') !== undefined) return 'unknown';
      const actions = step(statement, 'Action');
      if (isUnknown(actions)) return 'unknown';
      return or(items(actions).map((pattern) => covers(asString(pattern), action)));
    }),
  );
}

/** Whether an action pattern with its wildcards covers an action. */
function covers(pattern: ReturnType<typeof asString>, action: string): Truth {
  if (pattern === undefined || isUnknown(pattern)) return 'unknown';
  const parts = pattern.split('*').map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '.'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
