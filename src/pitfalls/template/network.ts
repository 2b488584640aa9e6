import type { Assembly, Resource, Value } from '../../cloudformation/evaluate/model';
import { isUnknown, resourceOf } from '../../cloudformation/evaluate/value';
import { mayConcern } from './security-groups';

/** Where the default route of a subnet leads; `other` also where other routes may lead to what serves a task. */
export type WayOut = 'nat' | 'internet' | 'other' | 'none' | 'unknown';

/** Where the default route of a subnet leads, as far as the templates show its route table. */
export function wayOut(assembly: Assembly, subnet: Value): WayOut {
  const resource = resourceOf(subnet);
  const table = routeTableOf(assembly, subnet);
  if (resource === undefined || table === undefined || assembly.incomplete) return 'unknown';
  const all = assembly.ofType('AWS::EC2::Route');
  const routes = all.filter((route) => {
    const destination = route.property('DestinationCidrBlock');
    return destination === '0.0.0.0/0' || isUnknown(destination);
  });
  const mine = routes.filter((route) => isTable(route, table));
  const [route] = mine;
  if (routes.some((other) => mayConcern(other, 'RouteTableId', table))) return 'unknown';
  // Routes and endpoints of a network that others use, too, may be theirs.
  const vpc = resourceOf(resource.property('VpcId'));
  if ([resource, table, vpc].some((part) => part?.shared)) return 'unknown';
  // Behind a transit gateway or a peering the endpoints of another VPC may be shared.
  const elsewhere = (other: Resource) => isTable(other, table) || mayConcern(other, 'RouteTableId', table);
  if (!route) return all.some(elsewhere) ? 'other' : 'none';
  return mine.every((other) => other.present === true) ? wayOf(route) : 'unknown';
}

/** The route table of a subnet; without an association it is the main one, which no template shows. */
export function routeTableOf(assembly: Assembly, subnet: Value): Resource | undefined {
  const resource = resourceOf(subnet);
  if (resource?.type !== 'AWS::EC2::Subnet') return undefined;
  const associations = assembly.ofType('AWS::EC2::SubnetRouteTableAssociation');
  const own = associations.filter((association) => resourceOf(association.property('SubnetId')) === resource);
  const table = own.length === 1 ? resourceOf(own[0]?.property('RouteTableId')) : undefined;
  return table?.type === 'AWS::EC2::RouteTable' ? table : undefined;
}

function isTable(route: Resource, table: Resource): boolean {
  return resourceOf(route.property('RouteTableId')) === table;
}

function wayOf(route: Resource): WayOut {
  if (route.property('NatGatewayId') !== undefined) return 'nat';
  const gateway = route.property('GatewayId');
  if (gateway === undefined) return 'other';
  if (resourceOf(gateway)?.type === 'AWS::EC2::InternetGateway') return 'internet';
  return typeof gateway === 'string' && gateway.startsWith('igw-') ? 'internet' : 'unknown';
}

/** Registries that are reached over the internet alone. */
const PUBLIC_HOSTS =
  /^(public\.ecr\.aws|ghcr\.io|quay\.io|gcr\.io|registry\.k8s\.io|mcr\.microsoft\.com|docker\.io|registry-1\.docker\.io|index\.docker\.io)\//;

/** Whether an image comes from Docker Hub: its name starts with no host. */
export function isDockerHub(image: string): boolean {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return true;
  const isHost = first.includes('.') || first.includes(':') || first === 'localhost';
  return !isHost || /(^|\.)docker\.io$/.test(first);
}

/** Whether an image can only be pulled over the internet. */
export function isPublicImage(image: string): boolean {
  return isDockerHub(image) || PUBLIC_HOSTS.test(image);
}
