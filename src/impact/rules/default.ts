import type { ResourceChange } from '../changes';
import { causeDetail, describe, goes, moveRemedy } from './helpers';
import type { Rule } from './rule';

/** What CloudFormation says, where no other rule knows better. */
export const recreatedOrRemoved: Rule<ResourceChange> = {
  id: 'recreated-or-removed',
  applies: goes,
  level: 'replaces',
  reason: (change) => `${change.type} ${describe(change)}.`,
  remedy: (change) => {
    if (change.movedTo !== undefined) return moveRemedy(change);
    if (change.action === 'replace')
      return 'Keep the old value, or make sure that clients and other resources stand the exchange.';
    return 'Make sure that nothing uses it any longer.';
  },
  detail: (change) => [causeDetail(change), change.movedTo?.stack ?? null, change.movedTo?.logicalId ?? null],
};

export const updated: Rule<ResourceChange> = {
  id: 'updated',
  applies: (change) => change.action === 'update',
  level: 'in-place',
  reason: (change) =>
    `${change.type} is updated (${[...change.properties.keys(), ...change.attributes.keys()].sort().join(', ')}).`,
  remedy: 'Nothing to do.',
  detail: (change) => [...change.properties.keys(), ...change.attributes.keys()].sort(),
};

export const created: Rule<ResourceChange> = {
  id: 'created',
  applies: (change) => change.action === 'create' && change.movedHere !== true,
  level: 'in-place',
  reason: (change) => `${change.type} is created.`,
  remedy: 'Nothing to do.',
  detail: () => [],
};

/** Metadata and the order of creation reach nothing that runs, but for what `cfn-init` reads. */
export function isMetadataOnly(change: ResourceChange): boolean {
  if (change.action !== 'update' || change.properties.size > 0) return false;
  return [...change.attributes].every(([name, { before, after }]) => {
    if (name === 'DependsOn') return true;
    return (
      name === 'Metadata' && !`${JSON.stringify(before)}${JSON.stringify(after)}`.includes('AWS::CloudFormation::')
    );
  });
}
