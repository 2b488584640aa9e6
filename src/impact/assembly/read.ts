import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Asset, assetsOf } from '../../cloudformation/assets';
import type { Assembly, Stack, Template } from '../../cloudformation/stack';
import { isObject, type Json, type JsonObject, render } from '../../util/json';
import { readJson as readJsonFile } from '../../util/read-file';
import { ImpactError } from '../error';
import { readTemplate } from '../template/parse';

const NESTED_STACK = 'AWS::CloudFormation::Stack';
const DEPLOYMENT_SETTINGS = ['assumeRoleArn', 'cloudFormationExecutionRoleArn', 'notificationArns'];

/** Reads a bare template file as an assembly of one stack. */
export function readTemplateFile(file: string): Assembly {
  const id = basename(file).replace(/(\.template)?\.(json|ya?ml|template)$/, '');
  const stack: Stack = {
    id,
    template: readTemplate(file),
    tags: {},
    deployment: {},
    nested: new Set(),
    assets: new Map(),
  };
  return { kind: 'template', stacks: withNested(stack, dirname(file), 0) };
}

/** Reads a cloud assembly (`cdk.out`), assemblies within it and nested stacks included. */
export function readAssembly(directory: string): Assembly {
  const stacks = stacksOf(directory, '');
  if (stacks.length === 0) {
    throw new ImpactError(directory, 'holds no stack', 'Synthesize it with `cdk synth` first');
  }
  return { kind: 'assembly', stacks };
}

function stacksOf(directory: string, prefix: string): Stack[] {
  const manifest = readJson(join(directory, 'manifest.json'));
  const missing = Array.isArray(manifest.missing) ? manifest.missing : [];
  if (missing.length > 0) {
    throw new ImpactError(
      directory,
      `is incomplete: context is missing (${missing.map((item) => (isObject(item) ? render(item.key) : render(item))).join(', ')})`,
      'Give the values in the code or in cdk.context.json and synthesize again',
    );
  }
  const artifacts = isObject(manifest.artifacts) ? Object.entries(manifest.artifacts) : [];
  const assets = new Map<string, Asset>();
  for (const [, artifact] of artifacts) {
    const file = artifactProperty(artifact, 'cdk:asset-manifest', 'file');
    if (file === undefined) continue;
    for (const asset of assetsOf(readJson(join(directory, file)), directory)) assets.set(asset.id, asset);
  }
  return artifacts.flatMap(([id, artifact]) => {
    const inner = artifactProperty(artifact, 'cdk:cloud-assembly', 'directoryName');
    if (inner !== undefined) return stacksOf(join(directory, inner), `${prefix}${id}/`);
    const templateFile = artifactProperty(artifact, 'aws:cloudformation:stack', 'templateFile');
    if (templateFile === undefined || !isObject(artifact)) return [];
    return withNested(
      stackOf(`${prefix}${id}`, artifact, readTemplate(join(directory, templateFile)), assets),
      directory,
      0,
    );
  });
}

export function artifactProperty(artifact: Json, type: string, property: string): string | undefined {
  if (!isObject(artifact) || artifact.type !== type || !isObject(artifact.properties)) return undefined;
  const value = artifact.properties[property];
  return typeof value === 'string' ? value : undefined;
}

function stackOf(id: string, artifact: JsonObject, template: Template, assets: ReadonlyMap<string, Asset>): Stack {
  const properties = isObject(artifact.properties) ? artifact.properties : {};
  const [account, region] = String(artifact.environment ?? '')
    .replace(/^aws:\/\//, '')
    .split('/');
  const tags = isObject(properties.tags) ? properties.tags : {};
  return {
    id,
    name: typeof properties.stackName === 'string' ? properties.stackName : id,
    ...(account !== undefined && account !== '' && account !== 'unknown-account' ? { account } : {}),
    ...(region !== undefined && region !== '' && region !== 'unknown-region' ? { region } : {}),
    template,
    terminationProtection: properties.terminationProtection === true,
    tags: Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, render(value)])),
    deployment: Object.fromEntries(
      DEPLOYMENT_SETTINGS.flatMap((key) => (properties[key] === undefined ? [] : [[key, properties[key] as Json]])),
    ),
    nested: new Set(),
    assets,
  };
}

/** A stack and the nested stacks whose templates lie beside it. */
function withNested(stack: Stack, directory: string, depth: number): Stack[] {
  if (depth > 10)
    throw new ImpactError(stack.id, 'nests stacks more than ten deep', 'Look for a template that includes itself');
  const children = new Map<string, Stack[]>();
  for (const [logicalId, resource] of Object.entries(stack.template.Resources)) {
    if (!isObject(resource) || resource.Type !== NESTED_STACK) continue;
    const file = nestedTemplateFile(resource, stack.assets, directory);
    if (file === undefined) continue;
    const properties = isObject(resource.Properties) ? resource.Properties : {};
    const child: Stack = {
      ...stack,
      id: `${stack.id}/${logicalId}`,
      ...(stack.name === undefined ? {} : { name: `${stack.name}/${logicalId}` }),
      template: readTemplate(file),
      tags: {},
      deployment: {},
      parameters: isObject(properties.Parameters) ? properties.Parameters : {},
      nested: new Set(),
    };
    children.set(logicalId, withNested(child, dirname(file), depth + 1));
  }
  return [{ ...stack, nested: new Set(children.keys()) }, ...[...children.values()].flat()];
}

function nestedTemplateFile(
  resource: JsonObject,
  assets: ReadonlyMap<string, Asset>,
  directory: string,
): string | undefined {
  const named = isObject(resource.Metadata) ? resource.Metadata['aws:asset:path'] : undefined;
  if (typeof named === 'string' && existsSync(join(directory, named))) return join(directory, named);
  const url = isObject(resource.Properties) ? render(resource.Properties.TemplateURL) : '';
  const hash = /[0-9a-f]{64}/.exec(url)?.[0];
  const path = hash === undefined ? undefined : assets.get(hash)?.path;
  return path !== undefined && existsSync(path) ? path : undefined;
}

export function readJson(file: string): JsonObject {
  let value: unknown;
  try {
    value = readJsonFile(file);
  } catch (error) {
    throw new ImpactError(
      file,
      `cannot be read as JSON (it ${(error as Error).message})`,
      'Synthesize the assembly again',
    );
  }
  if (!isObject(value)) throw new ImpactError(file, 'is no JSON object', 'Synthesize the assembly again');
  return value;
}
