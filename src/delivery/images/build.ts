import { resolve } from 'node:path';
import type { Docker } from '../../clients/docker/cli';
import { asList, isObject, type Json, type JsonObject } from '../../util/json';
import { type ImageAsset, imageAssets } from '../assembly';

/** An image that was built. */
export interface BuiltImage {
  readonly displayName: string;
  /** Under which the CDK looks for it before it builds. */
  readonly tag: string;
  /** Digest of its configuration: the same bits have the same one. */
  readonly id: string;
}

/**
 * Builds the images of an assembly once, as the CDK would build them for every stage again, and saves them into one file. A
 * job that loads it leaves the CDK nothing to do but to tag and to push: the same bits everywhere, and no Dockerfile is run
 * where there are credentials.
 *
 * @param platform images for it are built, and with `unspecified` those that name no platform, too
 */
export async function buildImages(
  directory: string,
  platform: { readonly name: string; readonly unspecified: boolean },
  output: string,
  docker: Docker,
): Promise<BuiltImage[]> {
  const wanted = imageAssets(directory).filter(({ source }) => isFor(source, platform));
  const built: BuiltImage[] = [];
  for (const { id, displayName, source } of wanted) {
    const tag = `cdkasset-${id.toLowerCase()}`;
    await docker(['build', ...buildArguments(source), '--tag', tag, '.'], resolve(directory, String(source.directory)));
    built.push({ displayName, tag, id: (await docker(['inspect', '--format', '{{.Id}}', tag])).trim() });
  }
  if (built.length > 0) await docker(['save', '--output', output, ...built.map(({ tag }) => tag)]);
  return built;
}

/** One whose source is a program (`executable`) is no Dockerfile: the CDK runs it where it publishes. */
function isFor(source: ImageAsset['source'], { name, unspecified }: { name: string; unspecified: boolean }): boolean {
  if (typeof source.directory !== 'string') return false;
  return source.platform === undefined ? unspecified : source.platform === name;
}

/** The same options in the same order as the CDK gives them. */
function buildArguments(source: JsonObject): string[] {
  const pairs = (value: Json | undefined) => Object.entries(isObject(value) ? value : {}).map(([k, v]) => `${k}=${v}`);
  const option = (flag: string, value: Json | undefined) => (typeof value === 'string' ? [flag, value] : []);
  return [
    ...pairs(source.dockerBuildArgs).flatMap((pair) => ['--build-arg', pair]),
    ...pairs(source.dockerBuildContexts).flatMap((pair) => ['--build-context', pair]),
    ...pairs(source.dockerBuildSecrets).flatMap((pair) => ['--secret', `id=${pair.replace('=', ',')}`]),
    ...option('--ssh', source.dockerBuildSsh),
    ...option('--target', source.dockerBuildTarget),
    ...option('--file', source.dockerFile),
    ...option('--network', source.networkMode),
    ...option('--platform', source.platform),
    ...asList(source.dockerOutputs).map((output) => `--output=${output}`),
    ...asList(source.cacheFrom).flatMap((cache) => ['--cache-from', cacheOption(cache)]),
    ...(source.cacheTo === undefined ? [] : ['--cache-to', cacheOption(source.cacheTo)]),
    ...(source.cacheDisabled === true ? ['--no-cache'] : []),
  ];
}

function cacheOption(cache: Json): string {
  const { type, params } = isObject(cache) ? cache : {};
  const rest = Object.entries(isObject(params) ? params : {}).map(([key, value]) => `,${key}=${value}`);
  return `type=${type}${rest.join('')}`;
}
