/**
 * What manifests of assemblies may hold: everything that the CDK's schemas have and that is data. A property that is not
 * here is refused: it may be a program by another name. The test compares with the schemas of the CDK that is installed.
 */

/** Major version of the schemas that the lists below were read from (@aws-cdk/cloud-assembly-schema). */
export const KNOWN_SCHEMA = 55;

/** Properties that name a program, which the CDK runs where it publishes. */
export const PROGRAMS = ['executable'] as const;

export const ASSEMBLY_MANIFEST = ['version', 'minimumCliVersion', 'artifacts', 'missing', 'runtime'] as const;

export const ARTIFACT = [
  'type',
  'environment',
  'metadata',
  'additionalMetadataFile',
  'dependencies',
  'properties',
  'displayName',
] as const;

const BOOTSTRAP = ['requiresBootstrapStackVersion', 'bootstrapStackVersionSsmParameter'] as const;
const ROLE = ['assumeRoleExternalId', 'assumeRoleAdditionalOptions'] as const;

/** Properties of an artifact by its type. */
export const ARTIFACT_PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'aws:cloudformation:stack': [
    'templateFile',
    'parameters',
    'tags',
    'notificationArns',
    'stackName',
    'terminationProtection',
    'assumeRoleArn',
    ...ROLE,
    'cloudFormationExecutionRoleArn',
    'lookupRole',
    'stackTemplateAssetObjectUrl',
    ...BOOTSTRAP,
    'validateOnSynth',
    // written by the CDK, and in no schema
    'additionalDependencies',
  ],
  'cdk:asset-manifest': ['file', ...BOOTSTRAP],
  'cdk:cloud-assembly': ['directoryName', 'displayName'],
  'cdk:tree': ['file'],
  'cdk:feature-flag-report': ['module', 'flags'],
};

export const BOOTSTRAP_ROLE = ['arn', ...ROLE, ...BOOTSTRAP] as const;

export const ASSET_MANIFEST = ['version', 'files', 'dockerImages'] as const;
export const ASSET = ['displayName', 'source', 'destinations'] as const;
export const FILE_SOURCE = ['path', 'packaging'] as const;
const DESTINATION = ['region', 'assumeRoleArn', ...ROLE] as const;
export const FILE_DESTINATION = ['bucketName', 'objectKey', ...DESTINATION] as const;
export const IMAGE_DESTINATION = ['repositoryName', 'imageTag', ...DESTINATION] as const;

export const IMAGE_SOURCE = [
  'directory',
  'dockerFile',
  'dockerBuildTarget',
  'dockerBuildArgs',
  'dockerBuildContexts',
  'dockerBuildSsh',
  'dockerBuildSecrets',
  'networkMode',
  'platform',
  'dockerOutputs',
  'cacheFrom',
  'cacheTo',
  'cacheDisabled',
] as const;
export const CACHE_OPTION = ['type', 'params'] as const;

/** How metadata of stacks, by which assets were published before there were manifests of them, call what images are built from. */
export const IMAGE_METADATA: Readonly<Record<string, (typeof IMAGE_SOURCE)[number]>> = {
  path: 'directory',
  file: 'dockerFile',
  target: 'dockerBuildTarget',
  buildArgs: 'dockerBuildArgs',
  buildContexts: 'dockerBuildContexts',
  buildSsh: 'dockerBuildSsh',
  buildSecrets: 'dockerBuildSecrets',
  networkMode: 'networkMode',
  platform: 'platform',
  outputs: 'dockerOutputs',
  cacheFrom: 'cacheFrom',
  cacheTo: 'cacheTo',
  cacheDisabled: 'cacheDisabled',
};

/** The rest of such an entry. */
export const ASSET_METADATA = [
  'id',
  'sourceHash',
  'packaging',
  's3BucketParameter',
  's3KeyParameter',
  'artifactHashParameter',
  'imageNameParameter',
  'repositoryName',
  'imageTag',
] as const;
