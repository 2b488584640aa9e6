import type { Service, Stage } from '../../../model/model';
import { code, type Section } from '../markdown';
import { family, stackName } from '../names';
import { exportRegion, stackOutput } from '../shell';

/** Fields that ECS answers with and does not take. */
const READ_ONLY = [
  'taskDefinitionArn',
  'revision',
  'status',
  'requiresAttributes',
  'compatibilities',
  'registeredAt',
  'registeredBy',
];

/** How to overrule a health gate that is wrong; absent where no stage has one. */
export function killSwitch(service: Service): Section | undefined {
  const gated = service.stages.filter(({ healthGate }) => healthGate !== undefined);
  if (gated.length === 0) return undefined;
  return {
    title: 'Overrule the health gate (kill switch)',
    blocks: [
      'For the case that the gate is wrong: the service answers its clients, and the gate says it does not. With ' +
        '`GATE_MODE=always` every check passes. The command registers a revision of the running task definition with ' +
        'that one variable, and rolls it out like any deployment: tasks are replaced, one after the other drained. It ' +
        'needs `jq`, and the rights to read the stack, to register task definitions, to update the service and to pass ' +
        'its two roles. The metric `AlwaysOn` reminds of it.',
      ...gated.map((stage) => `${stage.name}, on:\n\n${code('sh', switchOn(service, stage))}`),
      'The way back is the revision that the stack knows. A deployment alone does not bring it back where the template ' +
        'has not changed; the next change of the task does.',
      ...gated.map((stage) => `${stage.name}, off:\n\n${code('sh', switchOff(service, stage))}`),
    ],
  };
}

function switchOn(service: Service, stage: Stage): string {
  return inSubshell(service, stage, [
    `RUNNING=$(aws ecs describe-services --cluster "$CLUSTER" --services "$SERVICE" --query 'services[0].taskDefinition' --output text)`,
    `NEXT=$(aws ecs describe-task-definition --task-definition "$RUNNING" --query taskDefinition --output json | jq '`,
    `  (.containerDefinitions[] | select(.name == "${stage.healthGate?.containerName}") | .environment) |=`,
    `    (map(select(.name != "GATE_MODE")) + [{name: "GATE_MODE", value: "always"}])`,
    `  | del(${READ_ONLY.map((field) => `.${field}`).join(', ')})')`,
    `REVISION=$(aws ecs register-task-definition --cli-input-json "$NEXT" --query taskDefinition.taskDefinitionArn --output text)`,
    deploy('$REVISION'),
  ]);
}

function switchOff(service: Service, stage: Stage): string {
  const revision = `:task-definition/${family(service, stage)}:`;
  return inSubshell(service, stage, [
    `REVISION=$(aws cloudformation list-stack-resources --stack-name "$STACK" --query "StackResourceSummaries[?ResourceType=='AWS::ECS::TaskDefinition'].PhysicalResourceId" --output json | jq -r '.[] | select(contains("${revision}"))')`,
    deploy('$REVISION'),
  ]);
}

function deploy(revision: string): string {
  return `aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "${revision}" --query service.taskDefinition --output text`;
}

/** In a shell of its own: the first error ends it, and not the shell it is pasted into. */
function inSubshell(service: Service, stage: Stage, lines: readonly string[]): string {
  return [
    '(',
    'set -eu',
    `STACK=${stackName(service, stage, 'service')}`,
    ...exportRegion(stage),
    `CLUSTER=${stackOutput('ClusterName')}`,
    `SERVICE=${stackOutput('ServiceName')}`,
    ...lines,
    ')',
  ].join('\n');
}
