import { inWords } from '../../cloudformation/words';
import { canonical, scalarText } from '../../util/json';
import type { ResourceChange } from '../changes';
import { holdsData } from '../resource-types';
import { causeDetail, describe, goes, isKept, moveRemedy } from './helpers';
import type { Rule } from './rule';

/** A resource that holds data goes, and nothing keeps the data. */
export const dataGone: Rule<ResourceChange> = {
  id: 'data-gone',
  applies: (change) => holdsData(change.type) && goes(change) && !isKept(change),
  level: 'loses',
  reason: (change) => `${change.type} ${describe(change)}; its data is deleted.`,
  remedy: (change) =>
    change.movedTo === undefined
      ? 'Leave it as it is, or deploy RemovalPolicy.RETAIN for it first, so that the data outlives the change.'
      : moveRemedy(change),
  detail: (change) => [causeDetail(change), change.movedTo?.logicalId ?? null],
  decides: true,
};

/** The data is kept, but what runs goes on with another, empty resource or with none. */
export const dataDetached: Rule<ResourceChange> = {
  id: 'data-detached',
  applies: (change) => holdsData(change.type) && goes(change) && isKept(change),
  level: 'replaces',
  reason: (change) => `${change.type} ${describe(change)}; its data is kept outside the stack.`,
  remedy: (change) =>
    change.movedTo === undefined
      ? 'Leave it as it is, or plan who looks after the kept resource: it can be imported again by `cdk import`.'
      : moveRemedy(change),
  detail: (change) => [causeDetail(change), change.movedTo?.logicalId ?? null],
  decides: true,
};

/** Properties that say for how long data is kept, with what their absence means. */
const RETENTION: ReadonlyMap<string, readonly [property: string, absent: number]> = new Map([
  ['AWS::Logs::LogGroup', ['RetentionInDays', Number.POSITIVE_INFINITY]],
  ['AWS::Kinesis::Stream', ['RetentionPeriodHours', 24]],
  ['AWS::SQS::Queue', ['MessageRetentionPeriod', 345_600]],
  ['AWS::RDS::DBInstance', ['BackupRetentionPeriod', 1]],
  ['AWS::RDS::DBCluster', ['BackupRetentionPeriod', 1]],
]);

/** An update in place that deletes whatever is older. */
export const retentionShortened: Rule<ResourceChange> = {
  id: 'retention-shortened',
  applies: (change) => {
    const [property, absent] = RETENTION.get(change.type) ?? [];
    const values = property === undefined ? undefined : change.properties.get(property);
    if (values === undefined || absent === undefined || change.action !== 'update') return false;
    const [before, after] = [values.before, values.after].map((value) =>
      value === undefined ? absent : Number(scalarText(value)),
    );
    // A value that is not known before deployment may be a shorter one.
    return !((after as number) >= (before as number)) && canonical(values.before) !== canonical(values.after);
  },
  level: 'loses',
  reason: (change) => {
    const [property, absent] = RETENTION.get(change.type) ?? ['', Number.POSITIVE_INFINITY];
    const { before, after } = change.properties.get(property) ?? {};
    const [from, to] = [before, after].map((value) => (value === undefined ? unset(absent) : inWords(value)));
    return `${property} goes from ${from} to ${to}; what is older is deleted.`;
  },
  remedy: 'Keep the longer retention, or export what is older before this is deployed.',
  detail: (change) => {
    const { before, after } = change.properties.get(RETENTION.get(change.type)?.[0] ?? '') ?? {};
    return [before ?? null, after ?? null];
  },
};

/** What the absence of a retention means. */
function unset(absent: number): string {
  return absent === Number.POSITIVE_INFINITY ? 'unlimited' : `${absent} (the default)`;
}
