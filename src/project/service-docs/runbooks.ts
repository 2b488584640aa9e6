import { loadBalancerZones } from '../../model/alarm-catalogue';
import type { Service, Stage } from '../../model/model';
import { regionOption, stackName } from './names';
import { literals, separated } from './values';

/** What a new stage may be called by its region. */
const REGIONS = [
  ['us', 'us-east-1'],
  ['eu', 'eu-central-1'],
  ['ap', 'ap-northeast-1'],
] as const;

const EXAMPLE_ACCOUNT = '111122223333';

/** The most ports that an ECS service can have. */
const MOST_PORTS = 5;

/** What the runbooks say of this service. */
export function runbooks(service: Service) {
  const { stages } = service;
  return {
    firstStage: stages[0].name,
    anyGate: stages.some(({ healthGate }) => healthGate !== undefined),
    anyProduction: stages.some(({ production }) => production),
    anyRegistryImage: stages.some(({ image }) => image.source !== 'asset'),
    anyParameter: JSON.stringify(stages).includes('"ssm:'),
    allPortsTaken: stages.some(({ ports }) => ports.length >= MOST_PORTS),
    zones: separated(stages.map(zones), '; '),
    newRegion: newRegion(service),
    cutover: cutover(service),
    retired: retired(service),
  };
}

function zones(stage: Stage) {
  const names = loadBalancerZones(stage);
  const tasks = stage.task.desiredCount;
  return {
    stage: stage.name,
    names: literals(names),
    count: names.length,
    tasks,
    tooFewTasks: !stage.loadBalancer.crossZone && tasks < names.length,
  };
}

function newRegion({ stages }: Service) {
  const { name, account = EXAMPLE_ACCOUNT } = stages.find(({ production }) => production) ?? stages[stages.length - 1];
  const [suffix, region] = REGIONS.find(([, one]) => stages.every((stage) => stage.region !== one)) ?? REGIONS[0];
  return { stage: name, suffix, account, region };
}

/** The addresses of the stage that clients know best: the last internet-facing one. */
function cutover(service: Service) {
  const facing = service.stages.filter(({ loadBalancer }) => loadBalancer.scheme === 'internet-facing');
  const stage = (facing.length > 0 ? facing : service.stages).slice(-1)[0];
  return {
    stage: stage.name,
    stack: stackName(service, stage, 'service'),
    regionOption: regionOption(stage),
    elastic: facing.length > 0,
    zones: separated(loadBalancerZones(stage).map((name) => ({ name }))),
  };
}

/** What a stage leaves behind. */
function retired(service: Service) {
  const [stage] = service.stages;
  const { account = '<account>', bootstrapQualifier, region = '<region>' } = stage;
  return {
    serviceStack: stackName(service, stage, 'service'),
    anyElastic: service.stages.some(({ addresses }) => addresses.source === 'elastic'),
    anyTrust: service.stages.some(({ trust }) => trust !== undefined),
    // where the CDK puts the images that it builds
    bootstrapRepository: `cdk-${bootstrapQualifier}-container-assets-${account}-${region}`,
    environment: `aws://${account}/${region}`,
  };
}
