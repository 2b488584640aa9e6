import { render } from '../../cloudformation/functions';
import { inWords } from '../../cloudformation/words';
import { asList, canonical, isObject, type Json, scalarText, valueAt } from '../../util/json';
import type { ResourceChange } from '../changes';
import { aclEntry, covers, coversPeer } from '../permissions/network';
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
    change.movedHere !== true &&
    !closes(change),
  level: 'broadens',
  reason: (change) =>
    `${change.type} is ${change.action === 'create' ? 'added' : 'changed'}: another way into or out of the network.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => [change.action, propertiesOf(change.after)],
};

/** An entry of a network ACL that denies, or an update of one that admits less or denies more than before. */
function closes({ type, logicalId, before, after }: ResourceChange): boolean {
  if (type !== 'AWS::EC2::NetworkAclEntry') return false;
  const [old, fresh] = [propertiesOf(before), propertiesOf(after)];
  const denies = fresh.RuleAction === 'deny';
  if (before === undefined) return denies;
  if (canonical(old.RuleAction) !== canonical(fresh.RuleAction)) return denies;
  const [was, is] = [aclEntry(logicalId, old), aclEntry(logicalId, fresh)];
  return denies ? covers(is, was) : covers(was, is);
}

/** What is let in by a list: another item is another one who may. */
interface Admission {
  readonly type: string;
  readonly path: readonly string[];
  readonly means: string;
}

const ADMISSIONS: readonly Admission[] = [
  { type: 'AWS::EC2::PrefixList', path: ['Entries'], means: 'wherever a rule names the prefix list' },
  { type: 'AWS::EC2::VPCEndpointServicePermissions', path: ['AllowedPrincipals'], means: 'to the endpoint service' },
  { type: 'AWS::RAM::ResourceShare', path: ['Principals'], means: 'to what is shared' },
  ...(
    [
      ['AWS::EC2::VPCEndpoint', ['SecurityGroupIds']],
      ['AWS::ECS::Service', ['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups']],
      ['AWS::ElasticLoadBalancingV2::LoadBalancer', ['SecurityGroups']],
      ['AWS::Lambda::Function', ['VpcConfig', 'SecurityGroupIds']],
      ['AWS::RDS::DBCluster', ['VpcSecurityGroupIds']],
      ['AWS::RDS::DBInstance', ['VPCSecurityGroups']],
    ] as const
  ).map(([type, path]): Admission => ({ type, path, means: 'whom the rules of the group admit' })),
];

export const admissionGrows: Rule<ResourceChange> = {
  id: 'admission-grows',
  applies: (change) => admittedBy(change).length > 0,
  level: 'broadens',
  reason: (change) => `Admits more: ${admittedBy(change, inWords).join(', ')}.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => admittedBy(change),
};

/** @param write how an item is told: what is compared is its canonical text */
function admittedBy(change: ResourceChange, write: (item: Json) => string = render): string[] {
  // What a new resource admits is told of what it is put before.
  if (change.before === undefined || change.after === undefined) return [];
  return ADMISSIONS.filter(({ type }) => type === change.type).flatMap(({ path, means }) => {
    const [before, after] = [change.before, change.after].map((resource) =>
      asList(valueAt(propertiesOf(resource), path)).map((item) => (isObject(item) ? (item.Cidr ?? item) : item)),
    ) as [Json[], Json[]];
    const added = after.filter((item) => !before.some((other) => coversPeer(render(other), render(item))));
    return added.map((item) => `${write(item)} (${means})`);
  });
}

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
