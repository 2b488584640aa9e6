import type { Aws } from '../../clients/aws/cli';
import type { Port } from '../../model/model';
import { shortText, UserError } from '../../util/user-error';
import type { Read } from './model';

/** What each part of a running service is read from. */
export interface RunningStack {
  readonly aws: Aws;
  /** Name of the service's stack. */
  readonly name: string;
  readonly resources: readonly StackResource[];
  /** Ports of the service, for their names. */
  readonly ports: readonly Pick<Port, 'name' | 'containerPort' | 'protocol'>[];
}

export interface StackResource {
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
}

/** The resources of a stack, each as far as it exists. */
export async function listResources(aws: Aws, stackName: string): Promise<StackResource[]> {
  const { StackResourceSummaries } = await aws<{ StackResourceSummaries: StackResource[] }>(
    'cloudformation',
    'list-stack-resources',
    '--stack-name',
    stackName,
  );
  return StackResourceSummaries;
}

/** Name or ARN of the one resource of a type whose logical ID names a part of the service. */
export function physicalId({ name, resources }: RunningStack, type: string, part: string): string {
  const found = resources.find((one) => one.ResourceType === type && one.LogicalResourceId.includes(part));
  if (!found?.PhysicalResourceId) {
    throw new UserError({
      subject: `stack ${name}`,
      cause: `has no ${type} named ${part} yet`,
      remedy: 'Deploy the stage first.',
    });
  }
  return found.PhysicalResourceId;
}

/** A part that cannot be read says why in its place; anything but a refused call is an error of this program. */
export async function attempt<T>(reading: Promise<T>): Promise<Read<T>> {
  try {
    return { value: await reading };
  } catch (error) {
    if (error instanceof UserError) return { problem: shortText(error) };
    throw error;
  }
}
