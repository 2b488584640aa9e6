import { join } from 'node:path';
import type { Template } from '../cloudformation/stack';
import { artifactProperty, readJson } from '../impact/assembly/read';
import { readTemplate } from '../impact/template/parse';
import { STACK_PARTS } from '../service/stacks';
import { ExpectedError } from '../util/expected-error';
import { isObject, type Json, type JsonObject } from '../util/json';
import { requireSafeAssembly } from './assembly-safety';

/** The stacks of one stage in a cloud assembly, in the order in which they are deployed. */
export interface StageAssembly {
  /** Where the assembly lies. */
  readonly directory: string;
  readonly stage: string;
  readonly stacks: readonly StageStack[];
}

/** A stack of an assembly, as far as its deployment is concerned. */
export interface StageStack {
  /** Artifact ID in the assembly, by which the CDK knows it. */
  readonly id: string;
  /** Name in CloudFormation. */
  readonly name: string;
  /** Absent where the stack is deployed to the account of the credentials. */
  readonly account?: string;
  /** Absent where the stack is deployed to the region of the credentials. */
  readonly region?: string;
  readonly template: Template;
  readonly terminationProtection: boolean;
  /** Roles of the bootstrap stack that its deployment assumes, with placeholders for partition, account and region. */
  readonly roles: {
    readonly deploy?: string;
    readonly lookup?: string;
    readonly publishing: readonly string[];
    /** What CloudFormation is while it changes the stack. */
    readonly execution?: string;
  };
  /** What must be bootstrapped; absent where the stack needs no bootstrap stack. */
  readonly bootstrap?: { readonly parameter: string; readonly version: number };
  readonly images: readonly ImageAsset[];
}

/** An image that is built from a directory of the assembly and published before the stack is deployed. */
export interface ImageAsset {
  /** Hash of what it is built from. */
  readonly id: string;
  readonly displayName: string;
  readonly source: JsonObject;
  /** With placeholders for account and region. */
  readonly repository: string;
  readonly tag: string;
}

const STACK = 'aws:cloudformation:stack';
const ASSETS = 'cdk:asset-manifest';

/**
 * Reads the stacks of a stage from an assembly, those that they depend on included.
 *
 * @throws ExpectedError where it is more than data, or has no such stage
 * @param further parts beside those that are deployed, where they exist
 */
export function readStageAssembly(directory: string, stage: string, further: readonly string[] = []): StageAssembly {
  requireSafeAssembly(directory);
  const artifacts = readArtifacts(directory);
  const present = [...STACK_PARTS, ...further].map((part) => `${stage}-${part}`).filter((id) => isStack(artifacts[id]));
  if (!present.includes(`${stage}-service`)) {
    const stages = Object.keys(artifacts).flatMap((id) =>
      isStack(artifacts[id]) ? (/^(.+)-service$/.exec(id)?.[1] ?? []) : [],
    );
    throw new ExpectedError(
      `${directory}: holds no stack ${stage}-service. Its stages are: ${stages.join(', ') || 'none'}. Name one of them, or synthesize again.`,
    );
  }
  const stacks = inOrder(artifacts, present).map((id) => readStack(directory, id, artifacts));
  return { directory, stage, stacks };
}

/** The stack of the service itself. */
export function serviceStack({ stage, stacks }: StageAssembly): StageStack {
  return stacks.find(({ id }) => id === `${stage}-service`) as StageStack;
}

/**
 * Every image that an assembly builds, whatever stage it is for.
 *
 * @throws ExpectedError where it is more than data
 */
export function imageAssets(directory: string): ImageAsset[] {
  requireSafeAssembly(directory);
  const artifacts = Object.values(readArtifacts(directory));
  const manifests = artifacts.flatMap((artifact) => artifactProperty(artifact, ASSETS, 'file') ?? []);
  const images = manifests.flatMap((file) => imagesOf(readJson(join(directory, file))));
  return [...new Map(images.map((image) => [image.id, image])).values()];
}

function readArtifacts(directory: string): JsonObject {
  const { artifacts } = readJson(join(directory, 'manifest.json'));
  return isObject(artifacts) ? artifacts : {};
}

function isStack(artifact: Json | undefined): boolean {
  return isObject(artifact) && artifact.type === STACK;
}

/** The stacks and all that they depend on, each after what it needs. */
function inOrder(artifacts: JsonObject, ids: readonly string[]): string[] {
  const order: string[] = [];
  const visit = (id: string): void => {
    if (order.includes(id) || !isStack(artifacts[id])) return;
    dependenciesOf(artifacts[id]).forEach(visit);
    order.push(id);
  };
  ids.forEach(visit);
  return order;
}

function dependenciesOf(artifact: Json): string[] {
  const { dependencies } = isObject(artifact) ? artifact : {};
  return Array.isArray(dependencies) ? dependencies.map(String) : [];
}

function readStack(directory: string, id: string, artifacts: JsonObject): StageStack {
  const artifact = artifacts[id] as JsonObject;
  const properties = isObject(artifact.properties) ? artifact.properties : {};
  const text = (name: string) => (typeof properties[name] === 'string' ? properties[name] : undefined);
  const [account, region] = String(artifact.environment).replace('aws://', '').split('/');
  const lookup = isObject(properties.lookupRole) ? properties.lookupRole : {};
  const manifests = dependenciesOf(artifact).flatMap((name) => {
    const file = artifactProperty(artifacts[name], ASSETS, 'file');
    return file === undefined ? [] : [readJson(join(directory, file))];
  });
  return {
    id,
    name: text('stackName') ?? id,
    ...(account === 'unknown-account' ? {} : { account }),
    ...(region === 'unknown-region' ? {} : { region }),
    template: readTemplate(join(directory, text('templateFile') ?? `${id}.template.json`)),
    terminationProtection: properties.terminationProtection === true,
    roles: {
      deploy: text('assumeRoleArn'),
      ...(typeof lookup.arn === 'string' ? { lookup: lookup.arn } : {}),
      publishing: [...new Set(manifests.flatMap(publishingRoles))],
      ...(text('cloudFormationExecutionRoleArn') && { execution: text('cloudFormationExecutionRoleArn') }),
    },
    bootstrap: bootstrapOf(properties, lookup),
    images: manifests.flatMap(imagesOf),
  };
}

function bootstrapOf(properties: JsonObject, lookup: JsonObject): StageStack['bootstrap'] {
  const { bootstrapStackVersionSsmParameter: parameter } = properties;
  if (typeof parameter !== 'string') return undefined;
  const versions = [properties, lookup].map(({ requiresBootstrapStackVersion }) =>
    Number(requiresBootstrapStackVersion ?? 0),
  );
  return { parameter, version: Math.max(...versions) };
}

function publishingRoles(manifest: JsonObject): string[] {
  const destinations = [...entriesOf(manifest.files), ...entriesOf(manifest.dockerImages)].flatMap(([, asset]) =>
    entriesOf(asset.destinations),
  );
  return destinations.flatMap(([, { assumeRoleArn }]) => (typeof assumeRoleArn === 'string' ? [assumeRoleArn] : []));
}

function imagesOf(manifest: JsonObject): ImageAsset[] {
  return entriesOf(manifest.dockerImages).flatMap(([id, { displayName, source, destinations }]) =>
    entriesOf(destinations).map(([, { repositoryName, imageTag }]) => ({
      id,
      displayName: String(displayName ?? id),
      source: isObject(source) ? source : {},
      repository: String(repositoryName),
      tag: String(imageTag),
    })),
  );
}

function entriesOf(value: Json | undefined): [string, JsonObject][] {
  return Object.entries(isObject(value) ? value : {}).filter((entry): entry is [string, JsonObject] =>
    isObject(entry[1]),
  );
}
