import type { Value } from '../../cloudformation/evaluate/model';
import { isReference, isUnknown, items, knownString, step } from '../../cloudformation/evaluate/value';
import type { Network, Stage } from '../../model/model';
import { neededServices } from '../../service/needed-services';
import { optionRule } from '../options/each-stage';
import { givenRule } from '../options/given';
import type { OptionViolation, Pitfall, TemplateViolation } from '../pitfall';
import { ecsGuide } from '../references';
import { barred, cutOff } from '../template/cut-off';
import { endpointFor } from '../template/endpoints';
import { isPublicImage } from '../template/network';
import { anyone } from '../template/security-groups';
import type { Container } from '../template/task';
import type { Topology } from '../template/topology';

/** VPC endpoints without which a task in an isolated subnet cannot pull its image. */
const IMAGE_ENDPOINTS = ['ecr.api', 'ecr.dkr', 's3'];

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

export const pitfall = {
  id: 'P38',
  theme: 'Network',
  title: 'The image cannot be pulled in isolated subnets',
  cause:
    'The endpoints of ECR do not serve public registries, also not for a sidecar, and a missing endpoint stops every pull.',
  remedy:
    'Keep every image in ECR, with endpoints for ecr.api, ecr.dkr, logs and s3 (and those of the secrets), or give the tasks a NAT gateway.',
  references: [ecsGuide('vpc-endpoints'), 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html'],
  coverage: [
    optionRule('what the VPC endpoints of an isolated network do not serve', unservedNeeds),
    givenRule('AWS services that the endpoints of an existing network do not serve', function* ({ egress, network }) {
      const endpoints = network?.vpcId === undefined ? undefined : network.existingEndpoints;
      if (endpoints === undefined) return;
      for (const service of egress?.awsServices ?? []) {
        if (endpoints.includes(service)) continue;
        yield {
          level: 'error',
          isBinding: true,
          option: 'network.existingEndpoints',
          message: `'egress.awsServices' names '${service}', and no endpoint leads there.`,
          remedy: `Have the endpoint created in the VPC and add '${service}', or leave the option out if the subnets have a NAT.`,
        };
      }
    }),
    {
      kind: 'template',
      finds: 'images, logs and secrets that the subnets or the security groups of the tasks, or the endpoints, cut off',
      check: unreachableImages,
    },
  ],
} satisfies Pitfall;
