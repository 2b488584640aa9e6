import { hasSchema, isStateful } from '../cloudformation/resource-schemas';

/** What clients hold: an address or a name that they were told. */
const IDENTITY_TYPES: ReadonlySet<string> = new Set([
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::EC2::EIP',
  'AWS::EC2::EIPAssociation',
  'AWS::EC2::VPCEndpointService',
  'AWS::GlobalAccelerator::Accelerator',
  'AWS::Route53::HostedZone',
  'AWS::Route53::RecordSet',
  'AWS::Route53::RecordSetGroup',
]);

/** Types that hold data, beside those the resource specification marks as stateful. */
const FURTHER_DATA_TYPES: ReadonlySet<string> = new Set([
  'AWS::ACMPCA::CertificateAuthority',
  'AWS::Cassandra::Table',
  'AWS::ECR::PublicRepository',
  'AWS::ECR::Repository',
  'AWS::ElastiCache::ServerlessCache',
  'AWS::Logs::LogStream',
  'AWS::MemoryDB::Cluster',
  'AWS::MSK::Cluster',
  'AWS::S3Express::DirectoryBucket',
  'AWS::S3Tables::TableBucket',
  'AWS::Timestream::Database',
  'AWS::Timestream::Table',
]);

const NESTED_STACK = 'AWS::CloudFormation::Stack';

/** A new revision stands beside the old one, and what uses it changes over in place. */
const REVISION_TYPES: ReadonlySet<string> = new Set(['AWS::ECS::TaskDefinition', 'AWS::Lambda::Version']);

/** Types that are a part of another resource: to remove or recreate one updates that resource. */
const PART_TYPES: ReadonlySet<string> = new Set([
  'AWS::EC2::SecurityGroupEgress',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::IAM::GroupPolicy',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::UserPolicy',
  'AWS::Lambda::Permission',
]);

export function holdsIdentity(type: string): boolean {
  return IDENTITY_TYPES.has(type);
}

export function holdsData(type: string): boolean {
  return type !== NESTED_STACK && (FURTHER_DATA_TYPES.has(type) || isStateful(type));
}

export function isRevision(type: string): boolean {
  return REVISION_TYPES.has(type);
}

export function isPart(type: string): boolean {
  return PART_TYPES.has(type);
}

/** Custom resources run code of their own at deployment, which nobody can read from a template. */
export function isCustomResource(type: string): boolean {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
}

/** Whether the resource specification says what a change of the type does. */
export function isKnownType(type: string): boolean {
  return !isCustomResource(type) && hasSchema(type);
}

/** Types that the text of an opaque construction mentions, as a loop or macro over resources. */
export function mentionsIdentity(text: string): boolean {
  return [...IDENTITY_TYPES].some((type) => text.includes(type));
}
