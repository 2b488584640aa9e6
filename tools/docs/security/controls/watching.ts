import { type Control, list, property, type Resource } from '../control';

const YEAR_DAYS = 365;

interface Statement {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function statements(resource: Resource, document: string): readonly Statement[] {
  return list(property(resource, document, 'Statement')) as readonly Statement[];
}

const isPublic = ({ Effect, Principal, Condition }: Statement) =>
  Effect === 'Allow' && JSON.stringify(Principal).includes('"*"') && Condition === undefined;

const conditionKeys = ({ Condition = {} }: Statement) => Object.values(Condition).flatMap((keys) => Object.keys(keys));

/** https://docs.aws.amazon.com/securityhub/latest/userguide/sns-controls.html */
export const SNS: readonly Control[] = [
  {
    id: 'SNS.1',
    title: 'Topics are encrypted by KMS',
    type: 'AWS::SNS::Topic',
    complies: (topic) => property(topic, 'KmsMasterKeyId') !== undefined,
    remedy: {
      option: '`operations: { customerManagedKey: true }`',
      options: { operations: { customerManagedKey: true } },
    },
    why: 'Alarms cannot publish to a topic that the key of AWS encrypts, and a key of your own costs by the month.',
  },
  {
    id: 'SNS.4',
    title: 'Policies of topics admit nobody from everywhere',
    type: 'AWS::SNS::TopicPolicy',
    complies: (policy) => !statements(policy, 'PolicyDocument').some(isPublic),
  },
  {
    id: 'confused deputy',
    title:
      'Services of AWS publish for this account and for named sources alone (`aws:SourceAccount`, `aws:SourceArn`)',
    type: 'AWS::SNS::TopicPolicy',
    complies: (policy) =>
      statements(policy, 'PolicyDocument')
        .filter(({ Effect }) => Effect === 'Allow')
        .every((statement) => {
          const keys = conditionKeys(statement);
          return keys.includes('aws:SourceAccount') && keys.includes('aws:SourceArn');
        }),
  },
];

/** https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html */
export const CLOUDWATCH: readonly Control[] = [
  {
    id: 'CloudWatch.15',
    title: 'Alarms have an action',
    type: 'AWS::CloudWatch::Alarm',
    complies: (alarm) => list(property(alarm, 'AlarmActions')).length > 0,
  },
  {
    id: 'CloudWatch.16',
    title: `Log groups keep their lines for ${YEAR_DAYS} days or more`,
    type: 'AWS::Logs::LogGroup',
    complies: (group) => {
      const days = property(group, 'RetentionInDays');
      return days === undefined || Number(days) >= YEAR_DAYS;
    },
    remedy: { option: '`logs: { retentionDays: 365 }`', options: { logs: { retentionDays: YEAR_DAYS } } },
    why: 'Lines are stored by the byte, and those of most services are looked at for some weeks.',
  },
  {
    id: 'CloudWatch.17',
    title: 'Actions of alarms are on',
    type: 'AWS::CloudWatch::Alarm',
    complies: (alarm) => property(alarm, 'ActionsEnabled') !== false,
  },
];

/** https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html */
export const KMS: readonly Control[] = [
  {
    id: 'KMS.4',
    title: 'Keys are rotated',
    type: 'AWS::KMS::Key',
    complies: (key) => property(key, 'EnableKeyRotation') === true,
  },
  {
    id: 'KMS.5',
    title: 'Policies of keys admit nobody from everywhere',
    type: 'AWS::KMS::Key',
    complies: (key) => !statements(key, 'KeyPolicy').some(isPublic),
  },
];
