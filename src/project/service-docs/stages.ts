import { alarmsOf } from '../../model/alarm-catalogue';
import type { AlarmKind, Service, Stage } from '../../model/model';
import { regionOption, stackName } from './names';
import { row, separated } from './values';

/** What every part of the document may say of a stage; `false` where the stage has none. */
export function stageValues(service: Service, stage: Stage) {
  const { account, deployRoleArn, healthGate, operations, production, region, rollout, task } = stage;
  const { topic } = operations;
  const { maxHealthyPercent, minHealthyPercent, circuitBreaker } = rollout;
  return {
    stage: stage.name,
    account: account ?? false,
    region: region ?? false,
    regionOption: regionOption(stage),
    production,
    deployRole: deployRoleArn !== undefined,
    tasks: task.desiredCount,
    architecture: task.architecture,
    gate: healthGate?.containerName ?? false,
    family: `${service.name}-${stage.name}`,
    stack: stackName(service, stage, 'service'),
    stacks: stacks(service, stage),
    outputStacks: outputStacks(service, stage),
    minHealthyPercent,
    maxHealthyPercent,
    circuitBreaker,
    rollingBack: separated(rollingBack(stage).map((kind) => ({ kind }))),
    autoscaling: autoscaling(stage),
    alarmCount: alarmsOf(stage).length,
    topic: topic !== undefined && row({ arn: topic.arn ?? false, emails: topic.emails }),
    deploymentEvents: operations.deploymentEvents,
  };
}

/** In the order in which they are deleted. */
function stacks(service: Service, stage: Stage) {
  const parts = [
    { part: 'service', exists: true, protected: stage.production },
    { part: 'addresses', exists: stage.addresses.source === 'elastic', protected: true },
    { part: 'network', exists: stage.network.source === 'created', protected: stage.production },
    { part: 'deploy-role', exists: stage.trust !== undefined, protected: stage.production },
  ] as const;
  return parts
    .filter(({ exists }) => exists)
    .map(({ part, protected: isProtected }) => ({ stack: stackName(service, stage, part), protected: isProtected }));
}

function outputStacks(service: Service, stage: Stage) {
  const parts = stage.addresses.source === 'elastic' ? (['service', 'addresses'] as const) : (['service'] as const);
  return parts.map((part) => ({ stack: stackName(service, stage, part) }));
}

function rollingBack(stage: Stage): AlarmKind[] {
  const alarms = alarmsOf(stage).filter(({ rollsBack }) => rollsBack);
  return [...new Set(alarms.map(({ kind }) => kind))];
}

function autoscaling({ capacity }: Stage) {
  if (capacity.autoscaling === undefined) return false;
  const { packetsPerSecondPerTask, ...rest } = capacity.autoscaling;
  return { ...rest, packets: packetsPerSecondPerTask ?? false };
}
