import type { Aws } from '../../clients/aws/cli';

/** A resource that is not as its template says. */
export interface DriftedResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly status: 'MODIFIED' | 'DELETED';
  readonly differences: readonly { readonly path: string; readonly expected: string; readonly actual: string }[];
}

interface ResourceDrift {
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly StackResourceDriftStatus: string;
  readonly PropertyDifferences?: readonly {
    readonly PropertyPath: string;
    readonly ExpectedValue: string;
    readonly ActualValue: string;
  }[];
}

/** What the last detection of drift found in a stack. */
export async function readDrift(aws: Aws, stack: string): Promise<DriftedResource[]> {
  const { StackResourceDrifts } = await aws<{ StackResourceDrifts: ResourceDrift[] }>(
    'cloudformation',
    'describe-stack-resource-drifts',
    '--stack-name',
    stack,
  );
  return StackResourceDrifts.flatMap((drift) => {
    const { StackResourceDriftStatus: status, PropertyDifferences = [] } = drift;
    if (status !== 'MODIFIED' && status !== 'DELETED') return [];
    return [
      {
        stack,
        logicalId: drift.LogicalResourceId,
        type: drift.ResourceType,
        status,
        differences: PropertyDifferences.map(({ PropertyPath, ExpectedValue, ActualValue }) => ({
          path: PropertyPath,
          expected: ExpectedValue,
          actual: ActualValue,
        })),
      },
    ];
  });
}
