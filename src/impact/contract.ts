import type { Template } from '../cloudformation/stack';
import { isObject } from '../util/json';

/** Types whose logical ID is a promise: under another one CloudFormation recreates what clients or data depend on. */
export const PINNED_TYPES: ReadonlySet<string> = new Set([
  'AWS::EC2::EIP',
  'AWS::ECS::Cluster',
  'AWS::ElasticLoadBalancingV2::Listener',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancingV2::TargetGroup',
  'AWS::Logs::LogGroup',
]);

/** Logical ID and type of every pinned resource, by stack name. */
export type LogicalIdContract = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** The contract that a set of templates fulfils; tests write it down once and compare ever after. */
export function logicalIdContract(templates: Readonly<Record<string, Template>>): LogicalIdContract {
  return Object.fromEntries(
    Object.entries(templates)
      .map(([stack, template]) => [stack, pinnedOf(template)] as const)
      .filter(([, pinned]) => Object.keys(pinned).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function pinnedOf(template: Template): Record<string, string> {
  const pinned = Object.entries(template.Resources).flatMap(([logicalId, resource]) =>
    isObject(resource) && typeof resource.Type === 'string' && PINNED_TYPES.has(resource.Type)
      ? [[logicalId, resource.Type] as const]
      : [],
  );
  return Object.fromEntries(pinned.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a new contract breaks of an old one, a sentence each; what it adds breaks nothing. */
export function contractBreaches(pinned: LogicalIdContract, actual: LogicalIdContract): string[] {
  return Object.entries(pinned).flatMap(([stack, resources]) => {
    const now = actual[stack];
    if (now === undefined) return [`stack ${stack} is gone or has another name`];
    return Object.entries(resources).flatMap(([logicalId, type]) => {
      if (now[logicalId] === type) return [];
      const found = now[logicalId];
      return [
        `${stack}/${logicalId} (${type}) is ${found === undefined ? 'gone or has another logical ID' : `a ${found} now`}`,
      ];
    });
  });
}
