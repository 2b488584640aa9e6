import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageVersions, Service, Stage } from './model';

/** Name of the owned file with the version of the image of each stage. */
export const IMAGE_VERSIONS_FILE = 'images.json';

const EXAMPLE = '{ "dev": "1.4.2", "prod": "sha256:<64 hexadecimal digits>" }';
/** A tag as registries accept it, or a SHA-256 digest. */
const VERSION = /^(?:sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/;

/** Whether the version of the stage's image stands in `images.json`; an image that is built here has none. */
export function hasImageVersion(stage: Stage): boolean {
  return stage.image.source !== 'asset';
}

/** Reads `images.json` where at least one stage needs it. */
export function readImageVersions(service: Service, directory = process.cwd()): ImageVersions {
  const stages = service.stages.filter(hasImageVersion);
  if (stages.length === 0) {
    return {};
  }
  const names = stages.map((stage) => stage.name).join(', ');
  const content = parse(read(join(directory, IMAGE_VERSIONS_FILE), names), names);
  return Object.fromEntries(stages.map((stage) => [stage.name, validated(stage.name, content[stage.name])]));
}

/** The version of a stage's image, or an error that says where to write it. */
export function imageVersion(stage: Stage, versions: ImageVersions): string {
  return validated(stage.name, Object.hasOwn(versions, stage.name) ? versions[stage.name] : undefined);
}

function read(file: string, stages: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(
      `${IMAGE_VERSIONS_FILE}: cannot be read (${(error as NodeJS.ErrnoException).code ?? error}), ` +
        `and the image of ${stages} comes from a registry, so its version must stand there. ` +
        `Create the file at the root of the repository with one tag or digest a stage, for example ${EXAMPLE}.`,
    );
  }
}

function parse(text: string, stages: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new Error(
      `${IMAGE_VERSIONS_FILE}: is not JSON (${(error as Error).message}), so the image versions of ${stages} ` +
        `are unknown. Write one object with one tag or digest a stage, for example ${EXAMPLE}.`,
    );
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new Error(
      `${IMAGE_VERSIONS_FILE}: holds ${JSON.stringify(content)}, which is no object, so the image versions of ` +
        `${stages} are unknown. Write one object with one tag or digest a stage, for example ${EXAMPLE}.`,
    );
  }
  return content as Record<string, unknown>;
}

function validated(stage: string, version: unknown): string {
  if (version === undefined) {
    throw new Error(
      `${IMAGE_VERSIONS_FILE}: has no version for stage "${stage}", whose image comes from a registry. ` +
        `Add the tag or digest to deploy under the key "${stage}", for example ${EXAMPLE}.`,
    );
  }
  if (typeof version !== 'string' || !VERSION.test(version)) {
    throw new Error(
      `${IMAGE_VERSIONS_FILE}: ${JSON.stringify(version)} for stage "${stage}" is neither an image tag nor a digest. ` +
        `Write the tag alone (without image name or colon) or "sha256:" and 64 hexadecimal digits, for example ${EXAMPLE}.`,
    );
  }
  return version;
}
