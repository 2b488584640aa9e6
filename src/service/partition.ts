import type { Stage } from './model';

/** The partition of AWS that a region lies in. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** The role of the CDK bootstrap stack that only reads. */
export function lookupRoleArn({ account, region, bootstrapQualifier }: Required<Place>): string {
  const name = `cdk-${bootstrapQualifier}-lookup-role-${account}-${region}`;
  return `arn:${partitionOf(region)}:iam::${account}:role/${name}`;
}

type Place = Pick<Stage, 'account' | 'region' | 'bootstrapQualifier'>;
