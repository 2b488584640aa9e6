import type { Aws } from '../../clients/aws/cli';
import { isNoStack } from '../deployed';
import { timestamp } from '../live/time';

/** A resource that could not be created, changed or removed. */
export interface FailedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly at: string;
}

interface StackEvent {
  readonly EventId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly Timestamp: string | number;
}

/** Follows of another failure: no cause. */
const CONSEQUENCE = /cancelled|The following resource\(s\) failed/i;
const STACK = 'AWS::CloudFormation::Stack';
/** Events of an operation that are read. */
const MOST = 1000;

/** The last event of a stack; a later look begins behind it. `undefined` where there is no stack. */
export async function lastEvent(aws: Aws, stack: string): Promise<string | undefined> {
  try {
    const [event] = await readEvents(aws, stack, 1);
    return event?.EventId;
  } catch (error) {
    if (isNoStack(error)) return undefined;
    throw error;
  }
}

/** The resources that failed behind an event, the first one first; without one, in the last operation on the stack. */
export async function readFailedResources(aws: Aws, stack: string, after?: string): Promise<FailedResource[]> {
  const events = await readEvents(aws, stack, MOST);
  // the newest comes first
  const began = events.findIndex((event) => (after === undefined ? isBeginning(event) : event.EventId === after));
  return events
    .slice(0, began < 0 ? undefined : began)
    .filter(({ ResourceStatus }) => ResourceStatus.endsWith('_FAILED'))
    .filter(({ ResourceStatusReason = '' }) => !CONSEQUENCE.test(ResourceStatusReason))
    .reverse()
    .map((event) => ({
      stack: event.StackName,
      logicalId: event.LogicalResourceId,
      type: event.ResourceType,
      status: event.ResourceStatus,
      reason: event.ResourceStatusReason ?? 'CloudFormation names no reason',
      at: timestamp(event.Timestamp),
    }));
}

async function readEvents(aws: Aws, stack: string, most: number): Promise<StackEvent[]> {
  const { StackEvents } = await aws<{ StackEvents: StackEvent[] }>(
    'cloudformation',
    'describe-stack-events',
    '--stack-name',
    stack,
    '--max-items',
    String(most),
  );
  return StackEvents;
}

function isBeginning({ ResourceType, ResourceStatus, ResourceStatusReason }: StackEvent): boolean {
  return ResourceType === STACK && ResourceStatus.endsWith('_IN_PROGRESS') && ResourceStatusReason === 'User Initiated';
}
