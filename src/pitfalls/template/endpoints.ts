import type { Assembly, Resource } from '../../cloudformation/evaluate/model';
import { asString, isUnknown, items, resourceOf, truthOf } from '../../cloudformation/evaluate/value';
import { routeTableOf, wayOut } from './network';
import { among, groupsOf } from './security-groups';
import type { EcsService, Topology } from './topology';

/** Whether the tasks of a service reach an AWS service by a VPC endpoint; a bar is told with its endpoint. */
export type EndpointVerdict = 'served' | 'unknown' | 'missing' | EndpointBar;

/** What stands between the tasks and an endpoint that is there. */
export interface EndpointBar {
  readonly endpoint: Resource;
  /** The sentence on the endpoint, after its name. */
  readonly why: string;
  readonly remedy: string;
}

/** Whether tasks that have no other way reach an AWS service (`ecr.api`) by an endpoint of the templates. */
export function endpointFor(topology: Topology, tasks: EcsService, service: string): EndpointVerdict {
  const { assembly } = topology;
  const near = assembly.ofType('AWS::EC2::VPCEndpoint').filter((endpoint) => !isElsewhere(endpoint, tasks));
  const bars = near.filter((endpoint) => serves(endpoint, service)).map((endpoint) => barOf(topology, tasks, endpoint));
  if (bars.includes(undefined)) return 'served';
  if (near.some(isOpen) || assembly.incomplete) return 'unknown';
  return bars[0] ?? 'missing';
}

/** The region stays open in many templates, but the name of the service stands in them. */
function serves({ raw }: Resource, service: string): boolean {
  return new RegExp(`\\.${service.replace('.', '\\.')}["}]`).test(JSON.stringify(raw.Properties ?? {}));
}

/** Whether an endpoint may be for any service. */
function isOpen({ raw }: Resource): boolean {
  return !/amazonaws|\.(s3|logs|ecr\.\w+)"/.test(JSON.stringify(raw.Properties ?? {}));
}

/** Whether an endpoint belongs to another VPC than that of the tasks. */
function isElsewhere(endpoint: Resource, tasks: EcsService): boolean {
  const [vpc, own] = [resourceOf(endpoint.property('VpcId')), vpcOf(tasks)];
  return vpc !== undefined && own !== undefined && vpc !== own;
}

function vpcOf({ subnets }: EcsService): Resource | undefined {
  return subnets.map((subnet) => resourceOf(resourceOf(subnet)?.property('VpcId'))).find((vpc) => vpc !== undefined);
}

function barOf(topology: Topology, tasks: EcsService, endpoint: Resource): EndpointBar | undefined {
  const byRoute = asString(endpoint.property('VpcEndpointType')) === 'Gateway';
  if (byRoute || endpoint.property('RouteTableIds') !== undefined) return routeBar(topology.assembly, tasks, endpoint);
  return nameBar(topology.assembly, tasks, endpoint) ?? groupBar(topology, tasks, endpoint);
}

/** A gateway endpoint serves the subnets whose route tables it is in. */
function routeBar(assembly: Assembly, { subnets }: EcsService, endpoint: Resource): EndpointBar | undefined {
  const list = endpoint.property('RouteTableIds');
  const tables = items(list).map(resourceOf);
  if (isUnknown(list) || tables.includes(undefined)) return undefined;
  const left = subnets.find((subnet) => {
    const table = routeTableOf(assembly, subnet);
    return table !== undefined && !tables.includes(table) && wayOut(assembly, subnet) !== 'nat';
  });
  const name = resourceOf(left)?.logicalId;
  if (name === undefined) return undefined;
  return {
    endpoint,
    why: `is not in the route table of ${name}, a subnet of the tasks`,
    remedy: 'Add the route tables of the tasks’ subnets to RouteTableIds.',
  };
}

/** An interface endpoint is found by the name of the AWS service where private DNS is on, and the VPC allows that. */
function nameBar(assembly: Assembly, tasks: EcsService, endpoint: Resource): EndpointBar | undefined {
  // Where the property is absent the guides of CloudFormation and EC2 do not agree.
  const privateDns = endpoint.property('PrivateDnsEnabled');
  const named = truthOf(privateDns, true);
  const zones = assembly.ofType('AWS::Route53::HostedZone', 'AWS::Route53::RecordSet', 'AWS::Route53::RecordSetGroup');
  if (named === false && zones.length === 0) {
    return {
      endpoint,
      why: 'has private DNS off, so the name of the AWS service still leads to the internet',
      remedy: 'Set PrivateDnsEnabled to true.',
    };
  }
  const vpc = vpcOf(tasks);
  const hostnames = vpc === undefined ? 'unknown' : truthOf(vpc.property('EnableDnsHostnames'), false);
  const support = vpc === undefined ? 'unknown' : truthOf(vpc.property('EnableDnsSupport'), true);
  if (privateDns === undefined || named !== true || (hostnames !== false && support !== false)) return undefined;
  return {
    endpoint,
    why: `has private DNS on, which ${vpc?.logicalId} does not allow: it needs EnableDnsHostnames and EnableDnsSupport`,
    remedy: 'Set EnableDnsHostnames and EnableDnsSupport of the VPC to true.',
  };
}

function groupBar({ securityGroups }: Topology, tasks: EcsService, endpoint: Resource): EndpointBar | undefined {
  const groups = groupsOf(endpoint.property('SecurityGroupIds'));
  if (groups === undefined) return undefined;
  if (securityGroups.allows(groups, 'ingress', 'tcp', 443, among(tasks.groups)) !== false) return undefined;
  return {
    endpoint,
    why: 'has no security group that admits the tasks on tcp 443',
    remedy: 'Admit the security group of the tasks, or the CIDR of the VPC, on tcp 443.',
  };
}
