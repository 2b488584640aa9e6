import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a test makes of an assembly: the members of its manifests, and beside them its files. */
export interface AssemblyParts {
  // biome-ignore lint/suspicious/noExplicitAny: a test makes of a manifest what no type allows
  [file: string]: any;
}

/** An assembly of one stage as the CDK writes it: a stack, its template as an asset, a zipped folder and an image. */
export function goodAssembly(): AssemblyParts {
  const bucketName = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';
  return {
    'manifest.json': {
      version: '55.0.0',
      artifacts: {
        'dev-service.assets': {
          type: 'cdk:asset-manifest',
          properties: { file: 'dev-service.assets.json', requiresBootstrapStackVersion: 6 },
        },
        'dev-service': {
          type: 'aws:cloudformation:stack',
          environment: 'aws://111122223333/eu-west-1',
          properties: {
            templateFile: 'dev-service.template.json',
            stackName: 'echo-dev-service',
            stackTemplateAssetObjectUrl: `s3://${bucketName}/0f1e.json`,
            lookupRole: { arn: 'arn:aws:iam::111122223333:role/lookup' },
          },
          dependencies: ['dev-service.assets'],
          additionalMetadataFile: 'dev-service.metadata.json',
        },
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    },
    'dev-service.assets.json': {
      version: '55.0.0',
      files: {
        template: {
          source: { path: 'dev-service.template.json', packaging: 'file' },
          destinations: { here: { bucketName, objectKey: '0f1e.json' } },
        },
        folder: {
          source: { path: 'asset.folder', packaging: 'zip' },
          destinations: { here: { bucketName, objectKey: 'folder.zip' } },
        },
      },
      dockerImages: {
        image: {
          source: { directory: 'asset.image', platform: 'linux/arm64' },
          destinations: { here: { repositoryName: 'assets', imageTag: 'image' } },
        },
      },
    },
    'dev-service.template.json': { Resources: {} },
    'dev-service.metadata.json': { '/dev-service': [{ type: 'aws:cdk:logicalId', data: 'Service' }] },
    'tree.json': { version: 'tree-0.1' },
    'asset.folder/index.js': '//\n',
    'asset.image/Dockerfile': 'FROM scratch\n',
  };
}

/** Writes an assembly; what is no text is written as JSON. */
export function writeAssembly(directory: string, parts: AssemblyParts): string {
  for (const [path, content] of Object.entries(parts)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}
