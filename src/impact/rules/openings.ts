import type { ResourceChange } from '../changes';
import { asList, canonical, isObject, type Json, scalarText, valueAt } from '../json';
import { isOn, propertiesOf } from './helpers';
import type { Rule } from './rule';

interface Opening {
  readonly type: string;
  /** Property path, and the text that reason is made of. */
  readonly path: readonly string[];
  readonly means: string;
  /** Whether the value opens something. */
  readonly open: (value: Json | undefined) => boolean;
}

const off = (value: Json | undefined): boolean => value !== undefined && !isOn(value) && scalarText(value) !== 'on';
const notOn = (value: Json | undefined): boolean => !isOn(value);
const is =
  (text: string) =>
  (value: Json | undefined): boolean =>
    scalarText(value) === text;

/** Properties by which something can be reached, or can do more, without a policy or a security group changing. */
const OPENINGS: readonly Opening[] = [
  {
    type: 'AWS::ECS::Service',
    path: ['EnableExecuteCommand'],
    means: 'a shell in the containers (ECS Exec)',
    open: isOn,
  },
  {
    type: 'AWS::ECS::Service',
    path: ['NetworkConfiguration', 'AwsvpcConfiguration', 'AssignPublicIp'],
    means: 'public addresses for the tasks',
    open: isOn,
  },
  {
    type: 'AWS::ECS::TaskDefinition',
    path: ['PidMode'],
    means: 'a process namespace shared with others',
    open: (value) => value !== undefined,
  },
  {
    type: 'AWS::EC2::Subnet',
    path: ['MapPublicIpOnLaunch'],
    means: 'public addresses for whatever starts in the subnet',
    open: isOn,
  },
  {
    type: 'AWS::EC2::Instance',
    path: ['NetworkInterfaces'],
    means: 'another network interface',
    open: (value) => value !== undefined,
  },
  { type: 'AWS::RDS::DBInstance', path: ['PubliclyAccessible'], means: 'a public database', open: isOn },
  {
    type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    path: ['EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic'],
    means: 'PrivateLink traffic past the security group',
    open: off,
  },
  {
    type: 'AWS::EC2::VPCEndpointService',
    path: ['AcceptanceRequired'],
    means: 'endpoint connections without acceptance',
    open: notOn,
  },
  { type: 'AWS::Lambda::Url', path: ['AuthType'], means: 'calls without authentication', open: is('NONE') },
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
    (name): Opening => ({
      type: 'AWS::S3::Bucket',
      path: ['PublicAccessBlockConfiguration', name],
      means: `public access (${name} off)`,
      open: off,
    }),
  ),
];

/** Types that are a way into or out of a network as a whole. */
const WAYS: ReadonlySet<string> = new Set([
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::NetworkAclEntry',
  'AWS::EC2::Route',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::VPCGatewayAttachment',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::VPNConnection',
]);

export const propertyOpens: Rule<ResourceChange> = {
  id: 'property-opens',
  applies: (change) => openingsOf(change).length > 0,
  level: 'broadens',
  reason: (change) => `Opens ${openingsOf(change).join(', ')}.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => openingsOf(change),
};

export const wayOpens: Rule<ResourceChange> = {
  id: 'way-opens',
  applies: (change) =>
    WAYS.has(change.type) &&
    (change.action === 'create' || change.action === 'replace' || change.action === 'update') &&
    change.movedHere !== true,
  level: 'broadens',
  reason: (change) =>
    `${change.type} is ${change.action === 'create' ? 'added' : 'changed'}: another way into or out of the network.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => [change.action, propertiesOf(change.after)],
};

export const privilegeGrows: Rule<ResourceChange> = {
  id: 'container-privilege-grows',
  applies: (change) => change.type === 'AWS::ECS::TaskDefinition' && grownPrivileges(change).length > 0,
  level: 'broadens',
  reason: (change) => `Containers get more privileges: ${grownPrivileges(change).join(', ')}.`,
  remedy: 'Make sure that the containers need them; a second person should say so.',
  detail: (change) => grownPrivileges(change),
};

export const boundaryWeakened: Rule<ResourceChange> = {
  id: 'permissions-boundary-changed',
  applies: (change) => change.action !== 'create' && change.properties.get('PermissionsBoundary')?.before !== undefined,
  level: 'broadens',
  reason: (change) =>
    change.properties.get('PermissionsBoundary')?.after === undefined
      ? 'The permissions boundary goes: nothing limits the policies of the role any longer.'
      : 'The permissions boundary is another one, which may allow more.',
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => change.properties.get('PermissionsBoundary')?.after ?? null,
};

function openingsOf(change: ResourceChange): string[] {
  if (change.after === undefined || change.movedHere === true) return [];
  return OPENINGS.filter(({ type }) => type === change.type).flatMap(({ path, means, open }) => {
    const before = change.before === undefined ? undefined : valueAt(propertiesOf(change.before), path);
    const after = valueAt(propertiesOf(change.after), path);
    const wasOpen = change.before !== undefined && open(before);
    // A value that is only known at deployment may be the open one.
    const mayOpen =
      open(after) || (after !== undefined && scalarText(after) === undefined && canonical(before) !== canonical(after));
    return mayOpen && !wasOpen ? [means] : [];
  });
}

function grownPrivileges(change: ResourceChange): string[] {
  const before = new Set(privilegesOf(change.before));
  return change.after === undefined ? [] : privilegesOf(change.after).filter((privilege) => !before.has(privilege));
}

function privilegesOf(taskDefinition: ResourceChange['before']): string[] {
  return asList(propertiesOf(taskDefinition).ContainerDefinitions).flatMap((container) => {
    if (!isObject(container)) return [];
    const name = scalarText(container.Name) ?? 'container';
    const added = asList(valueAt(container, ['LinuxParameters', 'Capabilities', 'Add']));
    return [
      ...(isOn(container.Privileged) ? [`privileged (${name})`] : []),
      ...added.map((capability) => `${scalarText(capability) ?? 'a capability'} (${name})`),
    ];
  });
}
