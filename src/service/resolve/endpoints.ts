import type { NetworkOptions } from '../../options';
import type { HealthGate, Image, Network, Secret } from '../model';
import type { Checks } from './checks';

/** What a task is started from and talks to, as far as it decides what its network must reach. */
export interface Workload {
  readonly region?: string;
  readonly image: Image;
  readonly healthGate?: HealthGate;
  /** The application's secrets by the name of their environment variable. */
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly exec: boolean;
  /** AWS services the application calls. */
  readonly awsServices: readonly string[];
}

const SERVICE_NAME = /^[a-z0-9]+([.-][a-z0-9]+)*$/;
const PRIVATE_ECR = /^\d{12}\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//;
const SECRET_REGION = /^arn:aws[a-z-]*:secretsmanager:([a-z0-9-]+):/;

/** Whether VPC endpoints are the tasks' only way out. */
export function isIsolated(options: NetworkOptions, network: Network): boolean {
  return network.source === 'created' ? network.preset === 'isolated' : options.existingEndpoints !== undefined;
}

/**
 * The network with an endpoint for all that a task needs, where endpoints are the only way out. What no endpoint can
 * serve is refused: the task would not start, and the deployment would say so only after hours.
 */
export function resolveEndpoints(options: NetworkOptions, network: Network, load: Workload, checks: Checks): Network {
  const at = checks.at('network');
  const given = options.endpoints ?? options.existingEndpoints ?? [];
  const key = network.source === 'created' ? 'endpoints' : 'existingEndpoints';
  for (const service of given) checkServiceName(at, key, service);
  at.unique(key, given, 'the service is named twice', 'Name each service once.');
  if (!isIsolated(options, network)) {
    if (network.source === 'created' && options.endpoints) {
      at.refuse(
        'endpoints',
        options.endpoints,
        `tasks of the preset '${network.preset}' reach AWS services by the internet`,
        "Remove it, or use the preset 'isolated'.",
      );
    }
    return network;
  }
  checkImages(load, checks);
  checkSecretRegions(load, checks);
  const needs = neededServices(load);
  if (network.source === 'created') return { ...network, endpoints: [...new Set([...Object.keys(needs), ...given])] };
  for (const [service, purpose] of Object.entries(needs).filter(([name]) => !given.includes(name))) {
    at.refuse(
      'existingEndpoints',
      given,
      `a task needs the endpoint '${service}' ${purpose}, and it has no other way out`,
      `Have the endpoint created in the VPC and add '${service}', or leave the option out if the subnets have a NAT.`,
      'P38',
    );
  }
  return network;
}

export function checkServiceName(checks: Checks, key: string, service: string): void {
  checks.text(key, service, SERVICE_NAME, "the last part of an endpoint service's name", 'sqs');
}

/** Services by what a task needs them for. */
function neededServices({ secrets, healthGate, exec, awsServices }: Workload): Record<string, string> {
  const gateSecrets = (healthGate?.config.checks ?? []).flatMap(({ probe }) =>
    probe.kind === 'datagram' && probe.radius ? [probe.radius.secret] : [],
  );
  const stores = new Set([...Object.values(secrets), ...gateSecrets].map(({ source }) => source));
  return {
    'ecr.api': 'to pull its image',
    'ecr.dkr': 'to pull its image',
    s3: 'for the layers of its image',
    logs: 'to write its logs',
    ...(stores.has('secretsmanager') && { secretsmanager: 'to read its secrets' }),
    ...(stores.has('ssm') && { ssm: 'to read its secrets' }),
    ...(exec && { ssmmessages: 'for ECS Exec' }),
    ...Object.fromEntries(awsServices.map((service) => [service, "because 'egress.awsServices' names it"])),
  };
}

/** The endpoints of ECR serve the private repositories of their own region, and nothing else does. */
function checkImages({ image, healthGate, region }: Workload, checks: Checks): void {
  if (image.source === 'registry') {
    checks.refuse(
      'image.registry',
      image.name,
      'the network is isolated, and no VPC endpoint leads to this registry',
      "Mirror the image into a private ECR repository of the stage's region and name that by 'image.ecrRepository'.",
      'P38',
    );
  }
  if (image.source === 'ecr' && image.region !== undefined && image.region !== region) {
    const cause = `the network is isolated, and its ECR endpoints serve ${region ?? "the stage's region"} alone`;
    const remedy = `Replicate the repository to ${region ?? "the stage's region"} and name it there.`;
    if (region === undefined) checks.warn('image.ecrRepository', image.region, `${cause}. ${remedy} (P38)`);
    else checks.refuse('image.ecrRepository', image.region, cause, remedy, 'P38');
  }
  if (healthGate?.delivery !== 'inline') return;
  const registry = PRIVATE_ECR.exec(healthGate.baseImage);
  if (!registry || (region !== undefined && registry[1] !== region)) {
    checks.refuse(
      'healthGate.baseImage',
      healthGate.baseImage,
      registry
        ? `the network is isolated, and its ECR endpoints serve ${region} alone`
        : "the network is isolated, so a task can pull the gate's base image from a private ECR repository alone",
      'Mirror the image into a private ECR repository, for example ' +
        `'111122223333.dkr.ecr.${region ?? 'eu-west-1'}.amazonaws.com/python:3.13-alpine', and name that.`,
      'P38',
    );
  }
}

function checkSecretRegions({ secrets, region }: Workload, checks: Checks): void {
  for (const [name, secret] of Object.entries(secrets)) {
    const [, secretRegion] = (secret.source === 'secretsmanager' && SECRET_REGION.exec(secret.arn)) || [];
    if (region !== undefined && secretRegion !== undefined && secretRegion !== region) {
      checks.refuse(
        `application.secrets.${name}.secretsManagerArn`,
        secretRegion,
        `the network is isolated, and its Secrets Manager endpoint serves ${region} alone`,
        `Replicate the secret to ${region} and give that ARN.`,
        'P38',
      );
    }
  }
}
