import type { BootstrapRole, Stage } from '../model/model';

/** The partition of AWS that a region lies in. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The role of the CDK bootstrap stack that only reads. */
export function lookupRoleArn(place: Required<Place>): string {
  return roleArn(place, 'lookup');
}

/** The role of the CDK bootstrap stack that publishes files. */
export function filePublishingRoleArn(place: Required<Place>): string {
  return roleArn(place, 'file-publishing');
}

/** The bucket of the CDK bootstrap stack that files are published to. */
export function assetsBucket({ account, region, bootstrapQualifier }: Required<Place>): string {
  return `cdk-${bootstrapQualifier}-assets-${account}-${region}`;
}

function roleArn({ account, region, bootstrapQualifier }: Required<Place>, kind: BootstrapRole): string {
  const name = `cdk-${bootstrapQualifier}-${kind}-role-${account}-${region}`;
  return `arn:${partitionOf(region)}:iam::${account}:role/${name}`;
}

type Place = Pick<Stage, 'account' | 'region' | 'bootstrapQualifier'>;
