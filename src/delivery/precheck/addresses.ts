import { awsErrorCode } from '../../clients/aws/cli';
import { isObject, type Json } from '../../util/json';
import { UserError } from '../../util/user-error';
import type { Access } from '../access';
import { type StageStack, serviceStack } from '../assembly';
import { resourcesOf } from '../template';
import { type Checked, found, NOTHING, type Problem, together } from './problem';
import type { Precheck } from './subject';

interface Address {
  readonly PublicIp: string;
  readonly AllocationId: string;
  readonly AssociationId?: string;
  readonly NetworkInterfaceId?: string;
  readonly InstanceId?: string;
}

const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';

/** Whether the imported Elastic IPs exist, and are attached to nothing but this load balancer. */
export async function checkAddresses({ assembly, access }: Precheck): Promise<Checked> {
  const stack = serviceStack(assembly);
  const ids = await allocationIds(stack, access);
  if (ids.length === 0) return NOTHING;
  const [own, known] = await Promise.all([attachedToOwn(stack, access), describe(ids, access)]);
  return together(
    ids.map((id) => {
      const address = known.find(({ AllocationId }) => AllocationId === id);
      if (address === undefined) return found(unknownHere(id, access));
      return address.AssociationId === undefined || own.has(id) ? NOTHING : found(attachedElsewhere(address));
    }),
  );
}

async function describe(ids: readonly string[], { reader }: Access): Promise<readonly Address[]> {
  const filter = `Name=allocation-id,Values=${ids.join(',')}`;
  return (await reader<{ Addresses: Address[] }>('ec2', 'describe-addresses', '--filters', filter)).Addresses;
}

function unknownHere(id: string, { account, region }: Access): Problem {
  return {
    subject: `address ${id}`,
    cause: `the account ${account} has no such allocation in ${region}`,
    remedy: "Correct 'addresses.allocationIds' of the stage, or allocate the address in this account and region.",
    pitfall: 'P33',
  };
}

function attachedElsewhere({ AllocationId, PublicIp, NetworkInterfaceId, InstanceId }: Address): Problem {
  // an address of no instance may name an empty one
  const holder = InstanceId || NetworkInterfaceId;
  return {
    subject: `address ${AllocationId} (${PublicIp})`,
    cause: `it is attached to ${holder || 'something else'} already, and a load balancer cannot take it from there`,
    remedy:
      'Detach it first, as "Cut over addresses" in docs/service.md says; from then until the deployment, clients reach nobody.',
    pitfall: 'P33',
  };
}

async function allocationIds({ template }: StageStack, access: Access): Promise<string[]> {
  const mappings = resourcesOf(template, LOAD_BALANCER).flatMap(([, { SubnetMappings }]) =>
    Array.isArray(SubnetMappings) ? SubnetMappings : [],
  );
  const given = mappings.flatMap((mapping) =>
    isObject(mapping) && mapping.AllocationId ? [mapping.AllocationId] : [],
  );
  const ids = await Promise.all(given.map((value) => resolve(value, template.Parameters, access)));
  return ids.flatMap((id) => id ?? []);
}

/** An ID as it stands in the template, or that a parameter of Systems Manager holds. */
async function resolve(value: Json, parameters: Json | undefined, { reader }: Access): Promise<string | undefined> {
  if (typeof value === 'string') return value;
  const name = isObject(value) && typeof value.Ref === 'string' ? value.Ref : undefined;
  const parameter = name !== undefined && isObject(parameters) ? parameters[name] : undefined;
  if (!isObject(parameter) || typeof parameter.Default !== 'string') return undefined; // of the stack with new addresses
  try {
    const { Parameter } = await reader<{ Parameter: { Value: string } }>(
      'ssm',
      'get-parameter',
      '--name',
      parameter.Default,
    );
    return Parameter.Value;
  } catch (error) {
    // That it is missing is said with all other parameters.
    if (awsErrorCode(error) === 'ParameterNotFound') return undefined;
    throw error;
  }
}

/** Addresses that the load balancer of the stage already has. */
async function attachedToOwn({ name }: StageStack, { reader }: Access): Promise<ReadonlySet<string>> {
  try {
    const { StackResourceSummaries } = await reader<{
      StackResourceSummaries: { ResourceType: string; PhysicalResourceId?: string }[];
    }>('cloudformation', 'list-stack-resources', '--stack-name', name);
    const arns = StackResourceSummaries.filter(({ ResourceType }) => ResourceType === LOAD_BALANCER).flatMap(
      ({ PhysicalResourceId }) => PhysicalResourceId || [],
    );
    if (arns.length === 0) return new Set();
    const { LoadBalancers } = await reader<{
      LoadBalancers: { AvailabilityZones: { LoadBalancerAddresses?: { AllocationId?: string }[] }[] }[];
    }>('elbv2', 'describe-load-balancers', '--load-balancer-arns', ...arns);
    const zones = LoadBalancers.flatMap(({ AvailabilityZones }) => AvailabilityZones);
    const addresses = zones.flatMap(({ LoadBalancerAddresses = [] }) => LoadBalancerAddresses);
    return new Set(addresses.flatMap(({ AllocationId }) => AllocationId ?? []));
  } catch (error) {
    if (error instanceof UserError && /does not exist|LoadBalancerNotFound/.test(error.message)) return new Set();
    throw error;
  }
}
