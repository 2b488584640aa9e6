import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CorpusSide, CorpusStack } from './case';
import { isYaml } from './case';

/** A schema version that every CDK CLI in use reads. */
const MANIFEST_VERSION = '36.0.0';

/** Writes one side of a pair as `cdk synth` would, or as a bare template; returns its path. */
export function writeSide(directory: string, side: CorpusSide): string {
  mkdirSync(directory, { recursive: true });
  if (isYaml(side)) {
    const file = join(directory, 'service.yaml');
    writeFileSync(file, side);
    return file;
  }
  const artifacts = Object.entries(side).flatMap(([id, stack]) => writeStack(directory, id, stack));
  writeJson(join(directory, 'manifest.json'), { version: MANIFEST_VERSION, artifacts: Object.fromEntries(artifacts) });
  return directory;
}

function writeStack(directory: string, id: string, stack: CorpusStack): [string, object][] {
  const templateFile = `${id}.template.json`;
  const assetsFile = `${id}.assets.json`;
  writeJson(join(directory, templateFile), stack.template);
  for (const [file, template] of Object.entries(stack.nested ?? {})) writeJson(join(directory, file), template);
  const dockerImages: Record<string, object> = {};
  for (const [hash, files] of Object.entries(stack.images ?? {})) {
    dockerImages[hash] = {
      source: { directory: `asset.${hash}`, platform: 'linux/arm64' },
      destinations: { current: { repositoryName: 'assets', imageTag: hash } },
    };
    for (const [name, content] of Object.entries(files)) {
      const file = join(directory, `asset.${hash}`, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
  writeJson(join(directory, assetsFile), { version: MANIFEST_VERSION, files: {}, dockerImages });
  const {
    stackName = id,
    environment = 'aws://111111111111/eu-west-1',
    terminationProtection,
    tags,
    executionRole,
  } = stack;
  return [
    [`${id}.assets`, { type: 'cdk:asset-manifest', properties: { file: assetsFile } }],
    [
      id,
      {
        type: 'aws:cloudformation:stack',
        environment,
        properties: {
          templateFile,
          stackName,
          ...(terminationProtection === undefined ? {} : { terminationProtection }),
          ...(tags === undefined ? {} : { tags }),
          ...(executionRole === undefined ? {} : { cloudFormationExecutionRoleArn: executionRole }),
        },
        displayName: id,
      },
    ],
  ];
}

function writeJson(file: string, content: object): void {
  writeFileSync(file, `${JSON.stringify(content, undefined, 1)}\n`);
}
