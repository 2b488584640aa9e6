import { compare, satisfies } from 'semver';
import { upgradeBlocked } from './blocked';

/** A package that gets another version. */
export interface Target {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** A package of the template as it is installed, and the dist-tags that its registry has. */
export interface Offer {
  readonly name: string;
  readonly installed: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** What is wanted of it. */
export interface Wish {
  /** Dist-tag that the repository follows; never a range, by which the release of one ring would reach all of them. */
  readonly channel: string;
  /** A version that is asked for by itself, older ones included. */
  readonly to?: string;
}

/**
 * The version that a package goes to; `undefined` where it has it, or is ahead of its channel.
 *
 * @throws UserError where the channel does not exist
 */
export function chooseVersion({ name, installed, tags }: Offer, { channel, to }: Wish): Target | undefined {
  if (to !== undefined) return to === installed ? undefined : { name, from: installed, to };
  const offered = tags[channel];
  if (offered === undefined) {
    const known = Object.keys(tags).sort().join(', ');
    throw upgradeBlocked(
      `${name} has no channel '${channel}'`,
      `Its channels are: ${known}. Set 'upgradeOptions.channel' in .projenrc.ts.`,
    );
  }
  // a channel that was moved back stops those who have not followed it yet; nobody is taken back without asking
  return compare(offered, installed) > 0 ? { name, from: installed, to: offered } : undefined;
}

/** The template below a preset: what its channel offers, where the preset can be joined with it. */
export interface Below {
  readonly target?: Target;
  /** Why it stays where it is. */
  readonly note?: string;
}

/**
 * The version of the template that goes with a version of the preset.
 *
 * @param range versions of the template that the preset asks for; `undefined` where it does not say
 * @throws UserError where neither what is offered nor what is installed fits
 */
export function chooseBelow(preset: Pick<Target, 'name' | 'to'>, offer: Offer, wish: Wish, range?: string): Below {
  const fits = (version: string): boolean =>
    range === undefined || satisfies(version, range, { includePrerelease: true });
  const target = chooseVersion(offer, wish);
  if (target !== undefined && fits(target.to)) return { target };
  if (fits(offer.installed)) {
    if (target === undefined) return {};
    return {
      note: `${offer.name} stays at ${offer.installed}: ${preset.name} ${preset.to} asks for ${range}, and the channel is at ${target.to}`,
    };
  }
  throw upgradeBlocked(
    `${preset.name} ${preset.to} asks for ${offer.name} ${range}, and the channel '${wish.channel}' has ${offer.tags[wish.channel]}`,
    `Publish a version of ${preset.name} that goes with it, or name both versions: --to ${preset.name}@VERSION --to ${offer.name}@VERSION.`,
  );
}
