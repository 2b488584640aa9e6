import type { ResourceChange } from './changes';

/** Metadata and the order of creation reach nothing that runs, but for what `cfn-init` reads. */
export function isMetadataOnly(change: ResourceChange): boolean {
  if (change.action !== 'update' || change.properties.size > 0) return false;
  return [...change.attributes].every(([name, { before, after }]) => {
    if (name === 'DependsOn') return true;
    return (
      name === 'Metadata' && !`${JSON.stringify(before)}${JSON.stringify(after)}`.includes('AWS::CloudFormation::')
    );
  });
}
