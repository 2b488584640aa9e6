import { canonical, type Json, scalarText, valueAt } from '../../../util/json';
import type { ResourceChange } from '../../changes';
import { isOn, propertiesOf } from '../helpers';
import type { Rule } from '../rule';

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

export const rule: Rule<ResourceChange> = {
  id: 'property-opens',
  applies: (change) => openingsOf(change).length > 0,
  level: 'broadens',
  reason: (change) => `Opens ${openingsOf(change).join(', ')}.`,
  remedy: 'Make sure that this is meant; a second person should say so.',
  detail: (change) => openingsOf(change),
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
