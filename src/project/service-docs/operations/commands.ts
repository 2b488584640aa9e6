import type { Service, Stage } from '../../../model/model';
import { stackName } from '../names';
import { exportRegion, stackOutput } from '../shell';

/** What a command of the alarm catalogue leaves open, as a variable of the shell. */
const VARIABLES: Readonly<Record<string, string>> = {
  loadBalancer: '"$LOAD_BALANCER"',
  loadBalancerSecurityGroup: '"$LOAD_BALANCER_SECURITY_GROUP"',
  targetGroup: '"$TARGET_GROUP"',
  cluster: '"$CLUSTER"',
  service: '"$SERVICE"',
  gateLog: '"$GATE_LOG"',
};

/** Sets the variables for the resources of a stage; all else about them follows from two outputs of its stack. */
export function nameResources(service: Service, stage: Stage): string {
  const ecsService = 'aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE"';
  const set = (variable: string, command: string, query: string) =>
    `${variable}=$(${command} --query '${query}' --output text)`;
  return [
    ...exportRegion(stage),
    `STACK=${stackName(service, stage, 'service')}`,
    `CLUSTER=${stackOutput('ClusterName')}`,
    `SERVICE=${stackOutput('ServiceName')}`,
    set('TARGET_GROUPS', ecsService, 'services[0].loadBalancers[].targetGroupArn'),
    set(
      'LOAD_BALANCER',
      'aws elbv2 describe-target-groups --target-group-arns $(echo "$TARGET_GROUPS")',
      'TargetGroups[0].LoadBalancerArns[0]',
    ),
    set(
      'LOAD_BALANCER_SECURITY_GROUP',
      'aws elbv2 describe-load-balancers --load-balancer-arns "$LOAD_BALANCER"',
      'LoadBalancers[0].SecurityGroups[0]',
    ),
    ...(stage.healthGate
      ? [
          set('TASK_DEFINITION', ecsService, 'services[0].taskDefinition'),
          set(
            'GATE_LOG',
            'aws ecs describe-task-definition --task-definition "$TASK_DEFINITION"',
            `taskDefinition.containerDefinitions[?name==\`"${stage.healthGate.containerName}"\`].logConfiguration.options."awslogs-group" | [0]`,
          ),
        ]
      : []),
  ].join('\n');
}

/** A command of the alarm catalogue for a shell in which the resources are named. */
export function inShell(command: string): string {
  const named = command
    .replace(' --region {region}', '')
    .replace(/\{(\w+)\}/g, (placeholder, name: string) => VARIABLES[name] ?? placeholder);
  return named.includes('$TARGET_GROUP"') ? `for TARGET_GROUP in $(echo "$TARGET_GROUPS"); do ${named}; done` : named;
}
