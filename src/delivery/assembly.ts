import { join } from 'node:path';
import { readTemplate } from '../cloudformation/files';
import { readJsonObject, readManifest } from '../cloudformation/json-files';
import {
  type Artifact,
  ASSETS_ARTIFACT,
  entriesOf,
  placeOf,
  propertyOf,
  STACK_ARTIFACT,
} from '../cloudformation/manifest';
import type { Template } from '../cloudformation/stack';
import { STACK_PARTS } from '../service/stacks';
import { isObject, type JsonObject } from '../util/json';
import { UserError } from '../util/user-error';
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

/**
 * Reads the stacks of a stage from an assembly, those that they depend on included.
 *
 * @throws UserError where it is more than data, or has no such stage
 * @param further parts beside those that are deployed, where they exist
 */
export function readStageAssembly(directory: string, stage: string, further: readonly string[] = []): StageAssembly {
  requireSafeAssembly(directory);
  const { artifacts } = readManifest(directory);
  const byId: Artifacts = new Map(artifacts.map((artifact) => [artifact.id, artifact]));
  const present = [...STACK_PARTS, ...further].map((part) => `${stage}-${part}`).filter((id) => isStack(byId.get(id)));
  if (!present.includes(`${stage}-service`)) {
    const stages = artifacts.filter(isStack).flatMap(({ id }) => /^(.+)-service$/.exec(id)?.[1] ?? []);
    throw new UserError({
      subject: directory,
      cause: `holds no stack ${stage}-service`,
      remedy: `Its stages are: ${stages.join(', ') || 'none'}. Name one of them, or synthesize again`,
    });
  }
  return { directory, stage, stacks: inOrder(byId, present).map((artifact) => readStack(directory, artifact, byId)) };
}

/** The stack of the service itself. */
export function serviceStack({ stage, stacks }: StageAssembly): StageStack {
  return stacks.find(({ id }) => id === `${stage}-service`) as StageStack;
}

/**
 * Every image that an assembly builds, whatever stage it is for.
 *
 * @throws UserError where it is more than data
 */
export function imageAssets(directory: string): ImageAsset[] {
  requireSafeAssembly(directory);
  const images = assetManifests(directory, readManifest(directory).artifacts).flatMap(imagesOf);
  return [...new Map(images.map((image) => [image.id, image])).values()];
}

type Artifacts = ReadonlyMap<string, Artifact>;

function isStack(artifact: Artifact | undefined): artifact is Artifact {
  return artifact?.type === STACK_ARTIFACT;
}

/** The stacks and all that they depend on, each after what it needs. */
function inOrder(artifacts: Artifacts, ids: readonly string[]): Artifact[] {
  const order: Artifact[] = [];
  const visit = (id: string): void => {
    const artifact = artifacts.get(id);
    if (!isStack(artifact) || order.includes(artifact)) return;
    artifact.dependencies.forEach(visit);
    order.push(artifact);
  };
  ids.forEach(visit);
  return order;
}

function assetManifests(directory: string, artifacts: readonly (Artifact | undefined)[]): JsonObject[] {
  return artifacts.flatMap((artifact) => {
    const file = propertyOf(artifact, ASSETS_ARTIFACT, 'file');
    return file === undefined ? [] : [readJsonObject(join(directory, file))];
  });
}

function readStack(directory: string, artifact: Artifact, artifacts: Artifacts): StageStack {
  const { dependencies, environment, id, properties } = artifact;
  const text = (name: string) => propertyOf(artifact, STACK_ARTIFACT, name);
  const lookup = isObject(properties.lookupRole) ? properties.lookupRole : {};
  const manifests = assetManifests(
    directory,
    dependencies.map((name) => artifacts.get(name)),
  );
  return {
    id,
    name: text('stackName') ?? id,
    ...placeOf(environment),
    template: readTemplate(join(directory, text('templateFile') ?? `${id}.template.json`)).template,
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
