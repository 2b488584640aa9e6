import type { App } from 'aws-cdk-lib/core';
import type { StackHandles } from '../extension-points';
import { type CreateServiceProps, createService } from '../parts/service';
import { BaseStack } from './base-stack';

/** The service itself: load balancer, task and ECS service. */
export class ServiceStack extends BaseStack {
  /** What extensions reach. */
  readonly handles: StackHandles;

  constructor(app: App, props: CreateServiceProps) {
    const { serviceName, stage } = props;
    super(app, props, {
      part: 'service',
      description: `Load balancer and tasks of ${serviceName}, stage ${stage.name}`,
      terminationProtection: stage.production,
    });
    this.handles = createService(this, props);
  }
}
