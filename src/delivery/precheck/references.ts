import { awsErrorCode } from '../../clients/aws/cli';
import { asList, isObject } from '../../util/json';
import { type Access, resolveIn } from '../access';
import type { StageStack } from '../assembly';
import { containersOf, resourcesOf } from '../template';
import { type Checked, found, NOTHING, together } from './problem';
import type { Precheck } from './subject';

/** Whether what the stacks name but do not create is there: parameters, secrets, subnets. */
export async function checkReferences({ assembly, access }: Precheck): Promise<Checked> {
  const of = (read: (stack: StageStack) => readonly string[]) => [...new Set(assembly.stacks.flatMap(read))];
  return together(
    await Promise.all([
      checkParameters(of(parameterNames), access),
      ...of(secretNames).map((name) => checkSecret(resolveIn(access, name), access)),
      checkSubnets(of(subnetIds), access),
    ]),
  );
}

/** Parameters of Systems Manager that CloudFormation reads; that of the bootstrap stack has a check of its own. */
function parameterNames({ template, bootstrap }: StageStack): string[] {
  const { Parameters } = template;
  return Object.values(isObject(Parameters) ? Parameters : {}).flatMap((parameter) =>
    isObject(parameter) &&
    String(parameter.Type).startsWith('AWS::SSM::Parameter::Value') &&
    typeof parameter.Default === 'string' &&
    parameter.Default !== bootstrap?.parameter
      ? [parameter.Default]
      : [],
  );
}

async function checkParameters(names: readonly string[], { reader, account, region }: Access): Promise<Checked> {
  if (names.length === 0) return NOTHING;
  const missing: string[] = [];
  for (let at = 0; at < names.length; at += 10) {
    const batch = names.slice(at, at + 10); // as many as one call takes
    const { InvalidParameters } = await reader<{ InvalidParameters: string[] }>(
      'ssm',
      'get-parameters',
      '--names',
      ...batch,
    );
    missing.push(...InvalidParameters);
  }
  return found(
    ...missing.map((name) => ({
      subject: `parameter ${name}`,
      cause: `Systems Manager has no such parameter in ${account}, ${region}, and a stack reads it`,
      remedy: 'Create it, or correct its name in .projenrc.ts.',
    })),
  );
}

function secretNames({ template }: StageStack): string[] {
  return containersOf(template).flatMap(({ secrets }) => secrets);
}

/** A secret that is missing fails no change set: the tasks never start. */
async function checkSecret(arn: string, { reader }: Access): Promise<Checked> {
  const [, , , service, , , kind, ...rest] = `:${arn}`.split(':');
  const remedy = "Create it, or correct 'application.secrets' of the stage.";
  if (service === 'secretsmanager') {
    const id = arn.split(':').slice(0, 7).join(':'); // what follows is the field
    try {
      await reader('secretsmanager', 'describe-secret', '--secret-id', id);
      return NOTHING;
    } catch (error) {
      if (awsErrorCode(error) !== 'ResourceNotFoundException') throw error;
      return found({ subject: `secret ${id}`, cause: 'Secrets Manager has no such secret, so no task starts', remedy });
    }
  }
  if (service !== 'ssm') return NOTHING;
  const name = [kind, ...rest].join(':').replace(/^parameter/, '');
  const { Parameters } = await reader<{ Parameters: unknown[] }>(
    'ssm',
    'describe-parameters',
    '--parameter-filters',
    // a name without a leading slash is stored without one, and the ARN does not tell
    JSON.stringify([
      { Key: 'Name', Option: 'Equals', Values: [name, name.slice(1)].filter((one) => /^\/?[^/]/.test(one)) },
    ]),
  );
  if (Parameters.length > 0) return NOTHING;
  return found({ subject: `secret ${arn}`, cause: 'Systems Manager has no such parameter, so no task starts', remedy });
}

function subnetIds({ template }: StageStack): string[] {
  const balancers = resourcesOf(template, 'AWS::ElasticLoadBalancingV2::LoadBalancer').flatMap(
    ([, { Subnets, SubnetMappings }]) => [
      ...asList(Subnets),
      ...asList(SubnetMappings).flatMap((one) => (isObject(one) && one.SubnetId ? [one.SubnetId] : [])),
    ],
  );
  const services = resourcesOf(template, 'AWS::ECS::Service').flatMap(([, { NetworkConfiguration }]) => {
    const awsvpc = isObject(NetworkConfiguration) ? NetworkConfiguration.AwsvpcConfiguration : undefined;
    return isObject(awsvpc) ? asList(awsvpc.Subnets) : [];
  });
  return [...balancers, ...services].flatMap((id) => (typeof id === 'string' && id.startsWith('subnet-') ? [id] : []));
}

async function checkSubnets(ids: readonly string[], { reader, account, region }: Access): Promise<Checked> {
  if (ids.length === 0) return NOTHING;
  const { Subnets } = await reader<{ Subnets: { SubnetId: string }[] }>(
    'ec2',
    'describe-subnets',
    '--filters',
    `Name=subnet-id,Values=${ids.join(',')}`,
  );
  const missing = ids.filter((id) => !Subnets.some(({ SubnetId }) => SubnetId === id));
  return found(
    ...missing.map((id) => ({
      subject: `subnet ${id}`,
      cause: `the account ${account} has no such subnet in ${region}`,
      remedy: "Correct 'network' of the stage; a subnet that is shared with the account must be shared with this one.",
    })),
  );
}
