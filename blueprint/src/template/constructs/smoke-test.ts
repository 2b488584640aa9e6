import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { bootstrapRoleArn } from '../bootstrap-role';
import type { HealthGate, Stage } from '../model';
import { EgressRules } from './egress-rules';
import { gateImage, inlineProgram, PYTHON, UNPRIVILEGED_USER, withoutCapabilities } from './gate-container';
import { transports } from './transports';

/** Name of the container and of its log streams. */
const NAME = 'smoke-test';
const PROGRAM = 'smoke-test/courier.py';
const TASKS = 'ecs-tasks.amazonaws.com';

/** What the smoke test is made of. */
export interface SmokeTestProps {
  readonly serviceName: string;
  readonly stage: Stage;
  readonly healthGate: HealthGate;
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly loadBalancerSecurityGroup: ec2.ISecurityGroup;
  /** Group of the VPC endpoints; present where the network has them. */
  readonly endpointSecurityGroup?: ec2.ISecurityGroup;
  readonly logGroup: logs.ILogGroup;
  readonly rootDirectory: string;
}

/**
 * What an internal load balancer is asked from at the end of a deployment: a task that is run once and ends.
 *
 * Its image is that of the health gate, which every task of the service pulls anyway. Its security group is the one client
 * that is admitted beside the service's own. Its container has no permission in AWS, and the role that may run it can do
 * nothing else; only the deploy role of the CDK bootstrap stack may assume that.
 */
export class SmokeTest extends Construct {
  constructor(scope: Construct, id: string, props: SmokeTestProps) {
    super(scope, id);
    this.addSecurityGroup(props);
    this.addRunner(this.addTaskDefinition(props), props);
  }

  private addSecurityGroup({ stage, vpc, loadBalancerSecurityGroup, endpointSecurityGroup }: SmokeTestProps): void {
    const securityGroup = new ec2.SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Smoke test: asks the load balancer',
      allowAllOutbound: stage.egress.kind === 'all',
    });
    if (stage.egress.kind === 'restricted') {
      new EgressRules(this, 'Egress', { securityGroup, rules: stage.egress.rules, endpointSecurityGroup });
    }
    for (const port of stage.ports) {
      for (const transport of transports(port)) {
        const flow = { ipProtocol: transport, fromPort: port.port, toPort: port.port };
        const name = `${transport}-${port.port}`;
        new ec2.CfnSecurityGroupIngress(this, `Ingress-${name}`, {
          groupId: loadBalancerSecurityGroup.securityGroupId,
          sourceSecurityGroupId: securityGroup.securityGroupId,
          description: `${name} from the smoke test`,
          ...flow,
        });
        if (stage.egress.kind === 'restricted') {
          new ec2.CfnSecurityGroupEgress(this, `Egress-${name}`, {
            groupId: securityGroup.securityGroupId,
            destinationSecurityGroupId: loadBalancerSecurityGroup.securityGroupId,
            description: `${name} to the load balancer`,
            ...flow,
          });
        }
      }
    }
  }

  private addTaskDefinition(props: SmokeTestProps): ecs.FargateTaskDefinition {
    const { serviceName, stage, healthGate, logGroup, rootDirectory } = props;
    const role = (roleId: string, description: string) =>
      new iam.Role(this, roleId, { description, assumedBy: new iam.ServicePrincipal(TASKS) });
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Definition', {
      family: `${serviceName}-${stage.name}-${NAME}`,
      cpu: 256,
      memoryLimitMiB: 512,
      runtimePlatform: {
        cpuArchitecture: stage.task.architecture === 'ARM64' ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      taskRole: role('TaskRole', 'What the smoke test may do: nothing'),
      executionRole: role('ExecutionRole', 'What ECS may do to start the smoke test'),
    });
    taskDefinition.addContainer('Courier', {
      containerName: NAME,
      image: gateImage(taskDefinition, stage, healthGate, rootDirectory),
      entryPoint: [...PYTHON, '-c'],
      command: [inlineProgram(rootDirectory, PROGRAM)],
      user: UNPRIVILEGED_USER,
      readonlyRootFilesystem: true,
      linuxParameters: withoutCapabilities(taskDefinition, 'LinuxParameters'),
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: NAME, mode: ecs.AwsLogDriverMode.BLOCKING }),
    });
    return taskDefinition;
  }

  private addRunner(taskDefinition: ecs.FargateTaskDefinition, { stage, cluster }: SmokeTestProps): void {
    const description = 'What may run the smoke test';
    const { taskRole, executionRole } = taskDefinition;
    const runner = new iam.Role(this, 'Runner', {
      description,
      assumedBy: new iam.ArnPrincipal(bootstrapRoleArn(Stack.of(this), stage, 'deploy')),
      inlinePolicies: {
        RunSmokeTest: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({
              actions: ['ecs:RunTask'],
              resources: [taskDefinition.taskDefinitionArn],
              conditions: { ArnEquals: { 'ecs:cluster': cluster.clusterArn } },
            }),
            new iam.PolicyStatement({
              actions: ['iam:PassRole'],
              resources: [taskRole.roleArn, ...(executionRole ? [executionRole.roleArn] : [])],
              conditions: { StringEquals: { 'iam:PassedToService': TASKS } },
            }),
          ],
        }),
      },
    });
    new CfnOutput(Stack.of(this), 'SmokeTestRoleArn', { description, value: runner.roleArn });
  }
}
