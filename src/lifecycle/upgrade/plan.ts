import { valid } from 'semver';
import { type Manifest, type PackageVersion, readManifest } from '../../files/manifest';
import { upgradeBlocked } from './blocked';
import { chooseBelow, chooseVersion, type Target } from './choose';
import type { Registry } from './registry';

/** The channel of whoever says nothing. */
const DEFAULT_CHANNEL = 'latest';

/** What is wanted of an upgrade of the template. */
export interface TemplateRequest {
  /** Dist-tag that is followed. @default - the one of the options */
  readonly channel?: string;
  /** Versions that are asked for: `1.2.3` of the preset or else of the template, or `name@1.2.3`. */
  readonly to: readonly string[];
}

/** What an upgrade goes to. */
export interface Plan {
  readonly targets: readonly Target[];
  readonly remarks: readonly string[];
}

/**
 * What the template, and the preset where there is one, go to. What synthesized last counts as installed: an
 * installation that was interrupted says otherwise.
 *
 * @throws UserError where there is no way that fits
 */
export async function planTemplate(
  { template, preset, ...manifest }: Pick<Manifest, 'template' | 'preset' | 'channel'>,
  { channel = manifest.channel ?? DEFAULT_CHANNEL, to }: TemplateRequest,
  registry: Pick<Registry, 'tags' | 'peerRange'>,
): Promise<Plan> {
  const wishes = new Map(to.map((wish) => wishOf(wish, preset ?? template, [template, ...(preset ? [preset] : [])])));
  const offer = async ({ name, version }: PackageVersion) => ({
    name,
    installed: version,
    tags: await registry.tags(name),
  });
  const below = await offer(template);
  if (preset === undefined) {
    const target = chooseVersion(below, { channel, to: wishes.get(template.name) });
    return { targets: target === undefined ? [] : [target], remarks: [] };
  }
  const above = chooseVersion(await offer(preset), { channel, to: wishes.get(preset.name) });
  const version = above?.to ?? preset.version;
  const range = await registry.peerRange(`${preset.name}@${version}`, template.name);
  // an organisation names its rings as it likes; the template below has them where it was published with them
  const wish = { channel: channel in below.tags ? channel : DEFAULT_CHANNEL, to: wishes.get(template.name) };
  const { target, note } = chooseBelow({ name: preset.name, to: version }, below, wish, range);
  return {
    targets: [above, target].filter((one): one is Target => one !== undefined),
    remarks: note === undefined ? [] : [note],
  };
}

/** The manifest of the repository that is upgraded. */
export function manifestOf(directory: string): Manifest {
  const reading = readManifest(directory);
  if (reading.state === 'valid') return reading.manifest;
  const cause = reading.state === 'unreadable' ? `cannot be read (${reading.cause})` : `is ${reading.state}`;
  throw upgradeBlocked(
    `the manifest of the template (.udp-service/manifest.json) ${cause}`,
    'Run `npx projen`, which writes it anew, and commit the result.',
  );
}

function wishOf(
  wish: string,
  first: PackageVersion,
  known: readonly PackageVersion[],
): readonly [name: string, version: string] {
  const separator = wish.lastIndexOf('@');
  const [name, version] = separator > 0 ? [wish.slice(0, separator), wish.slice(separator + 1)] : [first.name, wish];
  const named = known.find((one) => one.name === name);
  if (named === undefined) {
    throw upgradeBlocked(
      `--to ${wish} names a package that the repository is not made by`,
      `Name one of ${known.map((one) => one.name).join(', ')}.`,
    );
  }
  // before a registry is asked: whoever starts the workflow by hand may write anything
  if (valid(version) === null) {
    throw upgradeBlocked(`--to ${version} is no version of ${name}`, `Write a version, for example ${named.version}.`);
  }
  return [name, version];
}
