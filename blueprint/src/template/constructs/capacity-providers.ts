import * as ecs from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Capacity } from '../model';

/** On what the tasks of a service run. */
export interface TaskCapacity {
  /** Absent where an existing cluster may know no capacity providers: the service then names the launch type. */
  readonly strategies?: ecs.CapacityProviderStrategy[];
  /** What must exist before the service, and longer. */
  readonly associations?: ecs.CfnClusterCapacityProviderAssociations;
}

/**
 * On-demand capacity, with Spot above its base where that is asked for.
 *
 * A new cluster knows both providers from the start, and its service names them and no launch type: the launch type
 * cannot change without a new service, and then the first use of Spot would be an outage. The associations are no
 * aspect of the cluster, as the CDK has it, because they must outlive the service that uses them.
 */
export function taskCapacity(scope: Construct, id: string, cluster: ecs.ICluster, { spot }: Capacity): TaskCapacity {
  const associations =
    cluster instanceof ecs.Cluster
      ? new ecs.CfnClusterCapacityProviderAssociations(scope, id, {
          cluster: cluster.clusterName,
          capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
          defaultCapacityProviderStrategy: [],
        })
      : undefined;
  if (spot === undefined) {
    return { associations, strategies: associations && [{ capacityProvider: 'FARGATE', weight: 1 }] };
  }
  return {
    associations,
    strategies: [
      { capacityProvider: 'FARGATE', base: spot.onDemandBase, weight: spot.onDemandWeight },
      { capacityProvider: 'FARGATE_SPOT', weight: spot.spotWeight },
    ],
  };
}
