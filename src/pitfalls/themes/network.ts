import type { Value } from '../../cloudformation/evaluate/model';
import {
  isReference,
  isUnknown,
  items,
  knownString,
  resourceOf,
  step,
  truthOf,
} from '../../cloudformation/evaluate/value';
import type { Network, Stage } from '../../model/model';
import { neededServices } from '../../service/needed-services';
import { unservedAwsServices } from '../option-checks/endpoints';
import type { OptionViolation, Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import { type EndpointBar, endpointFor } from '../template/endpoints';
import { isDockerHub, isPublicImage, wayOut } from '../template/network';
import { permits } from '../template/roles';
import { anyone } from '../template/security-groups';
import type { Container } from '../template/task';
import type { EcsService, Topology } from '../template/topology';
import { optionRule } from './options';

/** VPC endpoints without which a task in an isolated subnet cannot pull its image. */
const IMAGE_ENDPOINTS = ['ecr.api', 'ecr.dkr', 's3'];

/** Whether no task of the service can reach the internet by itself. */
function cutOff({ assembly }: Topology, { subnets, publicIp }: EcsService): string | undefined {
  const ways = subnets.map((subnet) => wayOut(assembly, subnet));
  if (ways.includes('none')) return 'in a subnet without a route to the internet';
  if (ways.includes('internet') && publicIp === false) return 'in a public subnet without a public address';
  return undefined;
}

function* unreachableImages(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.services) {
    const { resource, groups, task, fargate } = service;
    // On an instance it is the instance that pulls and logs, by an interface of its own.
    if (fargate !== true) continue;
    const out = topology.securityGroups.allows(groups, 'egress', 'tcp', 443, anyone);
    if (out === false) {
      yield {
        level: 'error',
        resource,
        message: 'No security group of the tasks lets tcp 443 out, over which the image, secrets and logs travel.',
        remedy: 'Let tcp 443 out to the registry, or to the VPC endpoints.',
      };
    }
    const where = cutOff(topology, service);
    if (where === undefined || !task?.containers) continue;
    for (const { name, image } of task.containers) {
      if (typeof image !== 'string' || !isPublicImage(image)) continue;
      yield {
        level: 'error',
        resource,
        message: `Container ${String(name)} pulls ${image} ${where}; VPC endpoints do not serve public registries.`,
      };
    }
    const verdicts = neededEndpoints(task.containers).map(
      (name) => [name, endpointFor(topology, service, name)] as const,
    );
    const missing = verdicts.filter(([, verdict]) => verdict === 'missing').map(([name]) => name);
    if (missing.length > 0) {
      const pulls = missing.some((name) => IMAGE_ENDPOINTS.includes(name));
      yield {
        level: 'error',
        resource,
        message:
          `The tasks run ${where}, and the VPC has no endpoint for ${missing.join(', ')}: ` +
          (pulls ? 'no image can be pulled.' : 'no task can start.'),
      };
    }
    for (const [, verdict] of verdicts) {
      if (typeof verdict === 'object') yield barred(verdict, where);
    }
  }
}

function barred({ endpoint, why, remedy }: EndpointBar, where: string): TemplateViolation {
  return { level: 'error', resource: endpoint, message: `The endpoint ${why}, and the tasks run ${where}.`, remedy };
}

/** The AWS services without which these containers do not start. */
function neededEndpoints(containers: readonly Container[]): readonly string[] {
  const pulled = containers.some(({ image }) => !(typeof image === 'string' && isPublicImage(image)));
  const logged = containers.some(
    ({ definition }) => knownString(step(definition, 'LogConfiguration', 'LogDriver')) === 'awslogs',
  );
  const secrets = containers.flatMap(({ definition }) => items(step(definition, 'Secrets')).map(secretService));
  return [
    ...(pulled ? IMAGE_ENDPOINTS : []),
    ...(logged ? ['logs'] : []),
    ...['secretsmanager', 'ssm'].filter((name) => secrets.includes(name)),
  ];
}

/** Where a secret of a container comes from, as far as its ARN tells. */
function secretService(secret: Value): string | undefined {
  const source = step(secret, 'ValueFrom');
  if (isReference(source)) {
    return { 'AWS::SecretsManager::Secret': 'secretsmanager', 'AWS::SSM::Parameter': 'ssm' }[source.resource.type];
  }
  const text = isUnknown(source) ? source.expression : knownString(source);
  return /:(secretsmanager|ssm):/.exec(text ?? '')?.[1];
}

function* anonymousPulls(topology: Topology): Iterable<TemplateViolation> {
  for (const { task } of topology.services) {
    for (const { name, image, definition } of task?.containers ?? []) {
      if (typeof image !== 'string' || !isDockerHub(image) || step(definition, 'RepositoryCredentials') !== undefined)
        continue;
      if (!task) continue;
      yield {
        level: 'warning',
        resource: task.resource,
        message: `Container ${String(name)} pulls ${image} from Docker Hub without credentials, where everybody behind one NAT address shares a limit.`,
      };
    }
  }
}

const EXEC_ROLE =
  'Give the task a role that may use ssmmessages: CreateControlChannel, CreateDataChannel, OpenControlChannel, OpenDataChannel.';

function* deadExec(topology: Topology): Iterable<TemplateViolation> {
  for (const service of topology.services) {
    const { resource, attachments, task } = service;
    if (truthOf(resource.property('EnableExecuteCommand'), false) !== true) continue;
    const names = new Set(attachments.map(({ containerName }) => containerName));
    for (const container of task?.containers ?? []) {
      if (container.readonlyRoot !== true || isUnknown(container.name) || !names.has(container.name)) continue;
      yield {
        level: 'error',
        resource,
        message: `ECS Exec is on, and container ${String(container.name)} has a read-only root file system, on which its agent cannot start.`,
      };
    }
    if (task && task.resource.property('TaskRoleArn') === undefined) {
      yield {
        level: 'error',
        resource,
        message: 'ECS Exec is on, and the task has no role that could open its channel.',
        remedy: EXEC_ROLE,
      };
    }
    const role = resourceOf(task?.resource.property('TaskRoleArn'));
    if (role && permits(topology.assembly, role, 'ssmmessages:CreateControlChannel') === false) {
      yield {
        level: 'error',
        resource,
        message: `ECS Exec is on, and no policy of ${role.logicalId}, the role of the task, allows ssmmessages.`,
        remedy: EXEC_ROLE,
      };
    }
    const where = cutOff(topology, service);
    const verdict = where === undefined ? 'served' : endpointFor(topology, service, 'ssmmessages');
    if (where !== undefined && typeof verdict === 'object') yield barred(verdict, where);
    if (verdict !== 'missing') continue;
    yield {
      level: 'error',
      resource,
      message: `ECS Exec is on, the tasks run ${where}, and the VPC has no endpoint for ssmmessages.`,
    };
  }
}

function isIsolated(network: Network): boolean {
  return network.source === 'created' ? network.preset === 'isolated' : network.endpoints !== undefined;
}

/** Region of an image in a private ECR repository. */
const PRIVATE_ECR = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//;
const SECRET_REGION = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):/;

/** Endpoints serve the services of their own region, and those of ECR its private repositories alone. */
function* unservedNeeds(stage: Stage): Iterable<Omit<OptionViolation, 'stage'>> {
  const { network, image, healthGate, region, application } = stage;
  if (!isIsolated(network)) return;
  const here = region ?? "the stage's region";
  if (image.source === 'registry') {
    yield {
      level: 'error',
      option: 'image.registry',
      message: `${image.name} is on a registry that the isolated network cannot reach.`,
      remedy: `Mirror the image into a private ECR repository of ${here} and name that by image.ecrRepository.`,
    };
  }
  if (image.source === 'ecr' && image.region !== undefined && image.region !== region) {
    yield {
      level: region === undefined ? 'warning' : 'error',
      option: 'image.ecrRepository',
      message: `The repository lies in ${image.region}, and the endpoints of the isolated network serve ${here} alone.`,
      remedy: `Replicate the repository to ${here} and name it there.`,
    };
  }
  const base = healthGate?.delivery === 'inline' ? healthGate.baseImage : undefined;
  const baseRegion = base === undefined ? undefined : PRIVATE_ECR.exec(base)?.[1];
  if (base !== undefined && (baseRegion === undefined || (region !== undefined && baseRegion !== region))) {
    yield {
      level: 'error',
      option: 'healthGate.baseImage',
      message: `${base} is on a registry that the isolated network cannot reach.`,
      remedy:
        `Mirror it into a private ECR repository of ${here} and name that, for example ` +
        `"111122223333.dkr.ecr.${region ?? 'eu-west-1'}.amazonaws.com/python:3.13-alpine".`,
    };
  }
  for (const [name, secret] of Object.entries(application.secrets)) {
    const [, secretRegion] = (secret.source === 'secretsmanager' && SECRET_REGION.exec(secret.arn)) || [];
    if (region === undefined || secretRegion === undefined || secretRegion === region) continue;
    yield {
      level: 'error',
      option: `application.secrets.${name}.secretsManagerArn`,
      message: `The secret lies in ${secretRegion}, and the endpoint of the isolated network serves ${region} alone.`,
      remedy: `Replicate the secret to ${region} and give that ARN.`,
    };
  }
  if (network.source === 'created') return;
  for (const [service, purpose] of Object.entries(neededServices(stage))) {
    if (network.endpoints?.includes(service)) continue;
    yield {
      level: 'error',
      option: 'network.existingEndpoints',
      message: `It lacks ${service}, which a task needs ${purpose}.`,
      remedy: `Have the endpoint created in the VPC and add "${service}", or remove the option if the subnets have a NAT.`,
    };
  }
}

export const networkPitfalls: readonly Pitfall[] = [
  {
    id: 'P38',
    title: 'The image cannot be pulled in isolated subnets',
    cause:
      'The endpoints of ECR do not serve public registries, also not for a sidecar, and a missing endpoint stops every pull.',
    remedy:
      'Keep every image in ECR, with endpoints for ecr.api, ecr.dkr, logs and s3 (and those of the secrets), or give the tasks a NAT gateway.',
    references: [
      ecsGuide('vpc-endpoints'),
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
    ],
    coverage: [
      optionRule('what the VPC endpoints of an isolated network do not serve', unservedNeeds),
      unservedAwsServices,
      {
        kind: 'template',
        finds:
          'images, logs and secrets that the subnets or the security groups of the tasks, or the endpoints, cut off',
        check: unreachableImages,
      },
    ],
  },
  {
    id: 'P39',
    title: 'Pulls are throttled now and then',
    cause: 'Anonymous pulls from Docker Hub are limited by address, and all tasks behind a NAT gateway share one.',
    remedy: 'Take images from ECR, by a pull-through cache or a copy, pinned by digest.',
    references: [
      'https://docs.docker.com/docker-hub/usage/pulls/',
      'https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html',
    ],
    coverage: [
      optionRule('images of Docker Hub', function* ({ image }) {
        if (image.source === 'registry' && isDockerHub(`${image.name}:tag`)) {
          yield {
            level: 'warning',
            option: 'image.registry',
            message: `${image.name} is pulled from Docker Hub without credentials, where everybody behind one NAT address shares a limit.`,
          };
        }
      }),
      { kind: 'template', finds: 'images of Docker Hub without credentials', check: anonymousPulls },
    ],
  },
  {
    id: 'P40',
    title: 'ECS Exec fails',
    cause: 'Its agent needs a writable root file system, a task role, and a way to ssmmessages.',
    remedy: 'Choose ECS Exec or a read-only root, and give an isolated network the endpoint ssmmessages.',
    references: [ecsGuide('ecs-exec')],
    coverage: [
      optionRule('ECS Exec with a read-only root', function* ({ task, application }) {
        if (task.exec && application.readonlyRootFilesystem) {
          yield {
            level: 'error',
            option: 'task.exec',
            message:
              'It is true together with application.readonlyRootFilesystem; the agent of ECS Exec cannot start on a read-only root.',
            isBinding: true,
            remedy: 'Set one of them to false.',
          };
        }
      }),
      {
        kind: 'template',
        finds: 'ECS Exec with a read-only root, without a task role that may use it, or without its endpoint',
        check: deadExec,
      },
    ],
  },
];
