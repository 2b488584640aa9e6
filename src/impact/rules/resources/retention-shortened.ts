import { inWords } from '../../../cloudformation/words';
import { canonical, scalarText } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import type { Rule } from '../rule';

/** Properties that say for how long data is kept, with what their absence means. */
const RETENTION: ReadonlyMap<string, readonly [property: string, absent: number]> = new Map([
  ['AWS::Logs::LogGroup', ['RetentionInDays', Number.POSITIVE_INFINITY]],
  ['AWS::Kinesis::Stream', ['RetentionPeriodHours', 24]],
  ['AWS::SQS::Queue', ['MessageRetentionPeriod', 345_600]],
  ['AWS::RDS::DBInstance', ['BackupRetentionPeriod', 1]],
  ['AWS::RDS::DBCluster', ['BackupRetentionPeriod', 1]],
]);

/** An update in place that deletes whatever is older. */
export const rule: Rule<ResourceChange> = {
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
