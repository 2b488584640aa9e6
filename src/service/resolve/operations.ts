import { ROLLING_BACK } from '../../model/alarm-catalogue';
import type { AlarmKind, Alarms, Operations } from '../../model/model';
import { type AlarmsOptions, ContainerInsights, type OperationsOptions } from '../../options';
import { type Checks, checkReference } from './checks';

/** What the defaults depend on, and where a topic must lie. */
export interface OperationsInput {
  readonly production: boolean;
  readonly region?: string;
  readonly topicKeyArn?: string;
}

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:([a-z0-9-]+):\d{12}:[A-Za-z0-9_-]{1,256}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export function resolveOperations(options: OperationsOptions, input: OperationsInput, checks: Checks): Operations {
  const alarms =
    options.alarms?.enabled === false
      ? undefined
      : resolveAlarms(options.alarms ?? {}, input.production, checks.at('alarms'));
  const deploymentEvents = resolveEvents(options, checks);
  const hasTopic = alarms !== undefined || deploymentEvents !== 'none';
  checkTopic(options, input, hasTopic, checks);
  checkTopicKey(options, input, hasTopic, checks);
  return {
    topic: hasTopic
      ? {
          arn: options.topicArn,
          customerManagedKey: options.customerManagedKey || undefined,
          emails: options.emails ?? [],
        }
      : undefined,
    alarms,
    dashboard: options.dashboard ?? true,
    savedQueries: options.savedQueries ?? true,
    deploymentEvents,
    containerInsights: options.containerInsights ?? ContainerInsights.DISABLED,
  };
}

function resolveEvents(options: OperationsOptions, checks: Checks): Operations['deploymentEvents'] {
  const problems = options.deploymentEvents ?? true;
  if (!problems && options.completedDeployments) {
    checks.refuse(
      'completedDeployments',
      true,
      'who hears of success alone takes silence for failure, and deployment events are off',
      "Remove it, or turn 'operations.deploymentEvents' on.",
    );
  }
  return problems ? (options.completedDeployments ? 'all' : 'problems') : 'none';
}

function checkTopic(options: OperationsOptions, { region }: OperationsInput, used: boolean, checks: Checks): void {
  const { topicArn, emails = [] } = options;
  if (!used && (topicArn !== undefined || emails.length > 0)) {
    checks.refuse(
      topicArn === undefined ? 'emails' : 'topicArn',
      topicArn ?? emails,
      'alarms and deployment events are off, so nothing would be sent',
      "Remove it, or turn 'operations.alarms.enabled' or 'operations.deploymentEvents' on.",
    );
  }
  for (const email of emails) checks.text('emails', email, EMAIL, 'an e-mail address', 'on-call@example.com');
  checks.unique('emails', emails, 'the address is given twice', 'Give each address once.');
  if (topicArn === undefined) return;
  const example = 'arn:aws:sns:eu-west-1:111122223333:on-call';
  checkReference(checks, 'topicArn', topicArn, TOPIC_ARN, 'the ARN of an SNS topic', example);
  const own = TOPIC_ARN.exec(topicArn)?.[1];
  if (own !== undefined && region !== undefined && own !== region) {
    checks.refuse(
      'topicArn',
      topicArn,
      `the topic lies in ${own}, the stage in ${region}, and an alarm notifies a topic of its own region only`,
      `Name a topic in ${region}.`,
    );
  }
}

/** A key encrypts a topic that is created, and one key alone. */
function checkTopicKey(
  { customerManagedKey, topicArn }: OperationsOptions,
  { topicKeyArn }: OperationsInput,
  hasTopic: boolean,
  checks: Checks,
): void {
  if (!customerManagedKey) return;
  const refuse = (cause: string, remedy: string) => checks.refuse('customerManagedKey', true, cause, remedy);
  if (!hasTopic) refuse('alarms and deployment events are off, so there is no topic', 'Remove it.');
  if (topicArn !== undefined) {
    refuse("the topic of 'operations.topicArn' is used as it is", 'Let its owner encrypt it, or have a topic created.');
  }
  if (topicKeyArn !== undefined) {
    refuse("a key is created, and 'existing.topicKeyArn' names one too", 'Give one of the two.');
  }
}

function resolveAlarms(options: AlarmsOptions, production: boolean, checks: Checks): Alarms {
  const without: readonly AlarmKind[] = options.without ?? [];
  checks.unique('without', without, 'the alarm is named twice', 'Name each alarm once.');
  const percent = production ? 80 : 90;
  const optional = (key: 'blockedInboundFlows' | 'noTrafficMinutes', minimum: number, maximum: number) => {
    const value = options[key];
    return value === undefined ? undefined : checks.integer(key, value, minimum, maximum);
  };
  const noTrafficMinutes = optional('noTrafficMinutes', 5, 1440);
  if (noTrafficMinutes !== undefined && noTrafficMinutes % 5 !== 0) {
    checks.refuse(
      'noTrafficMinutes',
      noTrafficMinutes,
      'new flows are counted over five minutes each',
      'Give a multiple of 5.',
    );
  }
  if (options.rollback && ROLLING_BACK.every((kind) => without.includes(kind))) {
    checks.refuse(
      'rollback',
      true,
      `the alarms that roll a deployment back are left out: ${ROLLING_BACK.join(', ')}`,
      "Remove it, or keep one of them: shorten 'operations.alarms.without'.",
    );
  }
  return {
    without,
    rollback: options.rollback ?? production,
    cpuPercent: checks.integer('cpuPercent', options.cpuPercent ?? percent, 1, 100, ' percent'),
    memoryPercent: checks.integer('memoryPercent', options.memoryPercent ?? percent, 1, 100, ' percent'),
    droppedDatagramsPerMinute: checks.integer(
      'droppedDatagramsPerMinute',
      options.droppedDatagramsPerMinute ?? 0,
      0,
      1_000_000_000,
    ),
    consumedLcus: checks.integer('consumedLcus', options.consumedLcus ?? 10, 1, 1_000_000),
    blockedInboundFlows: optional('blockedInboundFlows', 0, 1_000_000_000),
    noTrafficMinutes,
  };
}
