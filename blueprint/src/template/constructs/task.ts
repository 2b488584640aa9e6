import * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ContainerHandles, ContainerProperties } from '../extension-points';
import type { Stage } from '../model';
import { addApplicationContainer } from './application-container';
import { assertContainers } from './containers';
import { stopFirst } from './drain-order';
import { addHealthGate } from './health-gate';
import type { ImageSources } from './images';
import { LogGroups } from './log-groups';
import { assertTaskDefinitionSize } from './task-definition-size';
import { TaskRoles } from './task-roles';

/** What a task is made of. */
export interface TaskProps extends ImageSources {
  readonly serviceName: string;
  readonly stage: Stage;
  /** What the application container is created with in the end. */
  readonly customise: (
    properties: ContainerProperties,
    handles: Pick<ContainerHandles, 'taskDefinition' | 'taskRole' | 'executionRole' | 'logGroups'>,
  ) => ContainerProperties;
}

/** One running copy of the service: the application, the health gate beside it, roles and log groups. */
export class Task extends Construct {
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly application: ecs.ContainerDefinition;
  readonly healthGate?: ecs.ContainerDefinition;
  readonly taskRole: iam.IRole;
  readonly executionRole: iam.IRole;
  readonly logGroups: LogGroups;

  constructor(scope: Construct, id: string, props: TaskProps) {
    super(scope, id);
    const { serviceName, stage, rootDirectory } = props;
    const { taskRole, executionRole } = new TaskRoles(this, 'Roles', {
      statements: stage.application.taskRoleStatements,
      existing: stage.existing,
    });
    this.taskRole = taskRole;
    this.executionRole = executionRole;
    this.logGroups = new LogGroups(this, 'Logs', stage);
    this.taskDefinition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family: `${serviceName}-${stage.name}`,
      cpu: stage.task.cpu,
      memoryLimitMiB: stage.task.memoryLimitMiB,
      runtimePlatform: {
        cpuArchitecture: stage.task.architecture === 'ARM64' ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      taskRole,
      executionRole,
    });
    const { taskDefinition, logGroups } = this;
    this.application = addApplicationContainer(this.taskDefinition, {
      ...props,
      logGroup: logGroups.application,
      customise: (properties) => props.customise(properties, { taskDefinition, taskRole, executionRole, logGroups }),
    });
    if (stage.healthGate && this.logGroups.healthGate) {
      this.healthGate = addHealthGate(this.taskDefinition, {
        stage,
        healthGate: stage.healthGate,
        application: this.application,
        logGroup: this.logGroups.healthGate,
        rootDirectory,
      });
    }
    stopFirst(this.taskDefinition, this.healthGate);
    assertContainers(this.taskDefinition, this.healthGate);
    assertTaskDefinitionSize(this.taskDefinition);
  }
}
